"""What a run wants to be asked for: each cell is somebody's, and free again when he is gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from boxline.catalog import Catalog, Raw
from boxline.engine.fetch_plan import Fetch
from boxline.engine.shared_fetches import Asked
from boxline.leagues import load_catalog
from boxline.stores.claim_tables import WANTED
from boxline.stores.leases import Lease
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_copies import copy_ledger
from tests.builders import NOON, STATS

RUN = "the-run"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    found = Ledger(tmp_path / "ledger.sqlite")
    yield found
    found.close()


@pytest.fixture
def lease(ledger: Ledger) -> Lease:
    return lease_of(ledger, RUN)


def lease_of(ledger: Ledger, run_id: str) -> Lease:
    return ledger.leases.acquire(run_id=run_id, doing="", now=NOON, seconds=60, wait_seconds=0)


def catalog() -> Catalog:
    return load_catalog()


def cells(*names: str) -> list[Fetch]:
    raw = catalog()[STATS]
    assert isinstance(raw, Raw)
    assert raw.request is not None
    asked = [{"date": name} for name in names]
    return [
        Fetch(raw=raw, request=raw.request, asked=one, words=one, cell=one["date"], moment=NOON)
        for one in asked
    ]


def take(ledger: Ledger, worker: str, most: int = 9, *, seconds: float = 60.0) -> list[str]:
    found = ledger.wanted.take(
        catalog(), run_id=RUN, worker=worker, most=most, seconds=seconds, only=None
    )
    return [one.fetch.cell for one in found]


def change(ledger: Ledger, **values: object) -> None:
    with ledger.engine.begin() as connection:
        connection.execute(WANTED.update().values(**values))


def came(names: Sequence[str]) -> list[Asked]:
    return [Asked(dataset=STATS, cell=name) for name in names]


def test_each_cell_is_taken_once_in_the_order_in_which_it_is_wanted(
    ledger: Ledger, lease: Lease
) -> None:
    ledger.wanted.want(RUN, "batch", cells("c", "a", "b"))
    assert take(ledger, "one", 2) == ["c", "a"]
    assert take(ledger, "two") == ["b"]
    assert take(ledger, "three") == []


def test_what_is_taken_is_all_that_has_to_be_known_to_ask_for_it(
    ledger: Ledger, lease: Lease
) -> None:
    wanted = cells("2025-01-15")
    ledger.wanted.want(RUN, "batch", wanted)
    (taken,) = ledger.wanted.take(catalog(), run_id=RUN, worker="one", most=9, seconds=60)
    assert (taken.fetch, taken.batch) == (wanted[0], "batch")


def test_only_what_one_may_ask_for_is_taken(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    nothing = ledger.wanted.take(
        catalog(), run_id=RUN, worker="one", most=9, seconds=60, only={"nba_raw.bdl_games"}
    )
    assert nothing == []
    assert take(ledger, "two") == ["a"]


def test_nobody_asks_for_a_run_that_has_the_lease_no_more(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    lease.release()
    assert take(ledger, "one") == []


@pytest.mark.parametrize(
    "gone",
    [{"expires": 1.0}, {"expires": 1e12}, {"pid": 2**22 - 1, "started": "1"}],
    ids=["stands still", "of before the machine started anew", "was killed"],
)
def test_what_somebody_was_at_who_is_gone_is_free(
    ledger: Ledger, lease: Lease, gone: dict[str, object]
) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    assert take(ledger, "one") == ["a"]
    assert take(ledger, "two") == []
    change(ledger, **gone)
    assert take(ledger, "two") == ["a"]
    ledger.wanted.finish("one", came(["a"]))  # too late: it is another's
    assert ledger.wanted.finished(RUN, but="") == []


def test_who_says_that_he_goes_on_keeps_what_he_took(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    assert take(ledger, "one", seconds=0.0) == ["a"]
    ledger.wanted.keep("one", 60.0)
    assert take(ledger, "two") == []


def test_what_is_given_back_is_another_s(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    assert take(ledger, "one") == ["a"]
    ledger.wanted.give_back("one")
    assert take(ledger, "two") == ["a"]


def test_what_came_of_a_cell_is_told_to_who_wants_it(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a", "b", "c"))
    assert take(ledger, "one", 2) == ["a", "b"]
    failed = Asked(dataset=STATS, cell="b", error="RateLimited", message="too fast")
    ledger.wanted.finish("one", [*came(["a"]), failed])
    assert ledger.wanted.finished(RUN, but="two") == [*came(["a"]), failed]
    assert ledger.wanted.finished(RUN, but="one") == []
    assert take(ledger, "two") == ["c"], "and is not asked for again"


def test_said_again_it_brings_back_what_was_lost_and_changes_nothing_else(
    ledger: Ledger, lease: Lease
) -> None:
    ledger.wanted.want(RUN, "batch", cells("a", "b"))
    assert take(ledger, "one", 1) == ["a"]
    with ledger.engine.begin() as connection:
        connection.execute(WANTED.delete().where(WANTED.c.cell == "b"))
    ledger.wanted.want(RUN, "batch", cells("a", "b"))
    assert take(ledger, "two") == ["b"]


def test_the_next_run_wants_anew_and_waits_for_what_somebody_is_at(
    ledger: Ledger, lease: Lease
) -> None:
    ledger.wanted.want("before", "batch", cells("a", "b", "c"))
    change(ledger, run_id=RUN)
    assert take(ledger, "one", 1) == ["a"]
    change(ledger, run_id="before")
    ledger.wanted.want(RUN, "new", cells("a", "b"))
    assert take(ledger, "two") == ["b"]
    ledger.wanted.finish("one", came(["a"]))
    assert ledger.wanted.finished(RUN, but="two") == came(["a"])


def test_one_cell_is_given_back_and_the_others_are_kept(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a", "b"))
    assert take(ledger, "one") == ["a", "b"]
    ledger.wanted.give_back("one", [(STATS, "a")])
    assert take(ledger, "two") == ["a"]
    ledger.wanted.give_back("one", [(STATS, "a")])  # too late: it is another's
    assert take(ledger, "three") == []


def test_in_a_copy_of_the_ledger_nothing_is_wanted(
    ledger: Ledger, lease: Lease, tmp_path: Path
) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    copy_ledger(tmp_path / "ledger.sqlite", tmp_path / "copy.sqlite")
    copy = Ledger(tmp_path / "copy.sqlite")
    with copy.engine.connect() as connection:
        assert connection.execute(WANTED.select()).all() == []
    copy.close()


def test_a_run_that_is_over_wants_nothing(ledger: Ledger, lease: Lease) -> None:
    ledger.wanted.want(RUN, "batch", cells("a"))
    ledger.wanted.forget(RUN)
    assert take(ledger, "one") == []
