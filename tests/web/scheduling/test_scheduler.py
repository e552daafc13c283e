"""Starting what is due: once, one process at a time, by one server, whatever was missed."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import typer

from boxline.cli.app import app
from boxline.domain.days import from_eastern
from boxline.engine.calendar import Game
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.stores.children import Child
from boxline.web.acting.starting import Starter
from boxline.web.scheduling.jobs import JOBS, Job
from boxline.web.scheduling.scheduler import Scheduler
from boxline.web.scheduling.times import Daily, Each, Weekly
from tests.builders import home_at, leased

DAY = date(2024, 11, 12)
HOURLY, COMPLETENESS, SELF_HEAL, LIVE = (
    next(job for job in JOBS if job.name == name)
    for name in ("hourly", "completeness", "self-heal", "live")
)
ENDS = (sys.executable, "-I", "-S", "-c", "pass")
SLEEPS = (sys.executable, "-I", "-S", "-c", "import time; time.sleep(60)")


def at(clock: str, *, day: date = DAY) -> datetime:
    return from_eastern(day, clock)


@dataclass
class Clock:
    """A clock that the test moves."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass(kw_only=True)
class Servers:
    """Servers that begin and end on one home, by one clock."""

    home: Home
    clock: Clock
    games: list[Game]
    running: list[Scheduler]

    def begin(self, *jobs: Job, entry: tuple[str, ...] = ENDS) -> Scheduler:
        """A server that has looked at its jobs; APScheduler does not wake it again."""
        starter = Starter(
            ledger=self.home.ledger,
            home=self.home.path,
            entry=entry,
            environment=dict(os.environ),
            clock=self.clock,
            new_run_id=lambda: f"{self.clock():%Y%m%dT%H%M%S}-{next(_numbers)}",
        )
        one = Scheduler(
            ledger=self.home.ledger,
            catalog=self.home.catalog,
            starter=starter,
            clock=self.clock,
            games=lambda: self.games,
            jobs=jobs,
        )
        one.keep_lease()
        self.running.append(one)
        return one

    def end(self) -> None:
        """End them all, and what they started."""
        for one in self.running:
            one.release()
            one.starter.end_all()
        self.running.clear()


def _count() -> Iterator[int]:
    number = 0
    while True:
        yield (number := number + 1)


_numbers = _count()


@pytest.fixture
def servers(tmp_path: Path) -> Iterator[Servers]:
    home = home_at(tmp_path / "home")
    found = Servers(home=home, clock=Clock(at("12:00")), games=[], running=[])
    yield found
    found.end()
    home.close()


def answered(servers: Servers, job: Job) -> Child:
    child = servers.home.ledger.children.newest_of(job.name)
    assert child is not None
    return child


def test_a_job_is_started_at_its_moment_and_not_before(servers: Servers) -> None:
    server = servers.begin(SELF_HEAL)
    for clock, is_due in (("14:14", False), ("14:15", True)):
        servers.clock.now = at(clock)
        server.attend(SELF_HEAL)
        assert (servers.home.ledger.children.newest_of("self-heal") is not None) is is_due
    child = answered(servers, SELF_HEAL)
    assert (child.due_at, child.command, child.state) == (at("14:15"), "boxline heal", "done")
    assert child.asked_by == "schedule self-heal"


def test_a_moment_is_answered_once(servers: Servers) -> None:
    server = servers.begin(SELF_HEAL)
    servers.clock.now = at("14:15")
    server.attend(SELF_HEAL)
    first = answered(servers, SELF_HEAL).run_id
    for clock in ("14:15", "14:16", "23:00"):
        servers.clock.now = at(clock)
        server.attend(SELF_HEAL)
    assert answered(servers, SELF_HEAL).run_id == first


def test_what_a_server_missed_that_was_down_is_done_once_when_it_is_back(servers: Servers) -> None:
    server = servers.begin(HOURLY, SELF_HEAL)  # at noon
    servers.clock.now = at("13:00")
    for job in (HOURLY, SELF_HEAL):
        server.attend(job)
    servers.end()

    servers.clock.now = at("18:20")
    server = servers.begin(HOURLY, SELF_HEAL)
    began = set(server.starter.logs.iterdir())
    for _ in range(3):
        for job in (HOURLY, SELF_HEAL):
            server.attend(job)
    assert answered(servers, SELF_HEAL).due_at == at("14:15")
    assert answered(servers, HOURLY).due_at == at("18:00")  # of five that were missed
    assert len(set(server.starter.logs.iterdir()) - began) == 2


