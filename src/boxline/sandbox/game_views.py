"""One game as it can be seen at an instant: on the calendar, on the floor, or over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from boxline.sandbox.box_scores import SeriesState, TeamBox
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club


class GameStatus(Enum):
    """Where a game stands; the value is NBA.com's number."""

    SCHEDULED = 1  # not begun, or never played in this league
    LIVE = 2  # tipped off, breaks and half-time included
    FINAL = 3


class AbsenceKind(Enum):
    """Why a player of the roster has no line; the value is the word of the gamebook."""

    INACTIVE = "INACTIVE"  # ruled out before the tip-off, with the reason of the injury report
    DID_NOT_PLAY = "DNP"  # dressed and stayed on the bench: coach's decision


@dataclass(frozen=True, kw_only=True, slots=True)
class Absence:
    """A player of a side's roster who does not play; `reason` as the league writes it."""

    club: Club
    player: Player
    kind: AbsenceKind
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GameView:
    """A game as of an instant.

    Attributes:
        fixture: the fixture as scheduled then: one that will be postponed stands on its first day,
            and has no `postponed_from`, until that is announced.
        starts_at: the scheduled start, UTC.
        tipped_off_at: when the ball went up, UTC; None before that.
        ended_at: when it became final, UTC; None before that.
        status: scheduled, live or final.
        period: 1 to 4, 5 is the first overtime; 0 before the tip-off.
        seconds_left: on the clock of that period; 0.0 at its end, in a break and once final.
        home_points: scored so far; None before the tip-off.
        away_points: likewise.
        home: the home side's box score: counted so far while live; final, with the corrections
            announced by then, afterwards; None before the tip-off.
        away: likewise.
        overtimes: overtimes begun so far.
        series: the state of a playoff series after this game once it is final; else None.
        absences: who of both rosters does not play, home first; empty before the tip-off, when only
            the injury report speaks.
        starters: player ids of both fives, home first; empty until half an hour before the tip-off.
        corrections: how many corrections of its box score have been announced.
    """

    fixture: Fixture
    starts_at: datetime
    tipped_off_at: datetime | None
    ended_at: datetime | None
    status: GameStatus
    period: int
    seconds_left: float
    home_points: int | None
    away_points: int | None
    home: TeamBox | None
    away: TeamBox | None
    overtimes: int
    series: SeriesState | None
    absences: tuple[Absence, ...]
    starters: tuple[int, ...]
    corrections: int

    @property
    def sides(self) -> tuple[TeamBox, ...]:
        """Home and away box scores; empty before the tip-off."""
        return (self.home, self.away) if self.home and self.away else ()
