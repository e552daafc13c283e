"""A small league behind the sandbox's servers, and a client that asks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx

from boxline.sandbox import simulate_league
from boxline.sandbox.fixtures import SeasonType
from boxline.sandbox.game_views import GameStatus, GameView
from boxline.sandbox.servers import SANDBOX_KEY, Faults, serving
from boxline.sandbox.world import World

BDL, CDN, STATS = "api.balldontlie.io", "cdn.nba.com", "stats.nba.com"
ODDS, ESPN, PROS = "api.the-odds-api.com", "site.api.espn.com", "api.bettingpros.com"
INJURIES, GAMEBOOKS = "ak-static.cms.nba.com", "statsdmz.nba.com"
OFFICIALS, BIGDATABALL = "official.nba.com", "bigdataball.sandbox"
HEADERS = {
    BDL: {"Authorization": SANDBOX_KEY},
    PROS: {"x-api-key": SANDBOX_KEY},
    STATS: {"User-Agent": "Mozilla/5.0 (X11)", "Referer": "https://www.nba.com/"},
}
NBA_ODDS = "/v4/sports/basketball_nba"
NBA_ODDS_PAST = "/v4/historical/sports/basketball_nba"
SEASON = "2024-25"


@cache
def small_world() -> World:
    """Two short seasons of six clubs, played to their end."""
    return World(
        simulate_league(
            seasons=("2023-24", SEASON), teams=6, games_per_team=8, playoffs=False, future_games=0
        )
    )


@cache
def middle_game() -> GameView:
    """A game half-way through the newer season, as it is when all is over."""
    world = small_world()
    end = datetime.fromisoformat("2025-06-30T16:00:00+00:00")
    games = world.games(end, season=SEASON, parts=(SeasonType.REGULAR,))
    return games[len(games) // 2]


def during(minutes: float = 70) -> datetime:
    """While the middle game is on."""
    assert middle_game().tipped_off_at
    return middle_game().tipped_off_at + timedelta(minutes=minutes)


def morning_after() -> datetime:
    """When the middle game is over and its gamebook is out: 9:00 Eastern or so."""
    assert middle_game().ended_at
    return middle_game().ended_at + timedelta(hours=12)


def last_final(at: datetime) -> GameView:
    """The last game of the regular season that is over by then."""
    games = small_world().games(at, season=SEASON, parts=(SeasonType.REGULAR,))
    return [view for view in games if view.status is GameStatus.FINAL][-1]


class Asker:
    """Asks any host of a sandbox, with what the host wants to see of its callers."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def get(self, host: str, path: str, **params: Any) -> httpx.Response:
        """The reply; `headers` replaces those that the host wants."""
        headers = params.pop("headers", HEADERS.get(host, {}))
        key = {"apiKey": SANDBOX_KEY} if host == ODDS else {}
        return self.client.get(path, params={**key, **params}, headers={**headers, "Host": host})

    def json(self, host: str, path: str, **params: Any) -> Any:
        """The body of a reply that must be a good one."""
        reply = self.get(host, path, **params)
        assert reply.status_code == 200, (reply.status_code, reply.text)
        return reply.json()

    def itself(self, path: str) -> Any:
        """What the sandbox says of itself."""
        return self.client.get(path).json()


@contextmanager
def asking(
    at: datetime | Callable[[], datetime], faults: Faults | None = None, **options: Any
) -> Iterator[Asker]:
    """The small world served as of an instant, or by a clock."""
    clock = at if callable(at) else lambda: at
    with (
        serving(small_world(), clock, faults, **options) as url,
        httpx.Client(base_url=url, timeout=20) as client,
    ):
        yield Asker(client)
