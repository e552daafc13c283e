"""MLB's one-letter game types and the season types that they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Letter of the MLB Stats API -> season type.
SEASON_TYPES = {
    "S": "spring",
    "E": "exhibition",
    "A": "all_star",
    "R": "regular",
    "F": "wild_card",
    "D": "division_series",
    "L": "league_series",
    "W": "world_series",
}

#: The season types that count. Spring training, exhibitions and the All-Star game stay in raw; this
#: is the one place that leaves them out of core.
COUNTED = ("regular", "wild_card", "division_series", "league_series", "world_series")


def season_type(letter: ir.StringValue) -> ir.StringValue:
    """The season type a letter means; NULL for a letter that means none."""
    import ibis

    return ibis.cases(*((letter == one, kind) for one, kind in SEASON_TYPES.items()))


def counts(letter: ir.StringValue) -> ir.BooleanValue:
    """Whether a game of this letter counts: see COUNTED."""
    return letter.isin([one for one, kind in SEASON_TYPES.items() if kind in COUNTED])
