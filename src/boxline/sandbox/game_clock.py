"""When what happens on the floor happens for everybody else: game clock and wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from boxline.domain.days import EASTERN
from boxline.sandbox.events import OVERTIME_SECONDS, QUARTERS, period_seconds
from boxline.sandbox.fixtures import Fixture

_DELAY_SECONDS = (480, 780)  # from the scheduled start to the tip-off
_WALL_PER_GAME_SECOND = 2.4  # fouls, time-outs and reviews: a quarter takes 29 minutes
_SPREAD = 0.04  # of that from game to game
_BREAK = timedelta(minutes=2, seconds=30)
_HALF_TIME = timedelta(minutes=15)
_PERIODS_BEFORE_HALF_TIME = 2


class ClockReading(NamedTuple):
    """A period, 1 to 4 or from 5 on in overtime, and what its clock shows; 0.0 in the break."""

    period: int
    seconds_left: float


@dataclass(frozen=True, kw_only=True, slots=True)
class GameClock:
    """How one game runs from its tip-off to its end, about two hours and a quarter later.

    Attributes:
        tipped_off_at: when the ball went up, UTC.
        pace: wall seconds for each second of play.
        overtimes: how many are played.
    """

    tipped_off_at: datetime
    pace: float
    overtimes: int

    @property
    def periods(self) -> int:
        """Quarters and overtimes."""
        return QUARTERS + self.overtimes

    @property
    def ended_at(self) -> datetime:
        """When the last period is over and the game final."""
        return self.instant(self.periods, 0)

    def instant(self, period: int, seconds_left: float) -> datetime:
        """When the clock of a period showed that, UTC."""
        played = period_seconds(period) - seconds_left
        return self._starts_at(period) + timedelta(seconds=played * self.pace)

    def reading(self, at: datetime) -> ClockReading:
        """What the scoreboard shows from the tip-off on; after the end, the last period's end."""
        period = max(
            (each for each in range(1, self.periods + 1) if self._starts_at(each) <= at), default=1
        )
        played = (at - self._starts_at(period)).total_seconds() / self.pace
        full = period_seconds(period)
        return ClockReading(period, full - min(max(played, 0.0), full))

    def _starts_at(self, period: int) -> datetime:
        quarters = min(period - 1, QUARTERS)
        overtimes = period - 1 - quarters
        played = sum(period_seconds(each) for each in range(1, quarters + 1))
        breaks = (period - 1) * _BREAK
        if period > _PERIODS_BEFORE_HALF_TIME:
            breaks += _HALF_TIME - _BREAK
        seconds = (played + overtimes * OVERTIME_SECONDS) * self.pace
        return self.tipped_off_at + breaks + timedelta(seconds=seconds)


def starts_at(fixture: Fixture) -> datetime:
    """The scheduled start, UTC."""
    local = datetime.combine(fixture.game_date, fixture.tip_time_et, EASTERN)
    return local.astimezone(UTC)


def game_clock(fixture: Fixture, *, overtimes: int, seed: int) -> GameClock:
    """The clock of a game: a few minutes late, some games longer than others."""
    rng = Random(f"{seed}/clock/{fixture.game_id}/{fixture.game_date}")
    delay = timedelta(seconds=rng.randint(*_DELAY_SECONDS))
    return GameClock(
        tipped_off_at=starts_at(fixture) + delay,
        pace=_WALL_PER_GAME_SECOND * rng.gauss(1, _SPREAD),
        overtimes=overtimes,
    )
