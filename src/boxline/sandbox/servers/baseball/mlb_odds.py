"""Baseball in The Odds API."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from boxline.sandbox.baseball.ball_quotes import PitcherMarket
from boxline.sandbox.baseball.ball_views import BallView, Stage
from boxline.sandbox.baseball.world import BaseballWorld
from boxline.sandbox.quotes import GameQuote
from boxline.sandbox.servers.odds_markets import PlayerQuote, prop_markets
from boxline.sandbox.servers.odds_sports import LISTED, OddsEvent

_OVER = (Stage.OVER, Stage.FINAL, Stage.CALLED, Stage.CANCELLED)
_LOOK_BACK = timedelta(days=2)


class MlbOdds:
    """MLB in The Odds API; a game that rain moved is another event on its new day."""

    key, title, props = "baseball_mlb", "MLB", prop_markets(PitcherMarket)

    def __init__(self, world: BaseballWorld) -> None:
        self._world = world
        self._by_event: dict[str, str] = {}
        for season in world.league.seasons:
            for contest in season.contests:
                fixture = contest.fixture
                for slot in fixture.slots:
                    event_id = self._event_id(fixture.game_id, slot.game_date.isoformat())
                    self._by_event[event_id] = fixture.game_id

    def open(self, at: datetime) -> list[OddsEvent]:
        """Games that are not over and will soon begin, by start."""
        first, days = (at - _LOOK_BACK).date(), (LISTED + _LOOK_BACK).days + 1
        views = [
            listed.view
            for number in range(days)
            for listed in self._world.listed(first + timedelta(days=number), at)
            if listed.stage is listed.view.stage and not listed.is_resumption
        ]
        return [self._event(view) for view in views if _is_open(view)]

    def event(self, event_id: str, at: datetime) -> OddsEvent | None:
        """A game that is not over, by the id of the day for which it is set now."""
        game_id = self._by_event.get(event_id)
        views = self._world.games(at) if game_id else []
        found = [view for view in views if view.game_id == game_id and _is_open(view)]
        if not found or self._event(found[0]).event_id != event_id:
            return None
        return self._event(found[0])

    def prop_quotes(self, game_id: str, at: datetime) -> Sequence[PlayerQuote]:
        """What is offered on starting pitchers."""
        return self._world.prop_quotes(game_id, at)

    def game_quotes(self, game_id: str, at: datetime) -> Sequence[GameQuote]:
        """What is offered on the game."""
        return self._world.game_quotes(game_id, at)

    def _event(self, view: BallView) -> OddsEvent:
        timeline, slot, fixture = view.contest.timeline, view.slot, view.fixture
        has_begun = view.stage.has_begun and timeline is not None
        return OddsEvent(
            event_id=self._event_id(view.game_id, slot.game_date.isoformat()),
            game_id=view.game_id,
            commences_at=timeline.first_pitch_at if timeline and has_begun else slot.starts_at,
            starts_at=slot.starts_at,
            home_team=fixture.home.team_name,
            away_team=fixture.away.team_name,
        )

    def _event_id(self, game_id: str, day: str) -> str:
        text = f"{self._world.league.seed}/baseball/{game_id}/{day}".encode()
        return hashlib.blake2b(text, digest_size=16).hexdigest()


def _is_open(view: BallView) -> bool:
    return view.stage not in _OVER
