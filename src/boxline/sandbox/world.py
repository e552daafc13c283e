"""A simulated league as the outside sees it at any instant: what servers serve."""

from __future__ import annotations

from datetime import date, datetime

from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameView
from boxline.sandbox.injury_reports import InjuryLine
from boxline.sandbox.league import League
from boxline.sandbox.moves import Move
from boxline.sandbox.officials import Official
from boxline.sandbox.players import Player
from boxline.sandbox.quotes import GameQuote, PropQuote
from boxline.sandbox.seasons import Season


class World:
    """Answers questions about a league as of an instant, always alike, in whatever order.

    Every `at` is an aware instant; nothing that an answer holds became known after it. Make the
    league with `future_games=0` for a season that can be walked through to its last game; a game
    without a result in the league stays scheduled for ever.
    """

    def __init__(self, league: League) -> None:
        self.league = league

    def season(self, at: datetime) -> Season:
        """The season whose schedule is the newest one out: from 15 August before its start."""
        raise NotImplementedError

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
        raise NotImplementedError

    def games_on(self, day: date, at: datetime) -> list[GameView]:
        """The games that stand on a league day as of the instant, by start."""
        raise NotImplementedError

    def game(self, game_id: str, at: datetime) -> GameView:
        """One game.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        raise NotImplementedError

    def roster(self, team_id: int, at: datetime) -> tuple[Player, ...]:
        """A club's players, by id; empty for a club that the league lacks."""
        raise NotImplementedError

    def moves(self, at: datetime) -> list[Move]:
        """Trades and signings of all seasons announced so far, oldest first."""
        raise NotImplementedError

    def injuries(self, day: date, at: datetime) -> list[InjuryLine]:
        """The newest report by `at` on the games of `day`: by game, visitors first.

        Reports come out on each half hour from 17:00 of the day before until 23:30 of the day,
        Eastern; before the first there is none.
        """
        raise NotImplementedError

    def officials(self, game_id: str, at: datetime) -> tuple[Official, ...]:
        """The crew of three; empty until 9:00 Eastern of the game's day.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        raise NotImplementedError

    def prop_quotes(self, game_id: str, at: datetime) -> list[PropQuote]:
        """Every line on a player that a book offers, by book, market and player.

        Books open about 18:00 Eastern of the day before; from the tip-off on there are none.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        raise NotImplementedError

    def game_quotes(self, game_id: str, at: datetime) -> list[GameQuote]:
        """Moneyline, spread and total of each book, open as long as the lines on players.

        Raises:
            UnknownGame: no calendar has it at that instant.
        """
        raise NotImplementedError
