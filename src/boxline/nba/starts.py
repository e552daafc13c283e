"""When a game starts, and what stands in for that where no schedule knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: What is said before games is made for today and so many days ahead: until a game is near every
#: night would change it.
DAYS_AHEAD = 1

#: What is said before a game that is over rests on what was known this long before its start.
CUTOFF_MINUTES = 30

#: Noon Eastern in winter: the start assumed where no schedule knows it. None begins earlier.
UNKNOWN_START_HOUR_UTC = 17

#: Midnight Eastern in winter, by UTC.
MIDNIGHT_HOUR_UTC = 5


def end_of_day(game_date: ir.DateValue) -> ir.TimestampValue:
    """Midnight Eastern (in winter) after a league day: by then every game of it has begun."""
    import ibis

    return game_date.cast("timestamp") + ibis.interval(hours=24 + MIDNIGHT_HOUR_UTC)