def test_before_the_first_server_nothing_was_missed(servers: Servers) -> None:
    servers.clock.now = at("18:20")
    server = servers.begin(SELF_HEAL)
    assert server.due(SELF_HEAL) is None
    servers.clock.now = at("14:15", day=DAY + timedelta(days=1))
    assert server.due(SELF_HEAL) == servers.clock.now


def test_what_no_server_ever_came_to_is_still_owed_after_further_ones(servers: Servers) -> None:
    for clock in ("12:00", "16:00", "17:00"):  # none of which lived to look at it
        servers.clock.now = at(clock)
        servers.begin(SELF_HEAL)
        servers.end()
    servers.clock.now = at("18:00")
    assert servers.begin(SELF_HEAL).due(SELF_HEAL) == at("14:15")


def test_a_clock_that_was_a_day_ahead_silences_no_job_once_it_is_right(servers: Servers) -> None:
    servers.clock.now = at("12:00", day=DAY + timedelta(days=1))
    server = servers.begin(HOURLY)
    servers.clock.now += timedelta(hours=1)
    server.attend(HOURLY)
    assert answered(servers, HOURLY).due_at == servers.clock.now
    servers.clock.now = at("12:30")
    server.attend(HOURLY)
    assert server.due(HOURLY) is None
    servers.clock.now = at("13:00")
    assert server.due(HOURLY) == at("13:00")
    servers.end()
    never_answered = replace(SELF_HEAL, name="other")
    server = servers.begin(never_answered)
    assert server.since is not None
    assert server.since > servers.clock.now
    assert server.due(never_answered) == at("14:15", day=DAY - timedelta(days=1))


def test_a_clock_that_was_a_day_behind_does_nothing_twice(servers: Servers) -> None:
    servers.clock.now = at("12:00", day=DAY - timedelta(days=1))
    server = servers.begin(HOURLY)
    servers.clock.now = at("12:00")
    server.attend(HOURLY)
    server.attend(HOURLY)
    assert len(list(server.starter.logs.iterdir())) == 1


def test_one_server_of_two_starts_what_is_due_and_the_other_takes_over(servers: Servers) -> None:
    first, second = servers.begin(SELF_HEAL), servers.begin(SELF_HEAL)
    servers.clock.now = at("14:15")
    second.attend(SELF_HEAL)
    assert servers.home.ledger.children.newest_of("self-heal") is None
    first.release()
    second.keep_lease()
    servers.clock.now = at("14:15", day=DAY + timedelta(days=1))
    second.attend(SELF_HEAL)
    assert answered(servers, SELF_HEAL).due_at == servers.clock.now


def test_a_job_waits_for_its_own_process_of_an_earlier_server(servers: Servers) -> None:
    first = servers.begin(HOURLY, entry=SLEEPS)
    servers.clock.now = at("13:00")
    waiting = in_thread(lambda: first.attend(HOURLY))
    long_one = soon(lambda: servers.home.ledger.children.alive_of("hourly"))
    first.release()
    waiting.join(5)
    assert not waiting.is_alive()
    assert long_one.is_alive, "a server that ends leaves what it started"

    servers.clock.now = at("14:00")
    second = servers.begin(HOURLY)
    waiting = in_thread(lambda: second.attend(HOURLY))
    time.sleep(0.1)
    assert answered(servers, HOURLY).run_id == long_one.run_id
    first.starter.end_all()
    waiting.join(5)
    assert answered(servers, HOURLY).due_at == at("14:00")


def test_a_process_that_hangs_and_outlives_its_server_holds_its_job_up_for_so_long_only(
    servers: Servers,
) -> None:
    first = servers.begin(HOURLY, entry=SLEEPS)
    servers.clock.now = at("13:00")
    waiting = in_thread(lambda: first.attend(HOURLY))
    soon(lambda: servers.home.ledger.children.alive_of("hourly"))
    first.release()
    waiting.join(5)
    hung = servers.home.ledger.children.alive_of("hourly")
    assert hung is not None
    assert hung.process != hung.server
    second = servers.begin(HOURLY)
    second.starter.seconds = 2 * 3600
    servers.clock.now = at("16:00")
    waiting = in_thread(lambda: second.attend(HOURLY))
    waiting.join(10)
    assert not waiting.is_alive()
    assert not hung.is_alive
    assert answered(servers, HOURLY).due_at == at("16:00")


def test_a_job_waits_for_whoever_has_the_home(servers: Servers) -> None:
    server = servers.begin(HOURLY)
    servers.clock.now = at("13:00")
    with leased(servers.home.path):
        waiting = in_thread(lambda: server.attend(HOURLY))
        time.sleep(0.1)
        assert servers.home.ledger.children.newest_of("hourly") is None
        servers.clock.now = at("15:30")
    waiting.join(5)
    assert answered(servers, HOURLY).due_at == at("15:00")  # what is due by now, and that once


