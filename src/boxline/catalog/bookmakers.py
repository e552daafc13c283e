"""Bookmakers: one key each, whichever way a feed writes them, and whose line is taken first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog.columns import Column, Text

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: The Odds API's name in full, in lower case -> its key. Other names are their own key.
KEYS = {
    "barstool sportsbook": "barstool",
    "betonline.ag": "betonlineag",
    "caesars": "williamhill_us",
    "pointsbet (us)": "pointsbetus",
    "unibet": "unibet_us",
}

#: Whose line is taken where it is to be one book's: those that price both sides of a prop, the
#: largest first, then the pick'em sites, whose price says nothing. Others come last.
PREFERRED = (
    "draftkings",
    "fanduel",
    "betmgm",
    "williamhill_us",
    "fanatics",
    "betrivers",
    "betonlineag",
    "bovada",
    "pointsbetus",
    "unibet_us",
    "barstool",
    "underdog",
    "prizepicks",
)

#: Pick'em sites: entries of several picks at one fixed price, which says nothing of chances.
PICKEM = ("underdog", "prizepicks")

BOOKMAKER = Column(
    "bookmaker",
    Text,
    doc="Key of The Odds API, in lower case: draftkings, williamhill_us (Caesars), prizepicks.",
)


def bookmaker_key(sent: ir.StringValue) -> ir.StringValue:
    """The key of a bookmaker as sent, be it a key or a name in full."""
    import ibis

    lower = sent.lower()
    return ibis.cases(*((lower == name, key) for name, key in KEYS.items()), else_=lower)


def preference(bookmaker: ir.StringValue) -> ir.IntegerValue:
    """0 for whose line is taken first; the number of PREFERRED for others."""
    import ibis

    ranks = ((bookmaker == key, rank) for rank, key in enumerate(PREFERRED))
    return ibis.cases(*ranks, else_=len(PREFERRED))
