"""A week fetched while every fifth request fails is, after reruns, the week fetched in calm."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from boxline.home import Home
from boxline.sandbox.servers import SandboxServer, Seen, storm
from tests.builders import rows_of
from tests.fetching.sandboxed import WEEK, fetch, fetching_home, sandbox

#: Of each way of asking, some: by day, game, season, page, PDF, and CSV.
DATASETS = (
    "nba_raw.bdl_player_box_scores",
    "nba_raw.bdl_box_scores",
    "nba_raw.bdl_standings",
    "nba_raw.nbac_player_boxscore",
    "nba_raw.nbac_team_boxscore",
    "nba_raw.nbac_play_by_play",
    "nba_raw.nbac_gamebook",
    "nba_raw.nbac_injury_report",
    "nba_raw.bigdataball_play_by_play",
    "nba_raw.espn_scoreboard",
)
FEWEST_RUNS_FOR_REST = 8


def contents(home: Home) -> dict[str, list[dict[str, Any]]]:
    return {name: rows_of(home, name) for name in ("nba_raw.nbac_schedule", *DATASETS)}


def exchanges(home: Home) -> list[dict[str, Any]]:
    names = {raw.provider.name for raw in home.catalog.raw}
    return [row for name in sorted(names) for row in home.ledger.exchanges(name, 100_000)]


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The week without a fault. Tests only read it."""
    with sandbox() as server:
        home = fetching_home(tmp_path_factory.mktemp("calm"), server)
        report = fetch(home, *DATASETS)
        assert not report.failures, report.failures
        asked = len(server.log.after())
        fetch(home, *DATASETS)
        assert len(server.log.after()) == asked  # nothing is due any more
    return home


def settled(server: SandboxServer, count: int) -> list[Seen]:
    """What the server saw, once it is done with so many requests: it notes one when it is done
    with it, which may be after its client gave up."""
    deadline = time.monotonic() + 60
    while len(server.log.after()) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return server.log.after()


def through(server: SandboxServer, path: Path) -> Home:
    """Runs until nothing fails."""
    home = fetching_home(path, server, provider_failure_threshold=1_000, fetch_tries=3)
    for _ in range(FEWEST_RUNS_FOR_REST):
        if not fetch(home, *DATASETS).failures:
            return home
    raise AssertionError("it never came to rest")


@pytest.mark.thorough  # a week, twice
def test_a_week_through_a_storm_equals_the_week_in_calm(calm: Home, tmp_path: Path) -> None:
    with sandbox(storm(0.2), seed=1) as server:
        home = through(server, tmp_path)
        log = settled(server, len(exchanges(home)))
    assert contents(home) == contents(calm)
    assert [name for name, rows in contents(calm).items() if not rows] == []

    struck = Counter(each.fault for each in log if each.fault)
    assert len(struck) >= 8, struck
    # Asked again is only what failed: every page came whole once, and once alone.
    whole = Counter(
        (row["dataset"], row["cell"], row["page"]) for row in exchanges(home) if not row["code"]
    )
    needed = {(row["dataset"], row["cell"], row["page"]) for row in exchanges(calm)}
    missing = {(row["dataset"], row["cell"]) for row in exchanges(calm) if row["code"]}
    assert set(whole) >= {key for key in needed if key[:2] not in missing}
    failed = [row for row in exchanges(home) if row["code"]]
    again = {key: count for key, count in whole.items() if count > 1}
    assert not again or all(_follows_a_failure(key, failed) for key in again), again
    # Every request is on record; on a busy machine a client may give up before the server looks.
    given_up = sum(row["code"] in ("slow", "unreachable") for row in failed)
    assert 0 <= len(exchanges(home)) - len(log) <= given_up


def _follows_a_failure(key: tuple[str, str, int], failed: list[dict[str, Any]]) -> bool:
    """Whether a page came again because a later page of its cell failed for good."""
    dataset, cell, page = key
    return any(
        row["dataset"] == dataset and row["cell"] == cell and row["page"] > page for row in failed
    )


def test_no_provider_is_asked_faster_than_its_pace(tmp_path: Path) -> None:
    rate = 20.0
    with sandbox() as server:
        home = fetching_home(tmp_path, server, sandbox_requests_per_second=rate)
        fetch(home, "nba_raw.nbac_player_boxscore", "nba_raw.nbac_team_boxscore", window=WEEK)
        times = sorted(each.at_seconds for each in server.log.after() if "nba.com" in each.host)
    assert len(times) > 8
    # A request may be held up on its way, but none can begin before its turn.
    for first in range(0, len(times), 5):
        spent = times[-1] - times[first]
        assert spent >= (len(times) - 1 - first) / rate - 0.25
