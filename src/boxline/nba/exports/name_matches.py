"""`v1/name-matches/{date}.json`: how many of the names that sources sent were resolved."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    Export,
    Int,
    Rel,
    Same,
    Text,
    document,
    transform,
)
from boxline.catalog.feeds import Document
from boxline.nba.core.resolved_names import METHODS, RESOLVED_NAMES

NAME_MATCHES = Export(
    "nba_exports.name_matches",
    path="v1/name-matches/{date}.json",
    grain="one name that some source sent for one game",
    key=("game_id", "name_sent"),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("name_sent", Text, doc="As the source writes it."),
        Column("player_id", Int, nullable=True, doc="NBA.com's player id; NULL if unresolved."),
        Column("method", Text, one_of=METHODS, doc="How it was resolved, if it was."),
        Column("unresolved_reason", Text, nullable=True, doc="Why not, with the nearest names."),
        Column("sources", Text, doc="Who sent it, with commas between."),
    ),
)


@transform(NAME_MATCHES)
def name_matches(names: Annotated[Rel, Same(RESOLVED_NAMES)]) -> Rel:
    """Every name of the day, resolved or not."""
    return names


class Source(msgspec.Struct):
    """One source: of `names` sent, a name counted once per game, the `share` resolved (0 to 1)."""

    source: str
    names: int
    exact: int
    alias: int
    unresolved: int
    share: float


class Unresolved(msgspec.Struct):
    """A name that is nobody's."""

    name_sent: str
    game_id: str
    sources: list[str]
    reason: str


class NameMatches(Document, kw_only=True):
    """The document. Lists are present and empty, never absent."""

    game_date: date
    sources: list[Source]
    unresolved: list[Unresolved]


def _sources(row: Any) -> list[str]:
    return str(row.sources).split(", ")


def _source(source: str, rows: Sequence[Any]) -> Source:
    methods = [row.method for row in rows if source in _sources(row)]
    counts = {method: methods.count(method) for method in METHODS}
    share = round(1 - counts["unresolved"] / len(methods), 4)
    return Source(source=source, names=len(methods), **counts, share=share)


@document(NAME_MATCHES)
def name_matches_document(day: date, rows: Sequence[Any]) -> NameMatches:
    """Rows come in the order of the key."""
    sources = sorted({source for row in rows for source in _sources(row)})
    return NameMatches(
        game_date=day,
        sources=[_source(source, rows) for source in sources],
        unresolved=[
            Unresolved(
                name_sent=row.name_sent,
                game_id=row.game_id,
                sources=_sources(row),
                reason=row.unresolved_reason,
            )
            for row in rows
            if row.player_id is None
        ],
    )
