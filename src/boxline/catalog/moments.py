"""The instants at which a fresh reply is wanted."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class From(Enum):
    """What a moment is counted from."""

    START = "the start"  # of the game; of a day, its first or last one
    MIDNIGHT = "midnight Eastern of the day"
    CLOCK = "the clock"  # every so many hours


@dataclass(frozen=True)
class Moment:
    """An instant at which a fresh reply is wanted: `hours` after (or before) what it is counted
    from; of the clock, every so many hours."""

    hours: float
    since: From

    def __str__(self) -> str:
        if self.since is From.CLOCK:
            is_short = self.hours < 1
            return f"every {self.hours * 60:g} min" if is_short else f"every {self.hours:g} h"
        if self.since is From.MIDNIGHT:
            day = "" if self.hours < 24 else f" {int(self.hours // 24)} d after"
            return f"{int(self.hours % 24):02d}:{round(self.hours % 1 * 60):02d} ET{day}"
        return f"{abs(self.hours):g} h {'before' if self.hours < 0 else 'after'} the start"


def after_start(hours: float) -> Moment:
    """So many hours after the start: of the last game, where the cell is a day."""
    return Moment(hours, From.START)


def before_the_start(hours: float) -> Moment:
    """So many hours before the start: of the first game, where the cell is a day."""
    return Moment(-hours, From.START)


def at_hour(hour: float, *, days_later: int = 0) -> Moment:
    """At an Eastern hour of the league day, or of a day after it."""
    return Moment(24 * days_later + hour, From.MIDNIGHT)


def every(hours: float) -> Moment:
    """Every so many hours of the clock."""
    return Moment(hours, From.CLOCK)
