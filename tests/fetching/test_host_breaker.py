"""Which hosts are asked: one that failed so often in a row is left alone, then asked once."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from boxline.engine.exchanges import NOT_THE_HOST, HostPolicy, HostRecord
from boxline.errors import HostLeftAlone
from boxline.fetching.hosts import Hosts
from tests.builders import NOON

HOST, OTHER = "api.example", "other.example"
POLICY = HostPolicy(failure_threshold=3, lockout=timedelta(minutes=30))
UNTIL = NOON + POLICY.lockout


def failed(times: int, hosts: Hosts | None = None) -> Hosts:
    hosts = hosts or Hosts(POLICY, {})
    for _ in range(times):
        hosts.settle(HOST, "server_error", NOON)
    return hosts


def is_asked(hosts: Hosts, after: timedelta = timedelta(0), host: str = HOST) -> bool:
    try:
        hosts.insist(host, NOON + after)
    except HostLeftAlone:
        return False
    return True


def test_the_numbers_that_nobody_set_are_five_and_half_an_hour() -> None:
    assert (HostPolicy().failure_threshold, HostPolicy().lockout) == (5, timedelta(minutes=30))


@pytest.mark.parametrize(("times", "asked"), [(0, True), (2, True), (3, False), (4, False)])
def test_so_many_failures_in_a_row_and_it_is_left_alone(times: int, asked: bool) -> None:
    assert is_asked(failed(times)) is asked


def test_who_asks_is_told_how_often_it_failed_and_until_when_it_is_left_alone() -> None:
    with pytest.raises(HostLeftAlone) as told:
        failed(3).insist(HOST, NOON)
    assert told.value.until == UNTIL
    assert f"{HOST}: it failed 3 times in a row" in str(told.value)


@pytest.mark.parametrize(
    ("after", "asked"),
    [
        (timedelta(0), False),
        (POLICY.lockout - timedelta(seconds=1), False),
        (POLICY.lockout, True),
        (timedelta(seconds=-1), True),  # the clock was set back since
    ],
)
def test_the_lock_out_ends_when_it_says(after: timedelta, asked: bool) -> None:
    assert is_asked(failed(3), after) is asked


def test_another_host_is_not_left_alone_for_it() -> None:
    assert is_asked(failed(3), host=OTHER)


def test_one_good_reply_makes_it_well() -> None:
    hosts = failed(2)
    hosts.settle(HOST, "", NOON)
    assert is_asked(failed(2, hosts))
    assert not is_asked(failed(3, hosts))


@pytest.mark.parametrize("code", NOT_THE_HOST)
def test_what_says_nothing_of_the_host_makes_it_well_too(code: str) -> None:
    hosts = failed(2)
    hosts.settle(HOST, code, NOON)
    assert is_asked(failed(2, hosts))


def test_codes_that_are_not_the_host_s_are_these() -> None:
    assert NOT_THE_HOST == ("not_yet", "left_alone", "key_refused", "out_of_credits", "refused")


def test_how_it_fared_before_this_run_counts() -> None:
    before = {HOST: HostRecord(failures=2, failed_at=NOON)}
    assert is_asked(Hosts(POLICY, before))
    assert not is_asked(failed(1, Hosts(POLICY, before)))
    assert before[HOST].failures == 2, "what was given stays as it was"


def test_a_record_without_an_instant_locks_nothing() -> None:
    assert HostRecord(failures=9).left_alone_until(POLICY, NOON) is None
    assert HostRecord() == HostRecord(failures=0, failed_at=None)


def test_after_the_lock_out_one_request_finds_out_and_the_others_wait_for_it() -> None:
    hosts = failed(3)
    assert hosts.insist(HOST, UNTIL) is True
    told: list[str] = []

    def ask() -> None:
        try:
            hosts.insist(HOST, UNTIL)
        except HostLeftAlone:
            told.append("left alone")

    other = threading.Thread(target=ask, daemon=True)
    other.start()
    other.join(0.05)
    assert other.is_alive(), "it waits for what comes of the one"
    hosts.settle(HOST, "server_error", UNTIL)
    other.join(5)
    assert told == ["left alone"], "the lock-out begins anew"


def test_a_host_that_is_well_again_is_asked_by_all() -> None:
    hosts = failed(3)
    assert hosts.insist(HOST, UNTIL) is True
    hosts.settle(HOST, "", UNTIL)
    assert hosts.insist(HOST, UNTIL) is False


def test_a_host_that_is_well_needs_nobody_to_find_out() -> None:
    assert failed(2).insist(HOST, NOON) is False
