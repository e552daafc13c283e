"""A run wrote a second row when it ended, and a sweeper marked the first one failed: 71,354 of
71,363 runs carry a failure that never was.

Here a run has one row, which only the run itself completes. That nobody else is at work is read off
the lease, so a run may take as long as it likes, and nothing sweeps.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from boxline.engine.work import Window
from boxline.errors import HomeBusy
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_tables import RUNS
from tests.faults.pipeline import EVENING, FIRST, land, toy_catalog, toy_home


def test_incident_17_a_run_of_many_hours_is_running_then_done_and_has_one_row(
    tmp_path: Path,
) -> None:
    now = EVENING
    catalog = toy_catalog()
    home = replace(toy_home(tmp_path / "home", catalog, EVENING), clock=lambda: now)
    land(home, FIRST, "first.json")
    seen: list[str] = []

    def hours_later(_dataset: str, _what: str) -> None:
        nonlocal now
        now = now + timedelta(hours=9)
        if not seen:
            other = toy_home(home.path, catalog, now)
            other = replace(other, settings=replace(other.settings, lock_wait_seconds=0.0))
            with pytest.raises(HomeBusy):
                other.run("run", Window())
            seen.extend(row["state"] for row in other.ledger.runs(9) if row["state"] != "busy")
            other.close()

    report = home.run("run", Window(), on_step=hours_later)
    assert seen == ["running"]
    assert ended_after(home.ledger, report.run_id) >= timedelta(hours=9)
    before = rows_of(home.ledger)
    assert [row.state for row in before if row.run_id == report.run_id] == ["done"]
    now = now + timedelta(days=3)
    home.run("run", Window())
    assert [row for row in rows_of(home.ledger) if row.run_id == report.run_id] == [
        row for row in before if row.run_id == report.run_id
    ]


def rows_of(ledger: Ledger) -> list[sa.Row[tuple[object, ...]]]:
    with ledger._engine.connect() as connection:
        return list(connection.execute(sa.select(RUNS)).all())


def ended_after(ledger: Ledger, run_id: str) -> timedelta:
    run = ledger.run(run_id)
    assert run is not None
    began, ended = (datetime.fromisoformat(run[name]) for name in ("started_at", "ended_at"))
    return ended - began
