"""One season as it can be watched: its games, and what is said and offered on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

from boxline.sandbox.count_odds import CountOdds
from boxline.sandbox.fixtures import Fixture, SeasonType
from boxline.sandbox.game_board import ClubStrength, GameBoard
from boxline.sandbox.game_clock import starts_at
from boxline.sandbox.game_views import Absence, AbsenceKind
from boxline.sandbox.game_watch import GameWatch
from boxline.sandbox.injury_reports import GameReports, InjuryLine, newest_report_et
from boxline.sandbox.moves import Movement
from boxline.sandbox.officials import Official, crews
from boxline.sandbox.player_news import PlayerNews
from boxline.sandbox.prop_board import LEAST, PropBoard
from boxline.sandbox.quotes import PropMarket
from boxline.sandbox.roster_squads import RosterSquads
from boxline.sandbox.season_calendar import CalendarGame, SeasonCalendar
from boxline.sandbox.seasons import Season
from boxline.sandbox.squads import Event
from boxline.sandbox.true_means import TrueMeans

_REPORTED = (SeasonType.REGULAR, SeasonType.PLAYOFFS)
_MISSES = ("Out", "Doubtful", "Questionable")
_COACHS_DECISION = "DNP - Coach's Decision"
_BOARDS_KEPT = 64  # games whose lines are kept at hand


class Boards(NamedTuple):
    """The lines of one game."""

    props: PropBoard
    game: GameBoard


class SeasonWatch:
    """All that can be seen of one season; what costs time is made when first asked for."""

    def __init__(self, season: Season, movement: Movement, *, seed: int) -> None:
        self.season = season
        self.calendar = SeasonCalendar(season, seed=seed)
        self._seed = seed
        self._squads = RosterSquads(season, movement)
        self._reports: dict[Fixture, tuple[Event, GameReports]] = {}
        self._boards = lru_cache(maxsize=_BOARDS_KEPT)(self._made_boards)
        self.games = {
            game_id: GameWatch(timed, seed=seed, absences=partial(self._absences, timed))
            for game_id, timed in self.calendar.games.items()
        }

    def known(self, at: datetime) -> list[GameWatch]:
        """The games on the calendar at an instant, by date and id as they stand then."""
        if at < self.calendar.released_at:
            return []
        found = [game for game in self.games.values() if game.timed.set_at <= at]
        return sorted(found, key=lambda game: _by_date(game.timed.fixture(at)))

    def on_day(self, day: date, at: datetime) -> list[GameWatch]:
        """The games that stand on a day at an instant, by start and id."""
        here = (
            game
            for game in self._on_some_day.get(day, ())
            if game.timed.set_at <= at and game.timed.fixture(at).game_date == day
        )
        return sorted(here, key=lambda game: _by_start(game.timed.fixture(at)))

    def injuries(self, day: date, at: datetime) -> list[InjuryLine]:
        """The newest report by then on the games of a day."""
        printed = newest_report_et(day, at)
        if printed is None:
            return []
        fixtures = (game.timed.fixture(at) for game in self.on_day(day, at))
        return [
            line
            for fixture in fixtures
            if fixture.season_type in _REPORTED
            for line in self._reports_on(fixture)[1].lines(printed)
        ]

    def boards(self, game_id: str, at: datetime) -> Boards | None:
        """The lines on a game as it stands; None on games that nobody takes bets on."""
        fixture = self.calendar.games[game_id].fixture(at)
        return self._boards(fixture) if fixture.season_type in _REPORTED else None

    @cached_property
    def _on_some_day(self) -> Mapping[date, list[GameWatch]]:
        """By day the games that ever stand on it; a postponed one is on two."""
        found: dict[date, list[GameWatch]] = {}
        for game in self.games.values():
            for day in {game.timed.first_set.game_date, game.timed.game.fixture.game_date}:
                found.setdefault(day, []).append(game)
        return found

    @cached_property
    def crews(self) -> Mapping[str, tuple[Official, ...]]:
        """The officials of each game by its id."""
        return crews((game.fixture for game in self.season.games), seed=self._seed)

    @cached_property
    def _means(self) -> TrueMeans:
        return TrueMeans(self.season)

    @cached_property
    def _strength(self) -> ClubStrength:
        return ClubStrength(self.season)

    @cached_property
    def _odds(self) -> Mapping[PropMarket, CountOdds]:
        spreads = self._means.dispersions(LEAST)
        return {market: CountOdds(dispersion) for market, dispersion in spreads.items()}

    def _reports_on(self, fixture: Fixture) -> tuple[Event, GameReports]:
        if fixture not in self._reports:
            event = self._squads.event(self.calendar.games[fixture.game_id].game, fixture)
            self._reports[fixture] = (event, GameReports(event, seed=self._seed))
        return self._reports[fixture]

    def _made_boards(self, fixture: Fixture) -> Boards:
        event, reports = self._reports_on(fixture)
        news = PlayerNews(event, reports)
        timed = self.calendar.games[fixture.game_id]
        is_moved_away = fixture != timed.game.fixture
        closes_at = starts_at(fixture) if is_moved_away else timed.clock.tipped_off_at
        return Boards(
            props=PropBoard(
                event, news, self._means, odds=self._odds, closes_at=closes_at, seed=self._seed
            ),
            game=GameBoard(fixture, self._strength, closes_at=closes_at, seed=self._seed),
        )

    def _absences(self, timed: CalendarGame) -> tuple[Absence, ...]:
        """Who of both rosters does not play, home first."""
        fixture = timed.game.fixture
        if fixture.season_type is SeasonType.ALL_STAR:
            return ()
        is_reported = fixture.season_type in _REPORTED
        event, reports = self._reports_on(fixture)
        found = []
        for member in event.members:
            if member.plays:
                continue
            run = reports.last_run(member.player.player_id) if is_reported else None
            is_inactive = run is not None and run.status in _MISSES
            found.append(
                Absence(
                    club=member.club,
                    player=member.player,
                    kind=AbsenceKind.INACTIVE if is_inactive else AbsenceKind.DID_NOT_PLAY,
                    reason=run.reason if run and is_inactive else _COACHS_DECISION,
                )
            )
        return tuple(found)


def _by_date(fixture: Fixture) -> tuple[date, str]:
    return fixture.game_date, fixture.game_id


def _by_start(fixture: Fixture) -> tuple[datetime, str]:
    return starts_at(fixture), fixture.game_id
