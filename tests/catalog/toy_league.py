"""A league small enough to see whole: what is sent, the games made of it, the page made of those.

Its modules are mappings, so that a test can take a declaration out or put one in before they are
built.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from boxline.catalog import (
    Catalog,
    Column,
    Day,
    Export,
    Int,
    League,
    Provider,
    Raw,
    Rel,
    Rule,
    Same,
    Table,
    Text,
    build_catalog,
)
from boxline.catalog.feeds import Document
from boxline.catalog.inputs import Input, Reach, Reader, Transform, Writer
from boxline.catalog.worked import Worked
from boxline.domain.seasons import SeasonRule
from boxline.errors import CatalogError

Modules = dict[str, dict[str, Any]]

GAME_ID = Column("game_id", Text, doc="The game.")
GAME_DATE = Column("game_date", Day, doc="The league day.")
GOALS = Column("goals", Int, "goals", 0, 20, doc="Scored by both sides.")
COLUMNS = (GAME_ID, GAME_DATE, GOALS)

LEAGUE = League(
    name="toy",
    seasons=SeasonRule(begins=(2, 1), spans_years=False),
    calendar="toy_core.games",
)
POST = Provider(name="post", landing="post", doc="Letters, one a day.")


class Letter:
    """What the post brings: no archive file, so that columns name no dataset."""


def raw(name: str = "toy_raw.letters", **changes: Any) -> Raw:
    """A raw table whose replies land under its own name."""
    given = {
        "provider": POST,
        "grain": "one game in one letter",
        "landing": name.partition(".")[2],
        "payload": Letter,
        "columns": COLUMNS,
        "key": ("game_id",),
    }
    return Raw(name, **{**given, **changes})


def table(name: str = "toy_core.games", **changes: Any) -> Table:
    """A computed table."""
    given = {"grain": "one game", "columns": COLUMNS, "key": ("game_id",)}
    return Table(name, **{**given, **changes})


def export(name: str = "toy_exports.scores", **changes: Any) -> Export:
    """A published document."""
    thing = name.partition(".")[2]
    given = {
        "path": f"{thing}/{{date}}.json",
        "grain": "one game",
        "columns": COLUMNS,
        "key": ("game_id",),
    }
    return Export(name, **{**given, **changes})


def number(name: str, low: float | None = 0, high: float | None = 9, **more: Any) -> Column:
    """A column of whole numbers."""
    return Column(name, Int, low=low, high=high, doc=".", **more)


def numbers(rules: Sequence[Rule], *columns: Column) -> Table:
    """A table of these columns under these rules, keyed by its game."""
    return table(columns=(GAME_ID, GAME_DATE, *columns), rules=tuple(rules))


def reads(target: Raw) -> Reader:
    """A function that reads what lands for a raw table."""

    def read(letter: Letter) -> dict[str, Any]:
        """One row per letter."""
        return {}

    return Reader(target=target, function=read)


def computes(target: Table | Export, **reaches: Reach) -> Transform:
    """A function that computes a table from inputs, each required."""

    def compute(**relations: Rel) -> Rel:
        """Every row as it came."""
        return relations.popitem()[1]

    inputs = {name: Input(reach=reach, is_optional=False) for name, reach in reaches.items()}
    return Transform(target=target, function=compute, inputs=inputs)


def works(target: Table) -> Worked:
    """A function that works out a table's rows."""

    def work_out(material: Any, work: Any) -> Any:
        """Every row as it came."""
        return material["rows"]

    return Worked(target=target, function=work_out)


class Told(Document, kw_only=True):
    """What a document of the league says."""

    rows: list[Any]


def writes(target: Export) -> Writer:
    """A function that writes an export's document."""

    def write(day: Any, rows: Any) -> Told:
        """The rows in the order of the key."""
        return Told(rows=[day, *rows])

    return Writer(target=target, function=write)


def toy_modules(
    *, letters: Raw | None = None, games: Table | None = None, scores: Export | None = None
) -> Modules:
    """The league's modules, which close; each declaration can be another."""
    letters, games, scores = letters or raw(), games or table(), scores or export()
    return {
        "toy.league": {"TOY": LEAGUE},
        "toy.raw.letters": {"LETTERS": letters, "letters": reads(letters)},
        "toy.core.games": {
            "LETTERS": letters,
            "GAMES": games,
            "games": computes(games, letters=Same(letters)),
        },
        "toy.exports.scores": {
            "GAMES": games,
            "SCORES": scores,
            "scores": computes(scores, games=Same(games)),
            "document": writes(scores),
        },
    }


class _Module:
    """What the registry needs of a module: a name, and what stands in it."""

    def __init__(self, name: str, held: dict[str, Any]) -> None:
        vars(self).update(held)
        self.__name__ = name
        for value in held.values():
            if getattr(getattr(value, "function", None), "__module__", "") == __name__:
                value.function.__module__ = name  # the first module that holds it defines it


def build(modules: Modules) -> Catalog:
    """The catalog of the modules, in the order given."""
    return build_catalog([_Module(name, held) for name, held in modules.items()])  # type: ignore[misc]


def problems(modules: Modules) -> list[str]:
    """Why the modules do not close; empty where they do."""
    try:
        build(modules)
    except CatalogError as refused:
        return list(refused.problems)
    return []
