"""Leases and the fence: who may work on a home, who may commit, and who is ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from boxline.engine.work import Window
from boxline.errors import HomeBusy, LeaseLost
from boxline.home import Home
from boxline.stores import ledger_on_sqlite
from tests import builders
from tests.builders import (
    NOON,
    STATS,
    bring_in,
    commits_of,
    leased,
    named_catalog,
    rows_of,
    run,
    stats_pages,
)

home_at = partial(builders.home_at, declared=named_catalog)
league_home = partial(builders.league_home, declared=named_catalog)
settled_league_home = partial(builders.settled_league_home, declared=named_catalog)

#: Works on a home as the commands do, and stands still at the step it is told, or before it does to
#: some file what is told (as Python audits it), until a line comes. After a step that is told as
#: "write STEP" it does so before it commits what it writes into the ledger next.
WORK = """
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
import sqlalchemy as sa
from tests.builders import home_at, named_catalog
from boxline.engine.work import Window
from boxline.errors import LeaseLost

path, stop_at = Path(sys.argv[1]), sys.argv[2]
home = home_at(path, lease_seconds=float(sys.argv[3]), declared=named_catalog)

reached, passed = [], []

def stand_still():
    reached.append(stop_at)
    print("here", flush=True)
    sys.stdin.readline()

def step(dataset, what):
    passed.append("write " + dataset)
    if dataset == stop_at and not reached:
        stand_still()

def audited(event, given):
    if not reached and stop_at.startswith(event + " "):
        first, *rest = given
        if isinstance(first, int):
            first = Path(f"/dev/fd/{first}").resolve()
        if stop_at.split()[1] in str((first, *rest)):
            stand_still()

def committing(connection):
    if stop_at in passed and not reached:
        stand_still()

sys.addaudithook(audited)
sa.event.listen(sa.engine.Engine, "commit", committing)
try:
    home.run("run", Window(), on_step=step)
except LeaseLost as lost:
    print(f"lost: {lost}", flush=True)
    sys.exit(1)
"""

LEASE_SECONDS = 0.4


@pytest.fixture(scope="module")
def settled_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The small league with all that its names rest on. Tests only read it."""
    return settled_league_home(tmp_path_factory.mktemp("settled"))


