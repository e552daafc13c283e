"""A ledger that another process holds is held, and not damaged."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from boxline.errors import HomeBusy
from boxline.stores.ledger import Ledger

NOW = datetime(2025, 1, 15, 17, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("boxline.stores.ledger_on_sqlite.WAIT_SECONDS", 0.05)
    found = tmp_path / "ledger.sqlite"
    Ledger(found).close()
    return found


def test_who_cannot_write_because_another_does_is_told_to_wait_and_nothing_is_lost(
    path: Path,
) -> None:
    ledger = Ledger(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HomeBusy, match="a process that writes its ledger"):
            ledger.start("r1", "run", NOW)
        other.rollback()
    ledger.start("r1", "run", NOW)
    assert [run["run_id"] for run in ledger.runs(9)] == ["r1"]
    ledger.close()


def test_it_can_be_read_meanwhile(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        ledger = Ledger(path)
        assert ledger.runs(9) == []
        ledger.close()
