"""What an umpire's call of a pitch says of it, by the codes of the MLB Stats API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Taken for a strike.
CALLED_STRIKES = ("C",)

#: Swung at and missed: a swing, one whose ball was blocked, one at a pitchout; a missed bunt; and a
#: tip that the catcher held, which the rules count as a miss, and Statcast too.
WHIFFS = ("S", "W", "Q", "M", "T", "O")

#: Hit, and out of play: a foul, a bunted one, one at a pitchout.
FOULS = ("F", "L", "R")

#: Of the zones of a pitch, those over the plate; 11 to 14 are outside.
LAST_STRIKE_ZONE = 9


def is_called_strike(code: ir.StringValue) -> ir.BooleanValue:
    """Whether it was taken for a strike."""
    return code.isin(CALLED_STRIKES)


def is_whiff(code: ir.StringValue) -> ir.BooleanValue:
    """Whether it was swung at and missed."""
    return code.isin(WHIFFS)


def is_foul(code: ir.StringValue) -> ir.BooleanValue:
    """Whether it was hit foul."""
    return code.isin(FOULS)
