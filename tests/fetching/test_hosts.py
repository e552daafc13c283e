"""Hosts that were left alone and answer again are told, so that what freed them can be."""

from __future__ import annotations

from datetime import timedelta

from boxline.engine.exchanges import HostPolicy, HostRecord
from boxline.fetching import Hosts
from tests.builders import NOON

POLICY = HostPolicy(failure_threshold=5, lockout=timedelta(minutes=30))
DOWN = HostRecord(failures=5, failed_at=NOON - timedelta(hours=1))


def test_a_host_that_was_left_alone_and_answers_has_recovered() -> None:
    hosts = Hosts(POLICY, {"a": DOWN, "b": DOWN, "c": HostRecord(failures=4, failed_at=NOON)})
    for host, code in (("a", ""), ("b", "server_failed"), ("c", ""), ("d", "")):
        assert hosts.insist(host, NOON) is (host in "ab")
        hosts.settle(host, code, NOON)
    assert hosts.recovered() == {"a": DOWN}


def test_a_host_that_nobody_asked_has_not_recovered() -> None:
    assert Hosts(POLICY, {"a": DOWN}).recovered() == {}
