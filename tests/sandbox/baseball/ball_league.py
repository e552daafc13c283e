"""A small baseball league, made once in each process, and what tests ask about it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import httpx

from boxline.sandbox.baseball import BaseballLeague, BaseballWorld, simulate_baseball
from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.fixtures import Fate
from boxline.sandbox.baseball.plays import BallGame
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.baseball.timeline import Timeline
from boxline.sandbox.servers import SANDBOX_KEY, Faults, serving

MLB, BDL, ODDS = "statsapi.mlb.com", "api.balldontlie.io", "api.the-odds-api.com"
AFTERWARDS = datetime(2025, 12, 1, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@cache
def small_league() -> BaseballLeague:
    """Two seasons of four clubs and about three weeks. Tests only read it."""
    return simulate_baseball(seasons=(2024, 2025), teams=4, games_per_team=20)


@cache
def ball_world() -> BaseballWorld:
    return BaseballWorld(small_league())


def contests(fate: Fate | None = None) -> list[Contest]:
    """Those of both seasons, or those of one fate."""
    everything = [contest for season in small_league().seasons for contest in season.contests]
    return [each for each in everything if fate in (None, each.fixture.fate)]


def played() -> list[tuple[Contest, BallGame, Timeline]]:
    """Every game that was played, with its instants."""
    return [(c, c.game, c.timeline) for c in contests() if c.game and c.timeline]


def final(contest: Contest) -> BallView:
    return ball_world().game(contest.fixture.game_id, AFTERWARDS)


class BallAsker:
    """Asks the hosts of the baseball league."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, host: str, path: str, **params: Any) -> httpx.Response:
        key = {"apiKey": SANDBOX_KEY} if host == ODDS else {}
        headers = {"Host": host} | ({"Authorization": SANDBOX_KEY} if host == BDL else {})
        return self.client.get(path, params={**key, **params}, headers=headers)

    def json(self, host: str, path: str, **params: Any) -> Any:
        reply = self.get(host, path, **params)
        assert reply.status_code == 200, (reply.status_code, reply.text)
        return reply.json()

    def feed(self, game_id: str) -> Any:
        return self.json(MLB, f"/api/v1.1/game/{game_id}/feed/live")

    def listed(self, day: object, game_id: str, **params: Any) -> dict[str, Any]:
        """One game of a day's schedule, with all that can be added."""
        hydrate = "team,probablePitcher,linescore,officials,lineups,weather,venue"
        asked = {"sportId": 1, "date": str(day), "hydrate": hydrate, **params}
        reply = self.json(MLB, "/api/v1/schedule", **asked)
        (found,) = [
            game
            for each in reply["dates"]
            for game in each["games"]
            if game["gamePk"] == int(game_id)
        ]
        return dict(found)


@contextmanager
def asking_ball(at: datetime, faults: Faults | None = None) -> Iterator[BallAsker]:
    """The small league served as of an instant."""
    with (
        serving(None, lambda: at, faults, baseball=ball_world()) as url,
        httpx.Client(base_url=url, timeout=20) as client,
    ):
        yield BallAsker(client)
