"""Dagster's schedules are those of the server: one declaration, the same moments and commands."""

from __future__ import annotations

import doctest
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import takewhile

import dagster as dg
import pytest

from boxline.dagster import jobs
from boxline.dagster.jobs import DUE, cron_of, job_of, schedule_of, tell_commits
from boxline.domain.days import EASTERN
from boxline.web.scheduling.jobs import JOBS, Job
from boxline.web.scheduling.times import Daily, Each, Times, Weekly
from tests.builders import NOON, home_at, run
from tests.scale.dagster.conftest import Location

#: The nights on which clocks change, and an ordinary week.
SPANS = {
    "clocks go forward": datetime(2025, 3, 8, 12, tzinfo=UTC),
    "clocks go back": datetime(2025, 11, 1, 12, tzinfo=UTC),
    "summer": datetime(2025, 7, 1, 12, tzinfo=UTC),
}


def moments(times: Times, since: datetime, until: datetime) -> list[datetime]:
    """As the server reckons them."""

    def every() -> Iterator[datetime]:
        now = since
        while True:
            now = times.following(now)
            yield now

    return list(takewhile(lambda moment: moment < until, every()))


def ticks(times: Times, since: datetime, until: datetime) -> list[datetime]:
    """As Dagster does."""
    from dagster._utils.schedules import schedule_execution_time_iterator

    found = schedule_execution_time_iterator(
        (since + timedelta(seconds=1)).timestamp(), cron_of(times), EASTERN.key, ascending=True
    )
    utc = (moment.astimezone(UTC) for moment in found)
    return list(takewhile(lambda moment: moment < until, utc))


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_schedule_ticks_when_the_server_is_due(job: Job, span: str) -> None:
    since = SPANS[span]
    until = since + timedelta(days=3 if isinstance(job.times, Each) else 9)
    expected = moments(job.times, since, until)
    assert ticks(job.times, since, until) == expected != []


@pytest.mark.parametrize(
    ("times", "cron"),
    [
        (Daily("06:00"), "0 6 * * *"),
        (Weekly("Sunday", "23:59"), "59 23 * * 0"),
        (Weekly("Monday", "05:20"), "20 5 * * 1"),
        (Each(60), "0 * * * *"),
        (Each(1), "*/1 * * * *"),
    ],
)
def test_times_as_cron_expressions(times: Times, cron: str) -> None:
    assert cron_of(times) == cron


def test_the_examples_of_the_room_are_true() -> None:
    found = doctest.testmod(jobs)
    assert (found.failed, found.attempted) == (0, 1)


def test_every_job_of_the_server_is_a_schedule_that_is_off_until_turned_on(
    location: Location,
) -> None:
    found = list(location.definitions().schedules or [])
    assert [one.name for one in found] == [job.name.replace("-", "_") for job in JOBS]
    assert {one.default_status for one in found} == {dg.DefaultScheduleStatus.STOPPED}
    assert {one.execution_timezone for one in found} == {"America/New_York"}


def carried_out(
    location: Location, job: Job, due: datetime | None = None
) -> dg.ExecuteInProcessResult:
    tags = {} if due is None else {DUE: due.isoformat()}
    return job_of(job, location.home).execute_in_process(
        instance=location.instance, tags=tags, raise_on_error=False
    )


PRUNE = next(job for job in JOBS if job.name == "prune")
DUE_AT = datetime(2025, 6, 30, 9, 20, tzinfo=UTC)


def test_a_job_is_the_command_of_the_server_and_answers_its_moment(location: Location) -> None:
    assert carried_out(location, PRUNE, DUE_AT).success
    home = location.home()
    child = home.ledger.children.newest_of("prune")
    home.close()
    assert child is not None
    assert (child.command, child.due_at, child.exit_code) == ("boxline prune", DUE_AT, 0)
    assert child.asked_by == "dagster prune"


def test_a_moment_that_a_server_has_answered_is_not_answered_again(location: Location) -> None:
    home = location.home()
    home.ledger.children.begin(
        "of-server", asked_by="schedule prune", command="", now=NOON, job="prune", due_at=DUE_AT
    )
    home.ledger.children.ended("of-server", exit_code=0, message="", now=NOON)
    assert carried_out(location, PRUNE, DUE_AT).success
    newest = home.ledger.children.newest_of("prune")
    home.close()
    assert newest is not None
    assert newest.run_id == "of-server"


def test_a_command_that_ends_with_a_problem_fails_with_what_it_said(location: Location) -> None:
    job = Job(
        name="asking",
        about="what is nowhere",
        times=Daily("06:00"),
        command=("sql", "SELECT nothing FROM nowhere"),
        records_a_run=False,
    )
    result = carried_out(location, job)
    (failed,) = result.get_step_failure_events()
    told = failed.step_failure_data.user_failure_data
    assert told is not None
    assert "nowhere" in str(told.description)
    assert "ended with 2" in str(told.description)


def test_live_scores_are_asked_for_only_while_games_are_on(location: Location) -> None:
    live = next(job for job in JOBS if job.is_live)
    context = dg.build_schedule_context(instance=location.instance, scheduled_execution_time=NOON)
    quiet = schedule_of(live, location.home).evaluate_tick(context)
    assert list(quiet.run_requests or []) == []

    home = location.home()
    run(home, only=frozenset({"nba_core.games"}), first=date(2024, 11, 26))
    home.close()
    tonight = datetime(2024, 11, 28, 1, tzinfo=UTC)
    evening = schedule_of(
        live, lambda: home_at(location.path, now=tonight, declared=location.declared)
    ).evaluate_tick(context)
    (request,) = evening.run_requests or []
    assert request.tags[DUE] == NOON.isoformat()


def test_what_a_command_committed_is_told_as_materialisations(location: Location) -> None:
    home = location.home()
    report = run(home, only=frozenset({"nba_core.games"}), first=date(2024, 10, 22))

    def tell(context: dg.OpExecutionContext) -> None:
        tell_commits(context, home, report.run_id)

    tell.__annotations__["context"] = dg.OpExecutionContext
    step = dg.op(name="tell")(tell)

    def graph() -> None:
        step()

    dg.job(name="telling")(graph).execute_in_process(instance=location.instance)
    told = location.made("nba_core.games")
    home.close()
    assert {one["run"] for one in told.values()} == {report.run_id}
    assert len(told) == sum(step.outcome.days for step in report.steps) > 0
