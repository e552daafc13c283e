"""What runs told, and how work went, over HTTP."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from boxline.engine.report import Failure
from boxline.home import Home
from boxline.home.journal import RunJournal
from tests.web.api.asking import NOW, Asker, app_over, fresh_home

STEP = {"days": 1, "reason": "missing", "rows_in": 1, "rows_kept": 1, "rows_rejected": 0}


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with one run, half of whose work at a dataset failed."""
    found = fresh_home(tmp_path)
    found.ledger.start("r1", "run", NOW - timedelta(minutes=5), code="c1", release="1.0")
    failed = Failure(dataset="nba_core.games", message=f"{tmp_path}/f is cut", failed_at=NOW)
    step = {**STEP, "dataset": "nba_core.games", "rows_stored": 1, "seconds": 2.5}
    found.ledger.finish("r1", "failed", NOW, [step], "why", [failed.record()])
    journal = RunJournal(tmp_path, "r1", lambda: NOW)
    journal.say("work failed", dataset="nba_core.games", failure=f"{tmp_path}/f is cut")
    journal.end("failed", "why")
    return found


def test_a_run_is_told_with_its_code_and_its_log_without_places_on_the_machine(home: Home) -> None:
    ask = Asker(app_over(home))
    assert ask("/runs/r1").json()["code"] == "c1"
    first, last = ask("/runs/r1/log").json()["lines"]
    assert (first["level"], first["failure"], first["run_id"]) == ("warning", "HOME/f is cut", "r1")
    assert (last["event"], last["state"]) == ("run ended", "failed")
    assert str(home.path) not in ask("/runs/r1/log").text


@pytest.mark.parametrize("run_id", ["nobody", "..%2F..%2Fledger", "%00"])
def test_a_log_of_no_run_is_not_there(home: Home, run_id: str) -> None:
    assert Asker(app_over(home))(f"/runs/{run_id}/log").status_code == 404


def test_a_run_whose_log_is_gone_has_no_lines(home: Home) -> None:
    (home.path / "logs" / "runs" / "r1.jsonl").unlink()
    assert Asker(app_over(home))("/runs/r1/log").json() == {"lines": []}


def test_how_work_at_datasets_went_is_told(home: Home) -> None:
    ask = Asker(app_over(home))
    (told,) = ask("/runs/datasets").json()["datasets"]
    assert (told["dataset"], told["done"], told["failed"]) == ("nba_core.games", 1, 1)
    assert (told["failed_share"], told["median_seconds"]) == (0.5, 2.5)
    assert told["most_often"] == "HOME/f is cut"
    assert ask("/runs/datasets?days=0").status_code == 422
