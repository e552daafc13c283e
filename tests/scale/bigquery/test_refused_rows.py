"""Rows that a load job refuses: the emulator takes all, so some loads are refused here instead."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from google.api_core.exceptions import BadRequest

from boxline.catalog import Column
from boxline.engine.ports import Reject
from boxline.errors import BatchRefused, LoadRefused
from boxline.stores.bigquery import Address
from boxline.stores.bigquery.jobs import Jobs
from tests.scale.bigquery.test_store_contract import OnBigQuery
from tests.stores.contract_suite import (
    ANN,
    BEN,
    LINES,
    MON,
    SCORES,
    TUE,
    Sink,
    a_load,
    bring,
    committed,
    put,
    versions_of,
)

#: No load job takes a row of this player.
EVE = "Eve"
SAID = "Error while reading data: could not convert field player: invalid value: 'Eve'"


@dataclass
class Scopes(Sink):
    """Keeps the rejects of each scope as they were told last."""

    of: dict[tuple[str, ...], Sequence[Reject]] = field(default_factory=dict)

    def reject(self, _dataset: str, scope: Any, rejects: Sequence[Reject]) -> None:
        self.of[tuple(scope)] = rejects


@pytest.fixture
def store(tmp_path: Path, address: Address, monkeypatch: pytest.MonkeyPatch) -> OnBigQuery:
    refused: set[str] = set()
    load, end = Jobs.begin_load, Jobs.end_load

    def begin_load(jobs: Jobs, rows: pa.Table, columns: Sequence[Column], table: str) -> Any:
        job = load(jobs, rows, columns, table)
        if "player" in rows.column_names and EVE in rows.column("player").to_pylist():
            refused.add(job.job_id)
        return job

    def end_load(jobs: Jobs, job: Any, what: str, progress: Callable[[], None]) -> Any:
        taken = end(jobs, job, what, progress)
        if job.job_id in refused:
            return BadRequest(SAID, errors=[{"reason": "invalid", "message": SAID}])
        return taken

    monkeypatch.setattr(Jobs, "begin_load", begin_load)
    monkeypatch.setattr(Jobs, "end_load", end_load)
    return OnBigQuery(tmp_path, address, Scopes())


def scopes_of(store: OnBigQuery) -> dict[tuple[str, ...], Sequence[Reject]]:
    assert isinstance(store.sink, Scopes)
    return store.sink.of


def test_a_computed_row_that_is_refused_is_a_reject_of_its_day(store: OnBigQuery) -> None:
    with store.opened() as warehouse, pytest.raises(LoadRefused, match="refused 1 rows"):
        put(warehouse, ANN, (TUE, EVE, 1, 2, None))
    assert committed(store, LINES.name) == {}
    (reject,) = scopes_of(store)[TUE.isoformat(),]
    assert (reject.day, reject.field, reject.value) == (TUE, "player", EVE)
    with store.opened() as warehouse:  # as a run does: the day by itself
        put(warehouse, BEN, days={MON: 1})
    assert committed(store, LINES.name) == {MON: (1, 0)}


def test_a_reply_with_a_refused_row_is_left_out_and_the_others_are_committed(
    store: OnBigQuery,
) -> None:
    good = [a_load(f"g{n}", (MON, f"g{n}", "Ann", n)) for n in range(4)]
    bad = a_load("bad", (MON, "g8", "Ben", 8), (MON, "g9", EVE, 9))
    with store.opened() as warehouse:
        loaded = bring(warehouse, *good[:1], bad, *good[1:])
    assert set(loaded.failed) == {"bad"}
    assert isinstance(loaded.failed["bad"], LoadRefused)
    assert set(loaded.outcomes) == {"g0", "g1", "g2", "g3"}
    assert [player for _, player, *_ in versions_of(store)] == ["Ann"] * 4
    with store.opened(prepare=False) as found:
        assert {landed_id for _, landed_id in found.loads()} == set(loaded.outcomes)


def test_its_rejects_go_with_the_object_that_they_came_with(store: OnBigQuery) -> None:
    with store.opened() as warehouse:
        good = [a_load(f"g{n}", (MON, f"g{n}", "Ann", n)) for n in range(4)]
        bring(warehouse, *good, a_load("bad", (MON, "g9", EVE, 9)))
    scopes = scopes_of(store)
    assert [scope for scope, rejects in scopes.items() if rejects] == [("bad",)]
    (reject,) = scopes["bad",]
    assert (reject.landed_id, reject.file, reject.value) == ("bad", "bad.json", EVE)


def test_a_batch_of_which_too_much_is_refused_is_not_committed_at_all(store: OnBigQuery) -> None:
    bad, good = a_load("bad", (MON, "g9", EVE, 9)), a_load("good", (MON, "g1", "Ann", 1))
    with store.opened() as warehouse, pytest.raises(BatchRefused) as told:
        bring(warehouse, bad, good)
    assert set(told.value.failed) == {"bad"}
    assert committed(store, SCORES.name) == {}


def test_a_broken_reply_beside_a_refused_one_fails_for_its_own_reason(store: OnBigQuery) -> None:
    broken = a_load("broken", *((MON, "g7", f"X{n}", 900) for n in range(6)))
    bad, good = a_load("bad", (MON, "g9", EVE, 9)), a_load("good", (MON, "g1", "Ann", 1))
    with store.opened() as warehouse:
        loaded = bring(warehouse, broken, bad, good, share=0.7)
    assert {one: type(why).__name__ for one, why in loaded.failed.items()} == {
        "broken": "TooManyRejects",
        "bad": "LoadRefused",
    }
    assert [player for _, player, *_ in versions_of(store)] == ["Ann"]
