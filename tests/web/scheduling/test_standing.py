"""How `boxline schedule` says that jobs stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from boxline.domain.days import from_eastern
from boxline.engine.calendar import Game
from boxline.home import Home
from boxline.web.scheduling.jobs import JOBS
from boxline.web.scheduling.standing import JobStanding, State, standing_of_jobs
from tests.builders import home_at, leased
from tests.cli.answers import CommandLine

DAY = date(2024, 11, 12)
GAME = Game("nba", "1", DAY, "2024-25", "regular", from_eastern(DAY, "19:00"), False, (1, 2))


def at(clock: str, day: date = DAY) -> datetime:
    return from_eastern(day, clock)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    one = home_at(tmp_path / "home")
    assert one.ledger
    yield one
    one.close()


def serve(home: Home, since: datetime) -> None:
    home.ledger.schedulers.acquire(run_id="s", doing="serve", now=since, seconds=60, wait_seconds=0)


def answer(home: Home, job: str, due_at: datetime, *, exit_code: int | None = 0) -> None:
    """A process of a job that ended; that goes on where there is no exit code."""
    home.ledger.children.begin(job, asked_by="x", command="y", now=due_at, job=job, due_at=due_at)
    if exit_code is not None:
        home.ledger.children.ended(job, exit_code=exit_code, message="as it was", now=due_at)


def standing(home: Home, name: str, now: datetime) -> JobStanding:
    (found,) = (s for s in standing_of_jobs(home.ledger, [GAME], now) if s.job.name == name)
    return found


def test_where_no_server_ever_ran_nothing_was_missed(home: Home) -> None:
    found = standing(home, "self-heal", at("20:00"))
    assert found.state is State.NOT_SERVED
    assert found.next_at == at("14:15", DAY + timedelta(days=1))


def test_what_was_answered_is_on_time_until_its_next_moment_passes(home: Home) -> None:
    serve(home, at("09:00"))
    answer(home, "self-heal", at("14:15"))
    found = standing(home, "self-heal", at("20:00"))
    assert (found.state, found.last_due_at) == (State.ON_TIME, at("14:15"))
    assert (found.last_state, found.last_run_id) == ("done", "self-heal")
    tomorrow = DAY + timedelta(days=1)
    assert standing(home, "self-heal", at("14:17", tomorrow)).state is State.ON_TIME
    assert standing(home, "self-heal", at("14:19", tomorrow)).state is State.MISSED


def test_a_schedule_that_never_fires_shows(home: Home) -> None:
    serve(home, at("09:30"))
    assert standing(home, "hourly", at("10:02")).state is State.ON_TIME
    assert standing(home, "hourly", at("10:04")).state is State.MISSED


def test_one_whose_process_goes_on_is_at_work(home: Home) -> None:
    serve(home, at("09:30"))
    answer(home, "hourly", at("10:00"), exit_code=None)
    assert standing(home, "hourly", at("12:00")).state is State.AT_WORK


def test_one_that_somebody_is_in_the_way_of_waits(home: Home) -> None:
    serve(home, at("09:30"))
    with leased(home.path):
        assert standing(home, "hourly", at("10:04")).state is State.WAITING
    assert standing(home, "hourly", at("10:04")).state is State.MISSED


def test_the_live_one_is_due_only_while_games_are_on(home: Home) -> None:
    serve(home, at("09:30"))
    before = standing(home, "live", at("12:00"))
    assert (before.state, before.next_at) == (State.ON_TIME, at("18:50"))
    assert standing(home, "live", at("18:52")).state is State.ON_TIME
    missed = standing(home, "live", at("18:54"))
    assert (missed.state, missed.next_at) == (State.MISSED, at("18:55"))


def test_the_last_words_of_one_that_failed_are_told(home: Home) -> None:
    serve(home, at("09:00"))
    answer(home, "self-heal", at("14:15"), exit_code=1)
    found = standing(home, "self-heal", at("20:00"))
    assert (found.last_state, found.last_message) == ("failed", "as it was")


@pytest.fixture
def boxline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    return CommandLine(capsys, monkeypatch)


def test_the_command_tells_next_times_in_eastern_time_and_that_no_server_runs(
    boxline: CommandLine, home: Home
) -> None:
    boxline.now = at("12:00")
    told = boxline("schedule", home=home.path)
    assert told.exit == 0
    by_job = {row["job"]: row for row in told.table}
    assert list(by_job) == [job.name for job in JOBS]
    assert by_job["self-heal"]["next"] == "2024-11-12 14:15 EST"
    assert by_job["hourly"]["next"] == "2024-11-12 13:00 EST"
    assert "No server runs them" in told.talk


def test_the_command_ends_with_1_where_something_was_missed(
    boxline: CommandLine, home: Home
) -> None:
    serve(home, at("09:00"))
    boxline.now = at("12:00")
    told = boxline("schedule", "--json", home=home.path)
    assert told.exit == 1
    assert told.json["server"].startswith("process ")
    states = {job["job"]: job["state"] for job in told.json["jobs"]}
    assert states == {
        "hourly": "missed",
        "alerts": "missed",
        "completeness": "on time",
    } | dict.fromkeys(("morning-report", "self-heal", "prune", "live"), "on time")


def test_the_command_makes_no_home(boxline: CommandLine, tmp_path: Path) -> None:
    told = boxline("schedule", home=tmp_path / "none")
    assert (told.exit, told.data) == (0, "")
    assert not (tmp_path / "none").exists()
