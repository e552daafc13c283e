"""Processes that are started: in the ledger before they run, apart from the server, watched."""

from __future__ import annotations

import os
import signal
import stat
from collections.abc import Callable
from dataclasses import replace

import pytest

from boxline.home import Home
from boxline.stores.children import ROWS_OF_A_JOB
from boxline.stores.processes import process_of
from boxline.web.acting import logs
from boxline.web.acting.logs import LEFT_OUT, keep_within, last_words, open_log
from boxline.web.acting.starting import told
from tests.builders import NOON
from tests.web.acting.conftest import DOES_NOTHING, TOKEN, Server

SLEEPS = "import time; time.sleep(60)"
SAYS_WHERE_IT_IS = (
    "import os, sys; print(os.getsid(0) == os.getpid(), sys.stdin.read(), os.getcwd())"
)


def state_of(home: Home, run_id: str) -> str:
    run = home.ledger.run(run_id)
    assert run is not None
    return str(run["state"])


def said(server: Server, run_id: str) -> str:
    return (server.starter.logs / f"{run_id}.log").read_text()


def test_a_process_has_a_session_of_its_own_and_nothing_to_read(
    serving: Callable[[str], Server], home: Home
) -> None:
    server = serving(SAYS_WHERE_IT_IS)
    started = server.starter.start(["run"], asked_by="token ci")
    assert started.wait(10)
    assert said(server, started.run_id).split() == ["True", str(home.path)]


def test_what_it_said_is_for_its_owner_alone(server: Server) -> None:
    started = server.starter.start(["run"], asked_by="token ci")
    assert started.wait(10)
    log = server.starter.logs / f"{started.run_id}.log"
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_last_words_of_one_that_failed_are_kept(serving: Callable[[str], Server]) -> None:
    server = serving(f"import sys; print('x'); print('no: {TOKEN}'); print(); sys.exit(3)")
    started = server.starter.start(["run"], asked_by="token ci")
    assert started.wait(10)
    child = server.home.ledger.children.find(started.run_id)
    assert child is not None
    assert (child.exit_code, child.message, child.state) == (3, "no: (a token)", "failed")


def test_one_that_goes_on_is_alive_and_ends_when_it_is_told_to(
    serving: Callable[[str], Server],
) -> None:
    server = serving(SLEEPS)
    started = server.starter.start(["run"], asked_by="token ci")
    children = server.home.ledger.children
    child = children.find(started.run_id)
    assert child is not None
    assert (child.is_alive, child.state) == (True, "accepted")
    server.starter.end_all()
    assert started.exit_code == -signal.SIGTERM
    child = children.find(started.run_id)
    assert child is not None
    assert (child.is_alive, child.state) == (False, "failed")


def test_nothing_is_started_any_more_once_all_are_ended(serving: Callable[[str], Server]) -> None:
    server = serving(SLEEPS)
    server.starter.end_all()
    with pytest.raises(OSError, match="the server is ending"):
        server.starter.start(["run"], asked_by="token ci", job="hourly", due_at=NOON)
    newest = server.home.ledger.children.newest_of("hourly")
    assert newest is not None
    assert newest.message == "it could not be started: the server is ending"
    assert not newest.is_alive


#: Hangs, and takes no notice of being asked to end.
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"


@pytest.mark.parametrize(("script", "ended_by"), [(SLEEPS, signal.SIGTERM), (DEAF, signal.SIGKILL)])
def test_one_that_hangs_is_ended_when_it_has_had_its_time(
    serving: Callable[[str], Server],
    monkeypatch: pytest.MonkeyPatch,
    script: str,
    ended_by: signal.Signals,
) -> None:
    monkeypatch.setattr("boxline.web.acting.starting.ENDING_SECONDS", 1.0)
    server = serving(script)
    started = server.starter.start(["run"], asked_by="token ci", seconds=0.5)
    assert started.wait(20)
    assert started.exit_code == -ended_by
    child = server.home.ledger.children.find(started.run_id)
    assert child is not None
    assert child.state == "failed"
    assert child.message == "it was ended after 0.5 s, as long as it may take"


def test_no_command_may_take_longer_than_the_setting(serving: Callable[[str], Server]) -> None:
    server = serving(DOES_NOTHING)
    server.starter.seconds = 30
    allowed = [
        server.starter.start(["run"], asked_by="token ci", seconds=given).seconds
        for given in (None, 600, 5)
    ]
    assert allowed == [30, 30, 5]


def test_one_whose_end_nobody_saw_is_lost(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    children, gone = home.ledger.children, replace(process_of(os.getpid()), started="0")
    children.begin("r1", asked_by="token ci", command="boxline run", now=NOON)
    children.started("r1", gone)
    assert state_of(home, "r1") == "accepted"  # its server writes its end down
    monkeypatch.setattr("boxline.stores.children.this_process", lambda: gone)
    children.begin("r2", asked_by="token ci", command="boxline run", now=NOON)
    assert state_of(home, "r2") == "lost"


def test_it_can_be_asked_for_before_it_has_recorded_anything(
    serving: Callable[[str], Server],
) -> None:
    server = serving(SLEEPS)
    run_id = server.starter.start(["run"], asked_by="token ci").run_id
    told = server.ask("GET", f"/runs/{run_id}").json()
    assert (told["state"], told["command"], told["steps"]) == ("accepted", "boxline run", [])


def test_the_run_that_it_records_counts_for_more_than_that_it_was_started(home: Home) -> None:
    home.ledger.children.begin("r1", asked_by="token ci", command="boxline run", now=NOON)
    home.ledger.start("r1", "run", NOON)
    home.ledger.finish("r1", "done", NOON, [], "all is well")
    run = home.ledger.run("r1")
    assert run is not None
    assert (run["state"], run["message"]) == ("done", "all is well")


def test_of_a_schedule_only_the_newest_are_kept(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert ROWS_OF_A_JOB >= 60  # an hour of the live one
    monkeypatch.setattr("boxline.stores.children.ROWS_OF_A_JOB", 2)
    for minute in range(4):
        due_at = NOON.replace(minute=minute)
        home.ledger.children.begin(
            f"r{minute}", asked_by="x", command="y", now=due_at, job="live", due_at=NOON
        )
    kept = [home.ledger.children.find(f"r{minute}") is not None for minute in range(4)]
    assert kept == [False, False, True, True]


def test_a_log_that_grows_too_long_keeps_its_newest_half(server: Server) -> None:
    folder = server.starter.logs
    log = open_log(folder, "r1")
    for number in range(100):
        os.write(log, f"line {number}\n".encode())
    keep_within(folder, "r1", most=200)
    os.write(log, b"one more\n")
    os.close(log)
    lines = said(server, "r1").splitlines()
    assert lines[0] == LEFT_OUT.decode().strip()
    assert lines[-2:] == ["line 99", "one more"]
    assert len(said(server, "r1")) < 200
    assert last_words(folder, "r1") == "one more"


def test_only_so_many_logs_are_kept(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LOGS", 3)
    for number in range(6):
        os.close(open_log(server.starter.logs, f"2024111{number}T000000-x"))
    assert sorted(path.name[:8] for path in server.starter.logs.iterdir()) == [
        "20241113",
        "20241114",
        "20241115",
    ]


def test_a_token_in_a_command_is_not_shown() -> None:
    assert told(["run", f"--accept={TOKEN}"]) == "boxline run --accept=(a token)"