@contextmanager
def standing_still(home: Home, at: str) -> Iterator[subprocess.Popen[str]]:
    """A run in a process of its own that was stopped (SIGSTOP) as it reached a step."""
    command = [sys.executable, "-c", WORK, str(home.path), at, str(LEASE_SECONDS)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "here\n"
        process.send_signal(signal.SIGSTOP)
        os.waitid(os.P_PID, process.pid, os.WSTOPPED)
        try:
            yield process
        finally:
            process.kill()


def resumed(process: subprocess.Popen[str]) -> str:
    """What a stopped run says once it goes on."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.send_signal(signal.SIGCONT)
    process.stdin.write("\n")
    process.stdin.flush()
    said = process.stdout.read()
    process.wait()
    return said


@pytest.fixture
def with_a_reply(tmp_path: Path) -> Home:
    """A league whose box scores are in, and a reply that has landed and is not read yet."""
    home = league_home(tmp_path)
    raw = home.catalog[STATS]
    home.land(raw, stats_pages(), fetched_at=home.clock())  # type: ignore[arg-type]
    home.close()
    return home


def test_a_run_stopped_with_the_warehouse_closed_is_taken_over_and_refused_at_its_commit(
    with_a_reply: Home,
) -> None:
    with standing_still(with_a_reply, STATS) as stopped:
        other = waiting(with_a_reply, seconds=20)
        report = run(other)  # its lease lapses, and nothing else has to be done
        assert {step.outcome.dataset for step in report.steps} >= {STATS}
        before = commits_of(other)
        said = resumed(stopped)
        assert said.startswith("lost: Run ")
        assert stopped.returncode == 1
    assert commits_of(other) == before
    assert run(other).steps == []


def test_a_run_that_lost_its_lease_is_refused_by_the_warehouse_itself(tmp_path: Path) -> None:
    """Whatever it believes when it commits: the fence stands beside the rows."""
    home = league_home(tmp_path)
    lease = home.lease("first", run_id="first")
    with lease as first, home.warehouse("first", lease=first) as warehouse:
        first.release()
        with leased(home.path) as second:
            warehouse.connection.execute("UPDATE ops.fence SET token = ?", [second.token])
        refused = pytest.raises(LeaseLost, match="Run first lost its lease")
        with refused, warehouse.writer.transaction():
            warehouse.connection.execute("DELETE FROM nba_raw.archive_player_games")
    assert rows_of(home, "nba_raw.archive_player_games") != []


def states_of(home: Home) -> list[str]:
    return sorted(row["state"] for row in home.ledger.runs(10) if row["command"] == "run")


def waiting(home: Home, *, seconds: float) -> Home:
    return replace(home, settings=replace(home.settings, lock_wait_seconds=seconds))


def test_a_run_stopped_while_it_has_the_warehouse_is_named_and_not_waited_for_without_end(
    tmp_path: Path,
) -> None:
    home = league_home(tmp_path)
    with standing_still(home, "nba_core.players") as stopped:
        with pytest.raises(HomeBusy) as busy:
            home.run("run", Window())  # waits half a second, in these tests
        named = f"process {stopped.pid} (run "
        assert named in str(busy.value)
        assert "--take-over ends it" in str(busy.value)
        assert states_of(home) == ["busy", "stale"]
        assert resumed(stopped) == ""  # it goes on as if nothing had been
        assert stopped.returncode == 0
    assert run(home).steps == []


def test_a_run_stopped_before_it_says_that_it_has_the_warehouse_is_in_the_way_too(
    tmp_path: Path,
) -> None:
    """It has the lock, and the lock's file does not name it yet."""
    home = league_home(tmp_path)
    with standing_still(home, "os.truncate warehouse.lock") as stopped:
        with pytest.raises(HomeBusy, match=f"held by process {stopped.pid} "):
            waiting(home, seconds=2).run("run", Window())  # its lease lapses, and that is not all
        assert states_of(home) == ["busy", "stale"]
        assert resumed(stopped) == ""
        assert stopped.returncode == 0
    assert run(home).steps == []


def test_a_run_stopped_while_it_writes_the_ledger_is_ended_by_whoever_takes_over(
    with_a_reply: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_on_sqlite, "WAIT_SECONDS", 2 * LEASE_SECONDS)
    home = with_a_reply
    with standing_still(home, f"write {STATS}") as stopped:
        with pytest.raises(HomeBusy, match="held by a process that writes its ledger"):
            home.run("run", Window())
        report = run(replace(home, take_over=True))
        assert {step.outcome.dataset for step in report.steps} >= {STATS}
        assert stopped.wait() == -signal.SIGKILL
    assert states_of(home) == ["busy", "done", "lost"]


def published(home: Home) -> dict[str, bytes]:
    """What readers see, by path."""
    current = home.published.current.resolve()
    return {
        str(path.relative_to(current)): path.read_bytes()
        for path in current.rglob("*")
        if path.is_file()
    }


def test_a_run_stopped_before_it_publishes_is_taken_over_and_publishes_nothing(
    tmp_path: Path,
) -> None:
    home = league_home(tmp_path)
    with standing_still(home, "open health.html.j2") as stopped:  # it draws its pages
        run(waiting(home, seconds=20))
        newer = published(home)
        assert resumed(stopped).startswith("lost: Run ")
        assert stopped.returncode == 1
    assert published(home) == newer
    assert states_of(home) == ["done", "failed"]


def test_nobody_publishes_while_a_stopped_run_is_at_it(tmp_path: Path) -> None:
    home = league_home(tmp_path)
    with standing_still(home, "os.symlink sets/") as stopped:  # all is there but the pointer
        with pytest.raises(HomeBusy, match=f"held by process {stopped.pid} "):
            waiting(home, seconds=2).run("run", Window())  # its lease lapses, and that is not all
        assert not home.published.current.exists()
        assert resumed(stopped) == ""
    assert home.published.manifest()["documents"].keys() == published(home).keys() - {
        "manifest.json"
    }
    assert run(home).documents_made == 0


def test_a_stopped_holder_is_ended_by_whoever_takes_over_and_its_work_done(
    tmp_path: Path, settled_home: Home
) -> None:
    home = league_home(tmp_path)
    with standing_still(home, "nba_core.players") as stopped:
        bold = replace(waiting(home, seconds=20), take_over=True)
        run(bold)
        assert stopped.wait() == -signal.SIGKILL
    assert commits_of(bold) == commits_of(settled_home)
    assert states_of(home) == ["done", "lost"]


def test_who_lost_the_lease_ends_nobody(tmp_path: Path) -> None:
    """It was stopped with the warehouse closed; whoever took over is at work and stays so."""
    home = league_home(tmp_path)
    bold = replace(home, take_over=True)
    with home.lease("first", run_id="first") as first:
        first.release()
        with home.warehouse("second"):
            lost = pytest.raises(LeaseLost, match="Run first lost its lease")
            with lost, bold.warehouse("first", lease=first):
                pass
    assert rows_of(home, "nba_raw.archive_player_games") != []


def test_a_holder_at_work_is_not_ended(tmp_path: Path) -> None:
    home = home_at(tmp_path)
    bold = replace(home, take_over=True)
    with home.warehouse("at work"), pytest.raises(HomeBusy, match="its lease ends in"):
        bold.run("run", Window())


def test_a_lease_that_was_released_is_free_at_once(tmp_path: Path) -> None:
    with leased(tmp_path) as first:
        pass
    with leased(tmp_path) as second:
        assert second.token == first.token + 1


def test_a_lease_is_not_moved_by_the_clock(tmp_path: Path) -> None:
    """Neither a day forward nor a day back frees it, or holds it longer."""
    home = home_at(tmp_path)
    with home.lease("at work"):
        for day in (-1, 1):
            jumped = home_at(tmp_path, now=NOON + timedelta(days=day))
            with pytest.raises(HomeBusy), jumped.lease("another"):
                pass
            jumped.close()
    for day in (-1, 1):
        jumped = home_at(tmp_path, now=NOON + timedelta(days=day))
        with jumped.lease("another"):
            pass
        jumped.close()


def test_a_ledger_that_was_lost_does_not_shut_out_the_runs_after_it(tmp_path: Path) -> None:
    """It counts tokens from 1 again, below the fence; who has the lease goes on above that."""
    home = league_home(tmp_path)
    for _ in range(3):
        bring_in(home, [tmp_path / "archive"])
    home.close()
    for file in home.path.glob("ledger.sqlite*"):
        file.unlink()
    again = home_at(home.path)
    assert run(again).steps != []
    assert run(again).steps == []
