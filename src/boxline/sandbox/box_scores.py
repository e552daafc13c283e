"""What one game leaves behind: a line for each player and one for each side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from boxline.sandbox.event_log import EventLog
from boxline.sandbox.events import Event
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club

COUNTED = (
    "minutes",
    "fgm",
    "fga",
    "fg3m",
    "fg3a",
    "ftm",
    "fta",
    "oreb",
    "dreb",
    "ast",
    "stl",
    "blk",
    "tov",
    "pf",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatLine:
    """Whole minutes and counts; points and rebounds follow from the others."""

    minutes: int
    fgm: int
    fga: int
    fg3m: int
    fg3a: int
    ftm: int
    fta: int
    oreb: int
    dreb: int
    ast: int
    stl: int
    blk: int
    tov: int
    pf: int

    @property
    def reb(self) -> int:
        """Rebounds at both ends."""
        return self.oreb + self.dreb

    @property
    def pts(self) -> int:
        """Points: two for a basket, one more for a three, one for a free throw."""
        return 2 * self.fgm + self.fg3m + self.ftm


def sum_of(lines: Iterable[StatLine]) -> StatLine:
    """The lines added up, minutes included."""
    each = list(lines)
    return StatLine(**{stat: sum(getattr(line, stat) for line in each) for stat in COUNTED})


@dataclass(frozen=True, kw_only=True, slots=True)
class PlayerLine:
    """One player in one game.

    Attributes:
        player: who he is.
        stats: what he counted; `minutes` 0 means he played under thirty seconds.
        seconds: on the floor, of which `stats.minutes` are the rounded minutes.
        plus_minus: points of his side minus the other's while he played.
        start_position: G, F or C for the five starters; None for the bench.
    """

    player: Player
    stats: StatLine
    seconds: int
    plus_minus: int
    start_position: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class TeamBox:
    """One side of a played game.

    Attributes:
        club: whose it is.
        stats: the sum of the players' lines.
        plus_minus: the score difference.
        lines: everybody who was on the floor, starters first.
        period_points: points of each quarter, then of each overtime.
        team_rebounds: rebounds that are nobody's; in no line and not in `stats`.
        team_turnovers: turnovers that are nobody's; in no line and not in `stats`.
    """

    club: Club
    stats: StatLine
    plus_minus: int
    lines: tuple[PlayerLine, ...]
    period_points: tuple[int, ...]
    team_rebounds: int
    team_turnovers: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SeriesState:
    """A playoff series after one of its games: `wins` are the leader's (either side if level)."""

    round_name: str
    game_number: int
    leader: str
    wins: int
    losses: int
    is_over: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Game:
    """A fixture and, once it is played, its two box scores.

    Attributes:
        fixture: who meets whom, when.
        home: the home side's box score; None while the game is in the future.
        away: the visitors' box score; None while the game is in the future.
        overtimes: how many overtimes were needed.
        series: the state of the series after this game; None outside the playoffs.
        log: the events behind the box scores; None while the game is in the future.
    """

    fixture: Fixture
    home: TeamBox | None = None
    away: TeamBox | None = None
    overtimes: int = 0
    series: SeriesState | None = None
    log: EventLog | None = field(default=None, compare=False, repr=False)

    @property
    def events(self) -> tuple[Event, ...]:
        """The play-by-play, read from the log each time; empty while the game is in the future."""
        return self.log.events() if self.log else ()

    @property
    def sides(self) -> tuple[TeamBox, ...]:
        """Home and away box scores; empty while the game is in the future."""
        return (self.home, self.away) if self.home and self.away else ()

    @property
    def is_played(self) -> bool:
        """Whether there is a result."""
        return bool(self.sides)