#: Is refused the home the first time, as one that lost a race for it, and does its work the second.
REFUSED_ONCE = """
import os, sqlite3, sys
at = dict(zip(sys.argv, sys.argv[1:]))
ledger = sqlite3.connect(at["--home"] + "/ledger.sqlite")
state = "done" if ledger.execute("SELECT count(*) FROM runs").fetchone()[0] else "busy"
row = (at["--run-id"], "run", state, "2024-11-12")
ledger.execute("INSERT INTO runs (run_id, command, state, started_at) VALUES (?, ?, ?, ?)", row)
ledger.commit()
sys.exit(state == "busy")
"""


def test_a_job_that_lost_the_race_for_the_home_tries_again(servers: Servers) -> None:
    server = servers.begin(SELF_HEAL, entry=(sys.executable, "-I", "-S", "-c", REFUSED_ONCE))
    servers.clock.now = at("14:15")
    server.attend(SELF_HEAL)
    states = {run["state"] for run in servers.home.ledger.runs(10)}
    assert states == {"busy", "done"}
    assert server.due(SELF_HEAL) is None


def test_what_only_looks_waits_for_nobody(servers: Servers) -> None:
    server = servers.begin(COMPLETENESS)
    servers.clock.now = at("06:00", day=DAY + timedelta(days=1))
    with leased(servers.home.path):
        server.attend(COMPLETENESS)
    child = answered(servers, COMPLETENESS)
    assert (child.state, child.command) == ("done", "boxline completeness")


def test_the_live_job_looks_at_the_days_whose_games_are_on(servers: Servers) -> None:
    servers.games.append(Game("nba", "1", DAY, "2024-25", "regular", at("19:00"), False, (1, 2)))
    server = servers.begin(LIVE)
    for clock, is_on in (("18:49", False), ("18:50", True)):
        servers.clock.now = at(clock)
        assert (server.due(LIVE) is not None) is is_on
    server.attend(LIVE)
    words = answered(servers, LIVE).command
    assert words.startswith("boxline run --from 2024-11-12 --to 2024-11-12 --only nba_raw.")
    assert "--only nba_core.live_scores" in words


def test_apscheduler_wakes_it_and_a_server_that_ends_waits_for_nothing(tmp_path: Path) -> None:
    home = Home(settings=home_at(tmp_path / "home").settings)  # by the real clock
    minute = replace(HOURLY, times=Each(1), name="minute")
    starter = Starter(
        ledger=home.ledger,
        home=home.path,
        entry=SLEEPS,
        environment=dict(os.environ),
        clock=home.clock,
        new_run_id=home.new_run_id,
    )
    long_ago = home.clock() - timedelta(hours=3)
    home.ledger.children.begin(
        "r", asked_by="x", command="y", now=long_ago, job="minute", due_at=long_ago
    )
    home.ledger.children.ended("r", exit_code=0, message="", now=long_ago)
    server = Scheduler(
        ledger=home.ledger,
        catalog=home.catalog,
        starter=starter,
        clock=home.clock,
        games=list,
        jobs=[minute],
    )
    server.start()
    child = soon(lambda: home.ledger.children.alive_of("minute"))
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 1
    assert child.is_alive
    starter.end_all()
    assert home.ledger.schedulers.holder() is None
    home.close()


def commands() -> set[str]:
    found = typer.main.get_command(app)
    return set(found.commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_every_job_is_a_command_that_exists_of_datasets_that_exist(job: Job) -> None:
    words = job.words(load_catalog(), [DAY])
    assert words[0] in commands()
    named = {name for option, name in pairwise(words) if option == "--only"}
    assert named <= load_catalog().names
    assert bool(named) is job.is_live


def test_every_job_has_a_name_of_its_own() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


def test_the_jobs_are_those_that_people_count_on() -> None:
    assert {job.name: job.times for job in JOBS} == {
        "hourly": Each(60),
        "completeness": Daily("06:00"),
        "morning-report": Daily("07:00"),
        "self-heal": Daily("14:15"),
        "alerts": Each(10),
        "prune": Weekly("Monday", "05:20"),
        "live": Each(1),
    }


def in_thread(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def soon(find: Callable[[], Child | None]) -> Child:
    """What is there before long."""
    for _ in range(500):
        if (found := find()) is not None:
            return found
        time.sleep(0.01)
    raise AssertionError("it did not come")
