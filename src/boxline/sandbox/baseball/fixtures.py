"""Which game is set for when, and how that changes: rain, and two games on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from boxline.sandbox.baseball.clubs import BallClub

#: A day game, as MLB's API calls it, begins before this hour by the clock of the park.
NIGHT_FROM_HOUR = 17
FIRST_GAME_ID = 970001


class Fate(Enum):
    """What becomes of a game; the value is how MLB's API words it at the end."""

    PLAYED = "Final"  # on the day for which it was first set
    MOVED = "Postponed"  # by rain, to a later day: it keeps its id
    CANCELLED = "Cancelled"  # by rain, and never played
    SUSPENDED = "Suspended"  # by rain, and ended the day after from where it stood
    CALLED = "Completed Early"  # by rain, after five innings or more


class Slot(NamedTuple):
    """When a game is set for.

    Attributes:
        known_at: from when it is so, UTC.
        game_date: the league day.
        starts_at: the scheduled start, UTC; of a second game that follows the first at once it is
            a guess (`is_start_open`).
        game_number: 1, or 2 of the second game of a doubleheader.
        doubleheader: `N`, `S` split (two tickets), or `Y` traditional (one after the other).
        is_start_open: whether the start depends on the end of the first game.
    """

    known_at: datetime
    game_date: date
    starts_at: datetime
    game_number: int = 1
    doubleheader: str = "N"
    is_start_open: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class BallFixture:
    """A game on the calendar.

    Attributes:
        game_id: MLB's `gamePk`, as text.
        season: the year.
        home: bats last.
        away: bats first.
        slots: when it was set for, by when that was known.
        scheduled_innings: 9, or 7.
        series_game: which game of the series it was first set as.
        series_games: how many the series has.
        fate: what becomes of it.
        stopped_at: when its postponement or cancellation is announced; None of others. When a
            suspended game stops depends on how it goes: its timeline knows.
        resumes_at: when a suspended game goes on; None of others.
    """

    game_id: str
    season: int
    home: BallClub
    away: BallClub
    slots: tuple[Slot, ...]
    scheduled_innings: int
    series_game: int
    series_games: int
    fate: Fate = Fate.PLAYED
    stopped_at: datetime | None = None
    resumes_at: datetime | None = None

    def slot(self, at: datetime) -> Slot:
        """When it is set for as of an instant; the first slot before any is known."""
        known = [slot for slot in self.slots if slot.known_at <= at]
        return known[-1] if known else self.slots[0]

    @property
    def first(self) -> Slot:
        """When it was first set for."""
        return self.slots[0]

    @property
    def last(self) -> Slot:
        """When it was played, or would have been."""
        return self.slots[-1]

    @property
    def resumes_on(self) -> date | None:
        """The day on which a suspended game goes on; always the day after it began."""
        return self.last.game_date + timedelta(days=1) if self.resumes_at else None

    @property
    def is_played(self) -> bool:
        """Whether there is a result at the end."""
        return self.fate is not Fate.CANCELLED
