"""A simulated league as the outside sees it at any instant: what servers serve."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from boxline.domain.days import EASTERN
from boxline.errors import BadInstant, UnknownGame
from boxline.sandbox.events import Event
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameView
from boxline.sandbox.game_watch import GameWatch
from boxline.sandbox.injury_reports import InjuryLine
from boxline.sandbox.league import League
from boxline.sandbox.moves import Move, Movement
from boxline.sandbox.officials import Official
from boxline.sandbox.players import Player
from boxline.sandbox.quotes import GameQuote, PropQuote
from boxline.sandbox.season_watch import SeasonWatch
from boxline.sandbox.seasons import Season
from boxline.sandbox.stat_corrections import StatCorrection

_CREWS_KNOWN_ET = time(9)


class World:
    """Answers questions about a league as of an instant, always alike, in whatever order.

    Nothing in an answer became known after its `at`. Make the league with `future_games=0` for a
    season that can be walked through to its last game; a game without a result in the league stays
    scheduled for ever. Every method raises `BadInstant` for an `at` without its zone.
    """

    def __init__(self, league: League) -> None:
        self.league = league
        self._movement = Movement(league.seasons, league.clubs, seed=league.seed)
        self._seasons = [
            SeasonWatch(season, self._movement, seed=league.seed) for season in league.seasons
        ]
        self._season_of = {game_id: season for season in self._seasons for game_id in season.games}

    def season(self, at: datetime) -> Season:
        """The season whose schedule is the newest one out; the first one before there is any.

        Schedules come out at noon Eastern of 15 August.
        """
        return self._current(at).season

    def games(
        self, at: datetime, *, season: str | None = None, parts: tuple[SeasonType, ...] = ()
    ) -> list[GameView]:
        """Every game on the calendar, by date and id.

        Playoff games appear when both sides are known.

        Args:
            at: as of when.
            season: such as 2024-25; without it, the one of `season(at)`. One whose schedule is
                not yet out, or that the league lacks, has no games.
            parts: of the season; all without it.
        """
        of_season = [self._current(at)]
        if season is not None:
            of_season = [each for each in self._seasons if each.season.season == season]
        return [
            game.view(at)
            for each in of_season
            for game in each.known(at)
            if not parts or game.timed.game.fixture.season_type in parts
        ]

    def games_on(self, day: date, at: datetime) -> list[GameView]:
        """The games of any season that stand on a league day, by start and id."""
        _check(at)
        return [game.view(at) for season in self._seasons for game in season.on_day(day, at)]

    def game(self, game_id: str, at: datetime) -> GameView:
        """One game.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        return self._game(game_id, at).view(at)

    def events(self, game_id: str, at: datetime) -> tuple[Event, ...]:
        """The play-by-play so far; once corrections are announced, as they tell it.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        return self._game(game_id, at).events(at)

    def event_instant(self, game_id: str, event: Event) -> datetime:
        """When an event of a game happened, by the wall clock, UTC.

        Raises:
            UnknownGame: the league has no such game.
        """
        if game_id not in self._season_of:
            raise UnknownGame(game_id, self._season_of)
        clock = self._season_of[game_id].games[game_id].timed.clock
        return clock.instant(event.period, event.seconds_left)

    def corrections(self, at: datetime) -> list[StatCorrection]:
        """The stat corrections of all seasons announced so far, oldest first."""
        _check(at)
        found = (
            correction
            for season in self._seasons
            for game in season.games.values()
            for correction in game.announced(at)
        )
        return sorted(found, key=lambda each: (each.announced_at, each.game_id))

    def roster(self, team_id: int, at: datetime) -> tuple[Player, ...]:
        """A club's players, by id; empty for a club that the league lacks."""
        _check(at)
        return self._movement.roster(team_id, at)

    def moves(self, at: datetime) -> list[Move]:
        """Trades, signings and waivers of all seasons announced so far, oldest first."""
        _check(at)
        return self._movement.until(at)

    def injuries(self, day: date, at: datetime) -> list[InjuryLine]:
        """The newest report by `at` on the games of `day`: by game, visitors first.

        Reports come out on each half hour from 17:00 of the day before until 23:30 of the day,
        Eastern; before the first there is none. They are on the regular season and the playoffs.
        """
        _check(at)
        return [line for season in self._seasons for line in season.injuries(day, at)]

    def officials(self, game_id: str, at: datetime) -> tuple[Official, ...]:
        """The crew of three; empty until 9:00 Eastern of the game's day.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        fixture = self._game(game_id, at).timed.fixture(at)
        known_at = datetime.combine(fixture.game_date, _CREWS_KNOWN_ET, EASTERN).astimezone(UTC)
        return self._season_of[game_id].crews[game_id] if at >= known_at else ()

    def prop_quotes(self, game_id: str, at: datetime) -> list[PropQuote]:
        """Every line on a player that a book offers, by book, player and market.

        Books open about 18:00 Eastern of the day before; from the tip-off on, and outside the
        regular season and the playoffs, there are none.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        self._game(game_id, at)
        boards = self._season_of[game_id].boards(game_id, at)
        return boards.props.quotes(at) if boards else []

    def game_quotes(self, game_id: str, at: datetime) -> list[GameQuote]:
        """Moneyline, spread and total of each book, open as long as the lines on players.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        self._game(game_id, at)
        boards = self._season_of[game_id].boards(game_id, at)
        return boards.game.quotes(at) if boards else []

    def _current(self, at: datetime) -> SeasonWatch:
        _check(at)
        released = [each for each in self._seasons if each.calendar.released_at <= at]
        return (released or self._seasons)[-1 if released else 0]

    def _game(self, game_id: str, at: datetime) -> GameWatch:
        _check(at)
        season = self._season_of.get(game_id)
        game = season.games[game_id] if season else None
        is_out = season is not None and season.calendar.released_at <= at
        if game is None or not is_out or at < game.timed.set_at:
            raise UnknownGame(game_id, self._known_ids(at))
        return game

    def _known_ids(self, at: datetime) -> Iterator[str]:
        return (game.timed.game.fixture.game_id for s in self._seasons for game in s.known(at))


def _check(at: datetime) -> None:
    if at.tzinfo is None:
        raise BadInstant(at.isoformat())
