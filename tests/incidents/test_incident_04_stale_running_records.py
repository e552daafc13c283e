"""A summary run died after it had written `running`; 6.4 hours later that record still kept all
that depends on it from working, because its age alone was to tell (two rules, 2 and 4 hours).

Here a run is `running` while its process lives and its lease does, `stale` the moment that lapses,
`lost` the moment the process is gone, and nobody is kept from working by a record.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import sqlalchemy as sa

from boxline.engine.work import Window
from boxline.stores.ledger_tables import LEASES, RUNS
from tests.builders import NOON, home_at, leased
from tests.faults.pipeline import EVENING, FIRST, land, toy_catalog, toy_home

DIES = """
import os, signal, sys
from pathlib import Path
from boxline.engine.work import Window
from tests.faults.pipeline import EVENING, toy_catalog, toy_home

home = toy_home(Path(sys.argv[1]), toy_catalog(), EVENING)
home.run("run", Window(), on_step=lambda dataset, what: os.kill(os.getpid(), signal.SIGKILL))
"""


def test_incident_04_a_record_left_running_by_a_killed_process_is_lost_at_once_and_in_nobodys_way(
    tmp_path: Path,
) -> None:
    home = toy_home(tmp_path / "home", toy_catalog(), EVENING)
    land(home, FIRST, "first.json")
    killed = subprocess.run([sys.executable, "-c", DIES, str(home.path)], check=False)
    assert killed.returncode == -9
    with home.ledger._engine.connect() as connection:
        assert connection.execute(sa.select(RUNS.c.state)).scalars().all() == ["running"]
    (left,) = home.ledger.runs(10)
    assert left["state"] == "lost"
    report = home.run("run", Window())
    assert (report.failures, len(report.steps) > 0) == ([], True)
    states = {row["run_id"]: row["state"] for row in home.ledger.runs(10)}
    assert states == {left["run_id"]: "lost", report.run_id: "done"}


def test_incident_04_a_run_whose_lease_lapses_is_stale_that_second_however_young_it_is(
    tmp_path: Path,
) -> None:
    home = home_at(tmp_path / "home")
    assert home.ledger
    with leased(home.path) as lease:
        home.ledger.start("r", "run", NOON)
        assert [row["state"] for row in home.ledger.runs(1)] == ["running"]
        with home.ledger._engine.begin() as connection:
            connection.execute(LEASES.update().values(expires=time.monotonic()))
        assert [row["state"] for row in home.ledger.runs(1)] == ["stale"]
        lease.renew()
        assert [row["state"] for row in home.ledger.runs(1)] == ["running"]
