"""A season's calendar as it is known at an instant: when games are set, moved and played."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.box_scores import Game
from boxline.sandbox.fixtures import Fixture, SeasonType
from boxline.sandbox.game_clock import GameClock, game_clock
from boxline.sandbox.roster_squads import as_first_set
from boxline.sandbox.seasons import Season

_RELEASED = (8, 15)  # month and day of the year in which the season starts
_POSTPONED_ET = (time(12), timedelta(hours=5))  # of the first day: from when, for how long
_NOON = time(12)


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarGame:
    """A game and its instants, all UTC.

    Attributes:
        game: as the league played it.
        clock: how it runs.
        first_set: its fixture as the calendar first had it.
        set_at: from when it is on the calendar.
        moved_at: when its postponement is announced; None where there is none.
    """

    game: Game
    clock: GameClock
    first_set: Fixture
    set_at: datetime
    moved_at: datetime | None

    def fixture(self, at: datetime) -> Fixture:
        """The fixture as it stands at an instant."""
        if self.moved_at and at < self.moved_at:
            return self.first_set
        return self.game.fixture


class SeasonCalendar:
    """The games of one season by id, each with its instants."""

    def __init__(self, season: Season, *, seed: int) -> None:
        year, (month, day) = int(season.season[:4]), _RELEASED
        self.released_at = _utc(date(year, month, day), _NOON)
        self._seed = seed
        self.games: dict[str, CalendarGame] = {}
        for game in season.games:
            self.games[game.fixture.game_id] = self._timed(game)

    def _timed(self, game: Game) -> CalendarGame:
        fixture = game.fixture
        return CalendarGame(
            game=game,
            clock=game_clock(fixture, overtimes=game.overtimes, seed=self._seed),
            first_set=as_first_set(fixture),
            set_at=max(self._results_needed(fixture), default=self.released_at),
            moved_at=self._moved_at(fixture),
        )

    def _results_needed(self, fixture: Fixture) -> Iterator[datetime]:
        """The ends of the games that decide who meets in a playoff game, and whether they do."""
        if fixture.season_type is not SeasonType.PLAYOFFS:
            return
        round_number, game_number = _place_in_bracket(fixture)
        for other in self.games.values():
            earlier = other.game.fixture
            if earlier.season_type is SeasonType.REGULAR:
                yield other.clock.ended_at
            elif earlier.season_type is SeasonType.PLAYOFFS:
                is_same_series = earlier.game_id[:-1] == fixture.game_id[:-1]
                before = _place_in_bracket(earlier)
                if before[0] < round_number or (is_same_series and before[1] < game_number):
                    yield other.clock.ended_at

    def _moved_at(self, fixture: Fixture) -> datetime | None:
        if fixture.postponed_from is None:
            return None
        earliest, span = _POSTPONED_ET
        rng = Random(f"{self._seed}/postponed/{fixture.game_id}")
        later = timedelta(seconds=rng.randrange(int(span.total_seconds())))
        return _utc(fixture.postponed_from, earliest) + later


def _place_in_bracket(fixture: Fixture) -> tuple[int, int]:
    """(round, game of the series): the third last digit of the id, and its last."""
    return int(fixture.game_id[-3]), int(fixture.game_id[-1])


def _utc(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, EASTERN).astimezone(UTC)
