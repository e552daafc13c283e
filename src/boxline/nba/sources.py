"""Which sources tell the same fact of a game, and whose word counts first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from boxline.catalog import Column, Rel, Text

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: In this order: NBA.com's gamebook and box scores, then balldontlie's, then the archive's files.
SOURCES = (
    "nbac_gamebook",
    "nbac_team_boxscore",
    "nbac_player_boxscore",
    "bdl_player_box_scores",
    "bdl_box_scores",
    "archive",
)

SOURCE = Column(
    "source",
    Text,
    one_of=SOURCES,
    doc="Whose line it is, whole: the first source that has it, in the order nbac_gamebook, "
    "nbac_team_boxscore, nbac_player_boxscore, bdl_player_box_scores, bdl_box_scores, archive.",
)

SECONDS_PER_MINUTE = 60


def rank_of(source: ir.StringValue, order: Sequence[str] = SOURCES) -> ir.IntegerValue:
    """The place of a source in an order, 0 first."""
    return source.cases(*((name, n) for n, name in enumerate(order)), else_=None)


def first_told(
    told: Rel,
    columns: Sequence[str],
    *,
    key: Sequence[str],
    order: Sequence[str],
    filled: Sequence[str] = (),
) -> Rel:
    """Of rows that share a key, the one whose source counts first, whole.

    Args:
        told: rows with `source`.
        columns: what is kept, the key among it.
        filled: columns that not every source tells: of the first source that does.
    """
    ranked = told.mutate(place=rank_of(told.source, order))
    values = {
        c: ranked[c].argmin(ranked.place, where=ranked[c].notnull() if c in filled else None)
        for c in columns
        if c not in key
    }
    return ranked.group_by(list(key)).agg(**values).select(*columns)


def named(source: str) -> ir.StringScalar:
    """A source's name as a value.

    Raises:
        ValueError: it has no place in the order.
    """
    import ibis

    SOURCES.index(source)
    return ibis.literal(source)


def whole_minutes(seconds: Any) -> Any:
    """Seconds as whole minutes, rounded half up as NBA.com's own tables are."""
    import ibis

    half = SECONDS_PER_MINUTE // 2
    return ((seconds + half) / ibis.literal(SECONDS_PER_MINUTE)).floor().cast("int64")
