"""A week fetched while every second request fails is, after reruns, the week fetched in calm."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from boxline.engine.work import Window
from boxline.home import Home
from boxline.sandbox.baseball import BaseballWorld
from boxline.sandbox.servers import FaultRule, Faults, SandboxServer, storm
from boxline.sandbox.servers.serving import served, server_over
from tests.builders import rows_of_all
from tests.fetching.sandboxed import PAUSES
from tests.mlb.homes import mlb_catalog
from tests.mlb.rainy_week import HOURS, league, settings_of
from tests.sandbox.baseball.ball_league import HOUR

NOW = HOURS["between"] + 2 * HOUR  # one game of the day is over, and one about to begin
DATASETS = frozenset(raw.name for raw in mlb_catalog().raw if raw.request is not None)
FEWEST_RUNS_FOR_REST = 8


@contextmanager
def sandbox(*rules: FaultRule) -> Iterator[SandboxServer]:
    """The league behind HTTP, at an instant that stands still."""
    faults = Faults(rules, seed=1, pauses=PAUSES)
    server = server_over(None, lambda: NOW, faults, baseball=BaseballWorld(league()))
    with served(server):
        yield server


def home_over(server: SandboxServer, path: Path) -> Home:
    more = {"provider_failure_threshold": 1_000, "fetch_tries": 3, "fetch_days": 3}
    return Home(settings=settings_of(path, server.url, **more), clock=lambda: NOW)


def fetch(home: Home) -> list[Any]:
    """Fetch whatever is due of every dataset; what failed."""
    return list(home.run("run", Window(only=DATASETS)).failures)


def at_rest(server: SandboxServer, home: Home) -> dict[str, list[dict[str, Any]]]:
    """Every dataset's rows once a run has nothing left to ask: what is asked about is known by
    what was fetched before."""
    for _ in range(FEWEST_RUNS_FOR_REST):
        before = len(server.log.after())
        if not fetch(home) and len(server.log.after()) == before:
            return rows_of_all(home, sorted(DATASETS))
    raise AssertionError("it never came to rest")


@pytest.mark.thorough  # a week, twice
def test_a_week_through_a_storm_equals_the_week_in_calm(tmp_path: Path) -> None:
    with sandbox() as server:
        calm = at_rest(server, home_over(server, tmp_path / "calm"))
    with sandbox(storm(0.5)) as server:
        home = home_over(server, tmp_path / "storm")
        found = at_rest(server, home)
        struck = Counter(each.fault for each in server.log.after() if each.fault)
    assert {name for name, rows in calm.items() if not rows} == set()
    assert [name for name in found if found[name] != calm[name]] == []
    assert len(struck) >= 8, struck
    hosts = {each.host for each in server.log.after() if each.fault}
    assert hosts == {"statsapi.mlb.com", "api.balldontlie.io", "api.the-odds-api.com"}
