"""Leases by the server's clock: whatever a worker's own clock shows, or jumps to, moves nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from boxline.errors import HomeBusy, LeaseLost
from boxline.stores import processes
from boxline.stores.leases import Lease
from boxline.stores.ledger import Ledger
from boxline.stores.ledger_on_postgres import OnPostgres
from tests.builders import NOON
from tests.stores import test_lease_rules as rules

# What leases promise, in one process, they promise there too. Two of the rules look at this host's
# clock themselves, and stand below by the server's.
OF_THE_FILE = (
    "test_a_renewal_moves_the_end_and_spares_the_ledger_while_that_is_far",
    "test_insisting_asks_the_ledger_itself_and_renews",
)
for _name, _rule in vars(rules).items():
    if _name.startswith("test_") and _name not in OF_THE_FILE:
        globals()[_name] = _rule
fence, leases = rules.fence, rules.leases

JUMPS = (-1e6, 1e6)


@pytest.fixture
def ledger(tmp_path: Path, url: str) -> Iterator[Ledger]:
    found = Ledger(tmp_path / "ledger.sqlite", OnPostgres(url))
    yield found
    found.close()


def take(ledger: Ledger, name: str, *, seconds: float = 60.0) -> Lease:
    return ledger.leases.acquire(
        run_id=name, doing=name, now=NOON, seconds=seconds, wait_seconds=0.0
    )


def seconds_left(url: str) -> float:
    query = "SELECT expires - extract(epoch FROM clock_timestamp()) FROM leases"
    with psycopg.connect(url) as connection:
        row = connection.execute(query).fetchone()
    assert row is not None
    return float(row[0])


def jump(monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """Let every clock of this process show another time."""
    for name in ("time", "monotonic"):
        real = getattr(time, name)
        monkeypatch.setattr(time, name, lambda real=real: real() + seconds)


@pytest.mark.parametrize("seconds", JUMPS)
def test_a_clock_that_jumps_frees_nothing(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    take(ledger, "one")
    jump(monkeypatch, seconds)
    with pytest.raises(HomeBusy):
        take(ledger, "two")
    holder = ledger.leases.holder()
    assert holder is not None
    assert 0 < holder.seconds_left <= 60


@pytest.mark.parametrize("seconds", JUMPS)
def test_and_holds_nothing(
    ledger: Ledger, url: str, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    jump(monkeypatch, seconds)
    lease = take(ledger, "one", seconds=0.0)
    assert -30 < seconds_left(url) <= 0, "it has lapsed, by the server's clock"
    monkeypatch.undo()
    assert take(ledger, "two").token == lease.token + 1
    with pytest.raises(LeaseLost):
        lease.insist()


@pytest.mark.parametrize("seconds", JUMPS)
def test_a_renewal_counts_from_the_server_s_present(
    ledger: Ledger, url: str, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    lease = take(ledger, "one", seconds=5.0)
    jump(monkeypatch, seconds)
    lease.seconds = 60.0
    lease.insist()
    assert 30 < seconds_left(url) <= 60


def test_a_renewal_spares_the_server_while_the_end_is_far(ledger: Ledger, url: str) -> None:
    lease = take(ledger, "one")
    lease.insist()
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE leases SET expires = 1")
    lease.renew()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT expires FROM leases").fetchone() == (1.0,)


def test_the_end_of_a_process_of_another_host_is_seen_by_nobody_so_its_lease_has_to_lapse(
    ledger: Ledger, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = replace(processes.this_process(), host="another-host", pid=2**22 - 1)
    with monkeypatch.context() as there:
        there.setattr("boxline.stores.leases.this_process", lambda: elsewhere)
        take(ledger, "one")
    with pytest.raises(HomeBusy, match="on another-host"):
        take(ledger, "two")
    with psycopg.connect(url) as connection:
        connection.execute("UPDATE leases SET expires = 1")
    assert take(ledger, "two").run_id == "two"
