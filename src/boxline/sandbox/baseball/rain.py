"""What rain does to a calendar: games move, stop, end early, or are never played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from functools import partial
from random import Random

from boxline.sandbox.baseball.fixtures import BallFixture, Fate, Slot
from boxline.sandbox.baseball.series import AFTER_FIRST, at_park

_MOVED, _SUSPENDED, _CALLED, _CANCELLED = 0.022, 0.003, 0.005, 0.0015  # shares of games
_FEWEST_MOVED, _FEWEST_SUSPENDED, _FEWEST_CALLED = 3, 1, 1
_LATER_SHARE = 0.35  # of moved games, those made up at the clubs' next series, not the day after
_TOLD_HOURS = (-5.0, 1.2)  # from the scheduled start to the news that it is not played
_FIRST_OF_TWO, _SECOND_OF_TWO = time(13, 10), time(19, 10)
_EARLY = time(16, 10)  # the first game of a traditional doubleheader at night
_RESUMES_BEFORE = timedelta(hours=2, minutes=30)  # the next day's game
Made = dict[str, BallFixture]


def with_rain(
    fixtures: list[BallFixture], *, innings_of_two: int, rng: Random
) -> list[BallFixture]:
    """The calendar as it comes to be, in the order of the first dates.

    At least three games move: one to a split and one to a traditional doubleheader of the day
    after, where the calendar allows it; one is suspended and one is called early.
    """
    made = {fixture.game_id: fixture for fixture in fixtures}
    size = len(fixtures)
    sky = _Sky(made, innings_of_two, rng)
    sky.strike(max(_FEWEST_SUSPENDED, round(_SUSPENDED * size)), sky.suspend)
    for number in range(max(_FEWEST_MOVED, round(_MOVED * size))):
        kind = "S" if number % 2 == 0 else "Y"
        is_later = number == 2 or (number > 2 and rng.random() < _LATER_SHARE)
        sky.strike(1, partial(sky.move, kind=kind, is_later=is_later))
    sky.strike(max(_FEWEST_CALLED, round(_CALLED * size)), sky.call)
    sky.strike(round(_CANCELLED * size), sky.cancel)
    return [made[fixture.game_id] for fixture in fixtures]


class _Sky:
    """Strikes games one after the other; no game is struck twice."""

    def __init__(self, made: Made, innings_of_two: int, rng: Random) -> None:
        self._made = made
        self._innings = innings_of_two
        self._rng = rng

    def strike(self, count: int, blow: Callable[[BallFixture], bool]) -> None:
        """Let `blow` meet games drawn at random until it took so many, or all refused."""
        open_air = [each for each in self._made.values() if each.home.park.can_rain_out]
        for fixture in self._rng.sample(open_air or list(self._made.values()), len(open_air)):
            if count and self._is_plain(self._made[fixture.game_id]):
                count -= blow(self._made[fixture.game_id])

    def suspend(self, fixture: BallFixture) -> bool:
        """Stop it half-way; it goes on before the next day's game."""
        after = self._meeting(fixture, later=False)
        if after is None:
            return False
        resumes_at = after.first.starts_at - _RESUMES_BEFORE
        self._keep(replace(fixture, fate=Fate.SUSPENDED, resumes_at=resumes_at))
        return True

    def call(self, fixture: BallFixture) -> bool:
        """End it before its last inning."""
        self._keep(replace(fixture, fate=Fate.CALLED))
        return True

    def cancel(self, fixture: BallFixture) -> bool:
        """It is never played."""
        self._keep(replace(fixture, fate=Fate.CANCELLED, stopped_at=self._told(fixture)))
        return True

    def move(self, fixture: BallFixture, *, kind: str, is_later: bool) -> bool:
        """Play it on a later day beside another game of the same clubs at the same park."""
        other = self._meeting(fixture, later=is_later)
        if other is None:
            return False
        told = self._told(fixture)
        first, second = _starts(other, kind)
        day = other.first.game_date
        if kind == "S":  # the game that rain moved comes first, the one that stood keeps the night
            mine = Slot(told, day, first, 1, "S")
            theirs = Slot(told, day, second, 2, "S")
        else:
            mine = Slot(told, day, second, 2, "Y", is_start_open=True)
            theirs = Slot(told, day, first, 1, "Y")
        innings = self._innings
        moved = replace(fixture, fate=Fate.MOVED, stopped_at=told, scheduled_innings=innings)
        self._keep(replace(moved, slots=(*fixture.slots, mine)))
        self._keep(replace(other, slots=(*other.slots, theirs), scheduled_innings=innings))
        return True

    def _keep(self, fixture: BallFixture) -> None:
        self._made[fixture.game_id] = fixture

    def _told(self, fixture: BallFixture) -> datetime:
        return fixture.first.starts_at + timedelta(
            seconds=round(3600 * self._rng.uniform(*_TOLD_HOURS))
        )

    def _is_plain(self, fixture: BallFixture) -> bool:
        """Whether it is one game of its clubs' day, and nothing has befallen it or its day."""
        is_alone = len(fixture.slots) == 1 and fixture.first.doubleheader == "N"
        before = fixture.first.game_date - timedelta(days=1)
        is_free = not any(
            other.fate is Fate.SUSPENDED and other.first.game_date == before
            for other in self._of_clubs(fixture)
        )
        return is_alone and fixture.fate is Fate.PLAYED and is_free

    def _of_clubs(self, fixture: BallFixture) -> Iterator[BallFixture]:
        for other in self._made.values():
            if other.home == fixture.home and other.away == fixture.away:
                yield other

    def _meeting(self, fixture: BallFixture, *, later: bool) -> BallFixture | None:
        """The day after's game of the same series, or the first of a later series; plain ones."""
        day = fixture.first.game_date
        for other in self._of_clubs(fixture):
            away_days = (other.first.game_date - day).days
            is_there = away_days > 4 if later else away_days == 1
            if is_there and self._is_plain(other):
                return other
        return None


def _starts(other: BallFixture, kind: str) -> tuple[datetime, datetime]:
    """Of both games of a day on which one was planned."""
    day, home = other.first.game_date, other.home
    if kind == "S":
        night = max(other.first.starts_at, at_park(home, day, _SECOND_OF_TWO))
        return at_park(home, day, _FIRST_OF_TWO), night
    first = min(other.first.starts_at, at_park(home, day, _EARLY))
    return first, first + AFTER_FIRST
