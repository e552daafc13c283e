"""What a run tells: every step from the first request to the last document under one id, no key."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest

from boxline.engine.work import Window
from boxline.errors import DiskFull
from boxline.home.run_record import run_record
from boxline.sandbox.servers import SANDBOX_KEY, FaultKind, FaultRule
from boxline.stores.run_logs import RUN_LOGS, read_log
from tests.faults.pipeline import EVENING, FIRST, land, toy_catalog, toy_home
from tests.fetching.sandboxed import fetch, fetching_home, sandbox

FAILING = FaultRule(kinds=(FaultKind.HTTP_500,), rate=0.6, host="api.balldontlie.io")


def log_of(home: Any, run_id: str) -> list[dict[str, Any]]:
    return read_log(home.path / RUN_LOGS, run_id)


def test_a_run_tells_of_each_step_under_one_id(tmp_path: Path) -> None:
    home = toy_home(tmp_path / "home", toy_catalog(), EVENING)
    land(home, FIRST, "first.json")
    report = home.run("run", Window())
    told = log_of(home, report.run_id)
    assert {line["run_id"] for line in told} == {report.run_id}
    events = [line["event"] for line in told]
    assert (events[0], events[-1]) == ("run began", "run ended")
    looked, published = events.index("findings looked for"), events.index("documents published")
    assert events.index("snapshot written") < looked < published
    committed = [line for line in told if line["event"] == "work committed"]
    assert [line["dataset"] for line in committed] == [s.outcome.dataset for s in report.steps]
    assert [line["rows_kept"] for line in committed] == [s.outcome.kept for s in report.steps]
    assert told[-1]["state"] == "done"
    row = home.ledger.run(report.run_id)
    assert row is not None
    assert told[0]["code"] == row["code"]


def test_a_run_whose_log_cannot_be_written_ends_as_well_as_any(tmp_path: Path) -> None:
    home = toy_home(tmp_path / "home", toy_catalog(), EVENING)
    land(home, FIRST, "first.json")
    (home.path / "logs").write_text("in the way")
    report = home.run("run", Window())
    assert (report.failures, log_of(home, report.run_id)) == ([], [])
    assert (home.ledger.run(report.run_id) or {})["state"] == "done"


def test_a_run_that_found_the_disk_full_says_so_in_its_row(tmp_path: Path) -> None:
    home = toy_home(tmp_path / "home", toy_catalog(), EVENING)
    file = str(home.path / "landing" / "page.json")
    with pytest.raises(DiskFull), run_record(home, "r", "run"):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), file)
    row = home.ledger.run("r") or {}
    assert row["state"] == "failed"
    assert row["message"] == str(DiskFull(file))


@pytest.fixture(scope="module")
def fetched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, str]:
    """A home that asked a provider which fails half of the time, and its run."""
    with sandbox(FAILING) as server:
        home = fetching_home(tmp_path_factory.mktemp("fetched"), server, fetch_tries=1)
        report = fetch(home, "nba_raw.bdl_games", "nba_raw.bdl_box_scores")
        return home, report.run_id


def test_each_request_is_told_with_what_came_of_it(fetched: tuple[Any, str]) -> None:
    home, run_id = fetched
    asked = [line for line in log_of(home, run_id) if line["event"] == "asked"]
    sent = [one for one in home.ledger.exchanges("balldontlie", 10_000) if one["run_id"] == run_id]
    of_them = [line for line in asked if line["provider"] == "balldontlie"]
    assert len(of_them) == len(sent) > 0
    failed = [line for line in of_them if line.get("failure")]
    assert {line["level"] for line in failed} == {"warning"}
    assert len(failed) == len([one for one in sent if one["code"]]) > 0


def test_no_key_is_told(fetched: tuple[Any, str]) -> None:
    home, run_id = fetched
    text = (home.path / RUN_LOGS / f"{run_id}.jsonl").read_text()
    assert "balldontlie" in text
    assert SANDBOX_KEY not in text


def test_work_that_failed_is_remembered_after_it_is_mended(fetched: tuple[Any, str]) -> None:
    home, _ = fetched
    home.ledger.clear_attempts(now=home.clock())
    failed = home.ledger.failures_of_work(home.clock().replace(hour=0))
    assert "nba_raw.bdl_box_scores" in failed
    sent, lost = home.ledger.requests_made(home.clock().replace(hour=0))["nba_raw.bdl_box_scores"]
    assert 0 < lost < sent
