"""Homes that fetch from a sandbox over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from boxline.config import Settings
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from boxline.sandbox.servers import SANDBOX_KEY, FaultRule, Faults, Pauses, SandboxServer
from boxline.sandbox.servers.serving import served, server_over
from boxline.sandbox.world import World
from tests.sandbox.asking import middle_game, morning_after, small_world

#: Slow faults, made short: the connection closes after it.
PAUSES = Pauses(time_out_seconds=0.2, drip_seconds=0.2, retry_after_seconds=0)
LATER = morning_after() + timedelta(hours=3)
DAY = middle_game().fixture.game_date
WEEK = Window(first=DAY - timedelta(days=6), last=DAY)


@contextmanager
def sandbox(
    *rules: FaultRule,
    at: datetime = LATER,
    seed: int = 7,
    world: World | None = None,
    **options: Any,
) -> Iterator[SandboxServer]:
    """The small league behind HTTP, at an instant that stands still."""
    faults = Faults(rules, seed=seed, pauses=PAUSES)
    server = server_over(world or small_world(), lambda: at, faults, **options)
    with served(server):
        yield server


def fetching_home(
    path: Path, server: SandboxServer | None, *, now: datetime = LATER, **settings: Any
) -> Home:
    """A home that fetches from everybody, its clock standing still."""
    given = {
        "fetch_from": ("all",),
        "fetch_wait_seconds": 0.0,
        "balldontlie_key": SANDBOX_KEY,
        "odds_api_key": SANDBOX_KEY,
        "bettingpros_key": SANDBOX_KEY,
        "odds_api_daily_credits": 1_000_000,
        "sandbox": server.url if server else "",
        "sandbox_requests_per_second": 2_000.0,
        "lock_wait_seconds": 0.5,
        **settings,
    }
    return Home(settings=Settings(home=path, **given), clock=lambda: now)


def fetch(home: Home, *names: str, window: Window = WEEK) -> Report:
    """One run that fetches and loads some raw datasets, and whatever their requests go by."""
    return home.run("run", replace(window, only=frozenset({"nba_raw.nbac_schedule", *names})))


def at(home: Home, when: datetime) -> Home:
    """The same home at another instant."""
    return Home(settings=home.settings, clock=lambda: when)


def asked_of(server: SandboxServer, path: str = "") -> list[str]:
    """The requests that a sandbox was sent, as path and query."""
    return [f"{each.path}?{each.query}" for each in server.log.after() if path in each.path]
