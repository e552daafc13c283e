"""The whole sandbox behind one address: every provider over one world."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from boxline.sandbox.baseball.world import BaseballWorld
from boxline.sandbox.servers.balldontlie import Balldontlie
from boxline.sandbox.servers.baseball.bdl_mlb import BalldontlieMlb
from boxline.sandbox.servers.baseball.mlb_odds import MlbOdds
from boxline.sandbox.servers.baseball.mlb_stats_api import MlbStatsApi
from boxline.sandbox.servers.bdl_host import BdlHost, BdlLeague
from boxline.sandbox.servers.bettingpros import BettingPros
from boxline.sandbox.servers.bigdataball import BigDataBall
from boxline.sandbox.servers.directory import Directory
from boxline.sandbox.servers.espn import Espn
from boxline.sandbox.servers.faults import Faults
from boxline.sandbox.servers.http import SandboxServer
from boxline.sandbox.servers.nba_cdn import NbaCdn
from boxline.sandbox.servers.nba_documents import NbaDocuments
from boxline.sandbox.servers.nba_stats import NbaStats
from boxline.sandbox.servers.odds_api import OddsApi
from boxline.sandbox.servers.odds_sports import NbaOdds, OddsSport
from boxline.sandbox.servers.replies import Site
from boxline.sandbox.world import World

#: The key that the sandbox takes where none is chosen; it opens nothing else.
SANDBOX_KEY = "sandbox-key"
#: What The Odds API's meter begins with where nothing is chosen: the real small plan has as many.
CREDITS = 20_000_000


def sites_of(
    world: World | None,
    baseball: BaseballWorld | None = None,
    *,
    key: str = SANDBOX_KEY,
    credits: int = CREDITS,  # noqa: A002
) -> tuple[Site, ...]:
    """Every provider's server over the worlds; some have a league of each."""
    leagues: list[BdlLeague] = []
    sports: list[OddsSport] = []
    sites: list[Site] = []
    if world:
        directory = Directory(world)
        leagues.append(Balldontlie(directory))
        sports.append(NbaOdds(directory))
        sites += [
            NbaCdn(directory),
            NbaStats(directory),
            NbaDocuments(directory),
            Espn(directory),
            BettingPros(directory, key=key),
            BigDataBall(directory),
        ]
    if baseball:
        leagues.append(BalldontlieMlb(baseball))
        sports.append(MlbOdds(baseball))
        sites.append(MlbStatsApi(baseball))
    return (BdlHost(leagues, key=key), OddsApi(sports, key=key, credits=credits), *sites)


def server_over(
    world: World | None,
    clock: Callable[[], datetime],
    faults: Faults | None = None,
    *,
    baseball: BaseballWorld | None = None,
    address: tuple[str, int] = ("127.0.0.1", 0),
    key: str = SANDBOX_KEY,
    credits: int = CREDITS,  # noqa: A002
) -> SandboxServer:
    """A bound server that does not serve yet.

    Args:
        world: the league; None for baseball alone.
        clock: the simulated now, UTC.
        faults: what goes wrong; nothing without it.
        baseball: the baseball league, if there is to be one.
        address: host and port to listen at; port 0 takes a free one.
        key: what balldontlie, The Odds API and BettingPros ask for.
        credits: with which The Odds API's meter begins.
    """
    seasons = [season.season for season in world.league.seasons] if world else []
    seasons += [str(season.season) for season in baseball.league.seasons] if baseball else []
    about: dict[str, Any] = {"seasons": seasons}
    return SandboxServer(
        address,
        sites=sites_of(world, baseball, key=key, credits=credits),
        clock=clock,
        faults=faults or Faults(),
        about=about,
    )


@contextmanager
def serving(
    world: World | None, clock: Callable[[], datetime], faults: Faults | None = None, **options: Any
) -> Iterator[str]:
    """Serve while the block runs; gives the URL to connect to.

    Args:
        world: the league; None for baseball alone.
        clock: the simulated now, UTC.
        faults: what goes wrong; nothing without it.
        options: further ones of `server_over`.
    """
    with served(server_over(world, clock, faults, **options)) as url:
        yield url


@contextmanager
def served(server: SandboxServer) -> Iterator[str]:
    """Let a bound server serve in a thread while the block runs; gives its URL."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server.url
    finally:
        server.stop()
        thread.join()
