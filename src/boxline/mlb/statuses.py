"""What the words of a schedule say of a game."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Ours -> how the words begin in which MLB says so. `Completed Early: Rain` is as final as any.
BEGINNINGS = {
    "final": ("Final", "Game Over", "Completed Early"),
    "postponed": ("Postponed",),
    "cancelled": ("Cancelled", "Canceled", "Forfeit"),
    "suspended": ("Suspended",),
    "live": ("In Progress", "Manager", "Umpire", "Delayed", "Instant Replay", "Warmup"),
}

#: A listing that says so is no day of the game.
CALLED_OFF = ("postponed", "cancelled")

#: All of them; `scheduled` is what no other word is.
STATUSES = ("scheduled", *BEGINNINGS)


def status_of(words: ir.StringValue) -> ir.StringValue:
    """Ours for a schedule's words; `scheduled` of NULL and of whatever is said before a game."""
    import ibis

    def begins(texts: tuple[str, ...]) -> ir.BooleanValue:
        return ibis.or_(*(words.startswith(text) for text in texts))

    cases = [(begins(texts), ours) for ours, texts in BEGINNINGS.items()]
    return ibis.cases(*cases, else_="scheduled")
