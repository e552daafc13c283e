"""What a run's jobs on a warehouse cost stands with the run, and goes with it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from boxline.stores.ledger import Ledger
from boxline.stores.ledger_pruning import Rows
from tests.builders import NOON


def test_costs_are_told_of_the_run_that_had_them(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.note_costs("r-1", jobs=3, processed=7 * 10**12, billed=8 * 10**12)
    assert ledger.costs("r-1") == {
        "jobs": 3,
        "bytes_processed": 7 * 10**12,
        "bytes_billed": 8 * 10**12,
    }
    assert ledger.costs("r-2") == {}
    ledger.close()


def test_costs_go_with_their_run(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for run_id in ("r-1", "r-2"):
        ledger.start(run_id, "run", NOON, code="", release="")
        ledger.note_costs(run_id, jobs=1, processed=1, billed=1)
        ledger.finish(run_id, "done", NOON, [])
    ledger.outdated.remove(Rows.RUNS, NOON + timedelta(days=1))
    assert [ledger.costs(run_id) for run_id in ("r-1", "r-2")] == [
        {},
        {"jobs": 1, "bytes_processed": 1, "bytes_billed": 1},
    ]
    ledger.close()
