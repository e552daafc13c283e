"""What leases promise, in one process: who has one, what it says, and who is refused.

A lease of no seconds has lapsed as soon as it is taken, so that nothing here waits for a clock.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
import pytest
import sqlalchemy as sa

from boxline.errors import HomeBusy, LeaseLost
from boxline.stores.fence import pass_fence
from boxline.stores.leases import SCHEDULER, WRITER, Holder, Lease, Leases
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_tables import LEASES
from boxline.stores.lock import LockHolder, is_locked, locked
from boxline.stores.processes import Process, this_process
from tests.builders import NOON

GONE = Process(host=this_process().host, user=this_process().user, pid=2**22 - 1, started="1")


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


@pytest.fixture
def leases(ledger: Ledger) -> Leases:
    return ledger.leases


def take(
    leases: Leases, name: str = "one", *, seconds: float = 60.0, wait: float = 0.0, **more: object
) -> Lease:
    given = {"run_id": name, "doing": f"work of {name}", "now": NOON, "wait_seconds": wait}
    return leases.acquire(seconds=seconds, **given, **more)  # type: ignore[arg-type]


def row_of(ledger: Ledger) -> sa.Row[tuple[object, ...]]:
    with ledger._engine.connect() as connection:
        return connection.execute(sa.select(LEASES)).one()


def change(ledger: Ledger, **values: object) -> None:
    with ledger._engine.begin() as connection:
        connection.execute(LEASES.update().values(**values))


def test_nobody_has_a_lease_that_nobody_took(leases: Leases) -> None:
    assert (leases.holder(), leases.since()) == (None, None)


def test_who_took_it_is_known_with_all_that_is_said_of_him(leases: Leases) -> None:
    lease = take(leases)
    assert (lease.token, lease.run_id, lease.seconds) == (1, "one", 60.0)
    holder = leases.holder()
    assert holder is not None
    assert (holder.token, holder.run_id, holder.doing) == (1, "one", "work of one")
    assert (holder.since, holder.process) == ("2025-06-30T16:00:00+00:00", this_process())
    assert 59 < holder.seconds_left <= 60
    assert holder.is_at_work
    assert leases.since() == NOON


def test_whoever_comes_while_he_is_at_work_is_refused_and_told_of_him(leases: Leases) -> None:
    take(leases)
    with pytest.raises(HomeBusy) as busy:
        take(leases, "two")
    assert "work of one" in str(busy.value)
    assert f"process {os.getpid()}" in str(busy.value)
    holder = leases.holder()
    assert holder is not None
    assert holder.run_id == "one"


@pytest.mark.parametrize(("wait", "is_asked_again"), [(0.0, False), (0.12, True)])
def test_it_is_asked_for_again_until_the_wait_is_over(
    leases: Leases, wait: float, is_asked_again: bool
) -> None:
    take(leases, seconds=0.0)
    answers = iter([True] * 100)
    with pytest.raises(HomeBusy, match=f"waited {wait:.0f} s"):
        take(leases, "two", wait=wait, keeps=partial(next, answers))
    assert (len(list(answers)) < 99) is is_asked_again


def test_a_lease_that_lapsed_is_taken_with_a_higher_token(leases: Leases) -> None:
    take(leases, seconds=0.0)
    holder = leases.holder()
    assert holder is not None
    assert not holder.is_at_work
    second = take(leases, "two")
    assert second.token == 2
    assert (leases.holder() or holder).run_id == "two"
    assert take_after_release(leases, second).token == 3


def take_after_release(leases: Leases, lease: Lease) -> Lease:
    lease.release()
    assert leases.holder() is None, "a lease that was released has nobody"
    return take(leases, "three")


def test_a_process_that_is_gone_holds_nothing_however_long_its_lease(
    ledger: Ledger, leases: Leases
) -> None:
    take(leases)
    change(ledger, pid=GONE.pid, started=GONE.started)
    holder = leases.holder()
    assert holder is not None
    assert holder.seconds_left > 0
    assert not holder.is_at_work
    assert take(leases, "two", keeps=lambda: True).token == 2


def test_who_lapsed_and_lives_may_be_kept_waited_for(leases: Leases) -> None:
    take(leases, seconds=0.0)
    with pytest.raises(HomeBusy, match=f"held by {this_process()} "):
        take(leases, "two", keeps=lambda: True)
    assert take(leases, "two", keeps=lambda: False).token == 2


def test_who_lost_it_is_refused_whatever_he_does_with_it(leases: Leases) -> None:
    first = take(leases, seconds=0.0)
    second = take(leases, "two")
    for act in (first.renew, first.insist, lambda: first.raise_above(9)):
        with pytest.raises(LeaseLost, match="Run one lost its lease"):
            act()
    assert first.token == 1
    first.release()  # and gives nothing away that is another's
    holder = leases.holder()
    assert holder is not None
    assert (holder.run_id, holder.token) == ("two", second.token)


def test_a_run_with_the_same_token_and_another_name_is_another(leases: Leases) -> None:
    """As after a ledger was lost, which counts from 1 again."""
    lease = take(leases)
    impostor = Lease(leases._engine, WRITER, lease.token, "impostor", 60.0)
    with pytest.raises(LeaseLost):
        impostor.insist()
    lease.insist()


def test_a_renewal_moves_the_end_and_spares_the_ledger_while_that_is_far(
    ledger: Ledger, leases: Leases
) -> None:
    lease = take(leases)
    change(ledger, expires=1.0)
    lease.renew()
    ends = row_of(ledger).expires
    assert abs(ends - time.monotonic() - 60) < 5
    change(ledger, expires=2.0)
    lease.renew()  # it was renewed a moment ago
    assert row_of(ledger).expires == 2.0
    lease._expires = time.monotonic() + 29  # less than half of it is left
    lease.renew()
    assert row_of(ledger).expires > 2.0
    change(ledger, expires=3.0)
    lease._expires = time.monotonic() + 31
    lease.renew()
    assert row_of(ledger).expires == 3.0


def test_insisting_asks_the_ledger_itself_and_renews(ledger: Ledger, leases: Leases) -> None:
    lease = take(leases)
    lease.renew()
    change(ledger, expires=2.0)
    lease.insist()
    assert abs(row_of(ledger).expires - time.monotonic() - 60) < 5
    change(ledger, expires=3.0)
    lease.renew()
    assert row_of(ledger).expires == 3.0, "insisting was a renewal"


def test_leases_of_two_names_are_two(ledger: Ledger, leases: Leases) -> None:
    take(leases)
    other = Leases(ledger._engine, "home", SCHEDULER)
    assert other.holder() is None
    assert take(other, "two").token == 1
    assert (leases.holder() or pytest.fail("nobody")).run_id == "one"
    assert (WRITER, SCHEDULER) == ("writer", "scheduler")


@pytest.mark.parametrize(
    ("left", "says"),
    [(7.4, "its lease ends in 7 s"), (0.0, "no progress for 0 s"), (-12, "no progress for 12 s")],
)
def test_a_holder_says_how_long_he_has_it_or_stands_still(left: float, says: str) -> None:
    holder = Holder(token=1, run_id="r", doing="it", since="then", process=GONE, seconds_left=left)
    assert str(holder) == f"{GONE} (it, since then; {says})"


@pytest.fixture
def fence() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA ops; CREATE TABLE ops.fence (token BIGINT)")
        yield connection


def standing(fence: duckdb.DuckDBPyConnection) -> list[tuple[int]]:
    return fence.execute("SELECT token FROM ops.fence").fetchall()


def test_the_fence_stands_at_the_token_that_passed_last(
    fence: duckdb.DuckDBPyConnection, leases: Leases
) -> None:
    first = take(leases, seconds=0.0)
    pass_fence(fence, first)
    assert standing(fence) == [(1,)]
    second = take(leases, "two")
    pass_fence(fence, second)
    pass_fence(fence, second)
    assert standing(fence) == [(2,)]
    with pytest.raises(LeaseLost):
        pass_fence(fence, first)
    assert standing(fence) == [(2,)]


def test_who_still_has_the_lease_goes_on_above_a_fence_that_a_lost_ledger_forgot(
    fence: duckdb.DuckDBPyConnection, ledger: Ledger, leases: Leases
) -> None:
    fence.execute("INSERT INTO ops.fence VALUES (41)")
    lease = take(leases)
    pass_fence(fence, lease)
    assert (lease.token, standing(fence), row_of(ledger).token) == (42, [(42,)], 42)
    lease.insist()


def test_a_lock_file_says_who_holds_it_while_he_does(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    assert not is_locked(path)
    for doing in ("a run", "b"):  # the second is shorter than what stood there
        with locked(path, doing=doing, wait_seconds=0.0):
            assert is_locked(path)
            told = json.loads(path.read_text())
            assert Process(**told["process"]) == this_process()
            assert told["doing"] == doing
            assert len(told["since"]) == len("2025-06-30T16:00:00+0000")
        assert not is_locked(path)
        assert path.read_text() == "", "nobody is named who has it no more"


def test_a_second_holder_waits_within_bounds_and_is_told_of_the_first(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with locked(path, doing="a run", wait_seconds=0.0):
        since = json.loads(path.read_text())["since"]
        with pytest.raises(HomeBusy) as busy, locked(path, doing="b", wait_seconds=0.1):
            pass
        assert f"held by {this_process()} (a run, since {since}); waited 0 s" in str(busy.value)
        assert str(tmp_path) in str(busy.value)


@pytest.mark.parametrize("told", ["", "half of it", "one who was killed"])
def test_a_holder_who_has_not_said_so_yet_holds_it_and_is_not_taken_for_another(
    tmp_path: Path, told: str
) -> None:
    path, asked = tmp_path / "lock", list[LockHolder]()
    with locked(path, doing="a run", wait_seconds=0.0):
        before = json.loads(path.read_text())
        killed = {**before, "process": before["process"] | {"pid": GONE.pid, "started": "1"}}
        path.write_text(json.dumps(killed) if told == "one who was killed" else told)
        assert is_locked(path)
        with (
            pytest.raises(HomeBusy, match="held by another process; waited"),
            locked(path, doing="b", wait_seconds=0.1, take_over=asked.append),
        ):
            pass
    assert asked == [], "nobody is ended who is not known to hold it"


def test_whoever_takes_over_is_asked_once_and_then_waits(tmp_path: Path) -> None:
    path, asked = tmp_path / "lock", list[LockHolder]()
    with locked(path, doing="a run", wait_seconds=0.0):
        with (
            pytest.raises(HomeBusy),
            locked(path, doing="b", wait_seconds=0.1, take_over=asked.append),
        ):
            pass
        assert [holder.doing for holder in asked] == ["a run"]
