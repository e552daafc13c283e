"""Turns and places at a provider, shared through the ledger."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from boxline.catalog import Pace, Provider
from boxline.stores import pacing
from boxline.stores.ledger import Ledger

TOY = Provider(name="toy", landing="toy", doc="A toy.", pace=Pace(per_second=1_000, concurrency=1))


def die_inside(path: Path) -> None:
    with Ledger(path).pacer().turn(TOY):
        os.kill(os.getpid(), signal.SIGKILL)


def test_a_killed_process_loses_its_place_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    other = multiprocessing.get_context("spawn").Process(target=die_inside, args=(path,))
    other.start()
    other.join()
    assert other.exitcode == -signal.SIGKILL
    taken = threading.Event()

    def take() -> None:
        with ledger.pacer().turn(TOY):
            taken.set()

    taking = threading.Thread(target=take, daemon=True)
    taking.start()
    taking.join(60)  # until it has given its place back too: its folder goes with this test
    assert taken.is_set()


def test_a_place_that_lapsed_and_is_another_s_is_not_given_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    slow, quick, third = ledger.pacer(), ledger.pacer(), ledger.pacer()
    with monkeypatch.context() as patch:
        patch.setattr(pacing, "PLACE_SECONDS", 0.01)
        first = slow.turn(TOY)
        first.__enter__()
    time.sleep(0.02)
    with quick.turn(TOY):
        first.__exit__(None, None, None)
        assert third._take(TOY.name, TOY.pace) is None
    assert third._take(TOY.name, TOY.pace) is not None
