"""Somebody else writes to the same tables: what is tried again, and what it is told as."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from boxline.errors import ComputeFailed, WriteConflict
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.jobs import Jobs
from tests.scale.bigquery.test_store_contract import OnBigQuery
from tests.stores.contract_suite import ANN, BEN, LINES, Held, committed, put, rows_of

CONFLICT = "Transaction is aborted due to concurrent update against table p:b_ops.fence"


@pytest.fixture
def store(tmp_path: Path, address: Address) -> OnBigQuery:
    return OnBigQuery(tmp_path, address)


class Conflicts:
    """Lets commits of a table meet another writer so many times, and carries out the others."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
        self.left = times
        really = Jobs.script

        def script(jobs: Jobs, sql: str, what: str, progress: Callable[[], None]) -> None:
            if what == LINES.name and self.left:
                self.left -= 1
                raise ComputeFailed(what, CONFLICT)
            really(jobs, sql, what, progress)

        monkeypatch.setattr(Jobs, "script", script)


def test_a_commit_that_met_another_writer_is_made_after_a_wait(
    store: OnBigQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    Conflicts(monkeypatch, 2)
    with store.opened() as warehouse:
        put(warehouse, BEN)
    assert store.waited == [60, 120]
    assert rows_of(store, LINES.name) == [BEN]


def test_one_that_meets_another_writer_each_time_fails_that_piece_of_work(
    store: OnBigQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    Conflicts(monkeypatch, 4)
    with store.opened() as warehouse, pytest.raises(WriteConflict, match="concurrent update"):
        put(warehouse, ANN)
    assert store.waited == [60, 120, 240]
    assert committed(store, LINES.name) == {}


def test_a_conflict_above_the_fence_of_a_lost_ledger_is_told_as_one(
    store: OnBigQuery, monkeypatch: pytest.MonkeyPatch
) -> None:
    lease = Held(token=1, is_lost=False)
    with store.opened(lease=lease) as warehouse:
        with store.opened(lease=Held(token=7)) as before:
            put(before, ANN)
        above = lease.raise_above

        def raise_above(token: int) -> None:
            above(token)
            Conflicts(monkeypatch, 4)

        lease.raise_above = raise_above  # type: ignore[method-assign]
        with pytest.raises(WriteConflict):
            put(warehouse, BEN)
    assert lease.token == 8
