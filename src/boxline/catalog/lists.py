"""Which tables of a league can be asked for row by row, and what must hold of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from boxline.catalog.registry import Catalog

#: What each kind of list rests on: columns by which it is narrowed, ordered or told apart.
_PLAYER = ("player_id", "game_date")
_SAID = (*_PLAYER, "game_id", "prop_type", "system", "origin")
NEEDED = {
    "predictions": (*_SAID, "version"),
    "results": _SAID,
    "lines": (*_PLAYER, "game_id", "prop_type", "bookmaker", "known_at"),
    "games": (*_PLAYER, "game_id", "team_id", "season"),
    "names": (*_PLAYER, "player_name"),
}


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The tables of a league that can be asked for row by row, by name.

    What a list can be narrowed by follows from its columns: the closed sets of their texts.

    Attributes:
        under: where the lists of this league stand below those of the one that stands first; empty
            of that one.
        predictions: a history; of each prediction the active version is given.
        results: graded predictions.
        lines: offers of bookmakers.
        games: what each player did in each game.
        names: under which `player_name` a `player_id` was known, and when.
    """

    under: str = ""
    predictions: str
    results: str
    lines: str
    games: str
    names: str

    @property
    def tables(self) -> dict[str, str]:
        """Kind of list -> the table that it is of."""
        return {kind: asdict(self)[kind] for kind in NEEDED}


def list_problems(catalog: Catalog) -> Iterator[str]:
    """Lists of tables that are not there, lack a column, or stand where another league's do."""
    seen: dict[str, str] = {}
    for league in catalog.leagues.values():
        if league.lists is None:
            continue
        for kind, name in league.lists.tables.items():
            found = catalog.datasets.get(name)
            if found is None:
                yield f"league {league.name}: its list of {kind} is of {name}, which is not there"
                continue
            missing = set(NEEDED[kind]) - {column.name for column in found.columns}
            for column in sorted(missing):
                yield f"league {league.name}: its list of {kind} needs {column!r} in {name}"
        other = seen.setdefault(league.lists.under, league.name)
        if other != league.name:
            yield f"league {league.name}: its lists stand where those of {other} do: say under="
