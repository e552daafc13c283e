"""Incident 23: a run hung, and everything behind it waited; time-outs hid what came after them.

Whether it was still at work was read from a row that said `running`. Here a run that a server
started is ended when it has had its time, deaf as it may be; its lock and its lease go with its
process, so the next run works at once, and what it was is on record.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from boxline.errors import HomeBusy
from boxline.home import Home
from boxline.stores.lock import is_locked
from boxline.web.acting.starting import Starter
from tests.faults.pipeline import EVENING, FIRST, land, toy_catalog, toy_home
from tests.home.fetched_home import run

#: Takes the home as a run does, renews its lease, does nothing, and hears nothing.
HANGS = """
import signal, sys, time
from pathlib import Path
signal.signal(signal.SIGTERM, signal.SIG_IGN)
from tests.faults.pipeline import EVENING, toy_catalog, toy_home
given = dict(zip(sys.argv, sys.argv[1:]))
home = toy_home(Path(given["--home"]), toy_catalog(), EVENING)
home.ledger.start(given["--run-id"], "run", EVENING)
with home.lease("run", run_id=given["--run-id"]) as lease:
    with home.warehouse("run", lease=lease):
        while True:
            lease.renew()
            time.sleep(0.05)
"""


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    found = toy_home(tmp_path / "home", toy_catalog(), EVENING)
    land(found, FIRST, "first.json")
    yield found
    found.close()


def soon(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_incident_23_a_hung_run_is_ended_and_the_next_one_works(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("boxline.web.acting.starting.ENDING_SECONDS", 0.1)
    starter = Starter(
        ledger=home.ledger,
        home=home.path,
        entry=(sys.executable, "-c", HANGS),
        environment={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        clock=home.clock,
        new_run_id=lambda: "hung",
    )
    hung = starter.start(["run"], asked_by="schedule hourly")
    soon(lambda: is_locked(home.path / "warehouse.lock"))
    with pytest.raises(HomeBusy):
        run(home)
    hung.seconds = 0.1  # it has had its time
    assert hung.wait(60)
    assert not run(home).failures
    found = home.ledger.run("hung")
    child = home.ledger.children.find("hung")
    assert found is not None
    assert child is not None
    assert found["state"] == "lost"
    assert "it was ended after 0.1 s" in child.message
