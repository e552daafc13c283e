"""What The Odds API has of a sport: its events, and what books offer on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.quotes import GameQuote, PropMarket
from boxline.sandbox.servers.directory import Directory, counts
from boxline.sandbox.servers.odds_markets import PlayerQuote, prop_markets
from boxline.sandbox.teams import Club

#: Events stand in the list this long before they start.
LISTED = timedelta(days=4)


@dataclass(frozen=True, kw_only=True, slots=True)
class OddsEvent:
    """A game as The Odds API lists it.

    Attributes:
        event_id: 32 hexadecimal digits.
        game_id: the league's own.
        commences_at: the start as it stands; once it has begun, when it did.
        starts_at: the scheduled start.
        home_team: its name.
        away_team: its name.
    """

    event_id: str
    game_id: str
    commences_at: datetime
    starts_at: datetime
    home_team: str
    away_team: str


class OddsSport(Protocol):
    """One sport of The Odds API."""

    @property
    def key(self) -> str:
        """As paths name it."""
        ...

    @property
    def title(self) -> str:
        """As replies name it."""
        ...

    @property
    def props(self) -> frozenset[str]:
        """Keys of the markets on players."""
        ...

    def open(self, at: datetime) -> Sequence[OddsEvent]:
        """Games that are on or will soon be, by start."""
        ...

    def event(self, event_id: str, at: datetime) -> OddsEvent | None:
        """A game that is not over; None of an id that is nobody's, or no longer."""
        ...

    def prop_quotes(self, game_id: str, at: datetime) -> Sequence[PlayerQuote]:
        """What is offered on players."""
        ...

    def game_quotes(self, game_id: str, at: datetime) -> Sequence[GameQuote]:
        """What is offered on the game."""
        ...


class NbaOdds:
    """The NBA in The Odds API."""

    key, title, props = "basketball_nba", "NBA", prop_markets(PropMarket)

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def open(self, at: datetime) -> list[OddsEvent]:
        """Games that count and are not over, by start."""
        first, last = (at - timedelta(days=2)).date(), (at + LISTED).date()
        games = self._directory.between(first, last, at)
        listed = [v for v in games if v.status is not GameStatus.FINAL and counts(v)]
        return [self._event(v) for v in sorted(listed, key=_by_start)]

    def event(self, event_id: str, at: datetime) -> OddsEvent | None:
        """A game that counts and is not over."""
        view = self._directory.one(self._directory.of_event(event_id), at)
        if view is None or view.status is GameStatus.FINAL or not counts(view):
            return None
        return self._event(view)

    def prop_quotes(self, game_id: str, at: datetime) -> Sequence[PlayerQuote]:
        """What is offered on players."""
        return self._directory.world.prop_quotes(game_id, at)

    def game_quotes(self, game_id: str, at: datetime) -> Sequence[GameQuote]:
        """What is offered on the game."""
        return self._directory.world.game_quotes(game_id, at)

    def _event(self, view: GameView) -> OddsEvent:
        return OddsEvent(
            event_id=self._directory.event_id(view.fixture.game_id),
            game_id=view.fixture.game_id,
            # It moves to when the game really began.
            commences_at=view.tipped_off_at or view.starts_at,
            starts_at=view.starts_at,
            home_team=team_name(view.fixture.home),
            away_team=team_name(view.fixture.away),
        )


def team_name(club: Club) -> str:
    """As The Odds API writes it: the Clippers in full."""
    return "Los Angeles Clippers" if club.team == "LAC" else club.team_name


def _by_start(view: GameView) -> tuple[datetime, str]:
    return view.starts_at, view.fixture.game_id
