"""Jobs and schedules: what `boxline serve` does by the clock, from the same declaration."""

# Dagster reads annotations as they stand: as texts they would mean nothing to it.

from collections.abc import Callable
from datetime import date, datetime

import dagster as dg

from boxline.cli.acting_server import starter_of
from boxline.dagster.naming import POOL, key_of
from boxline.dagster.partitions import partitions_of
from boxline.dagster.standing import metadata_of
from boxline.domain.days import EASTERN
from boxline.home import Home
from boxline.stores.commit_records import told_commits
from boxline.web.acting.logs import newest_text
from boxline.web.scheduling.jobs import Job
from boxline.web.scheduling.live import live_days
from boxline.web.scheduling.times import WEEKDAYS, Daily, Each, Times, Weekly

#: Carries the moment that a run of Dagster's answers.
DUE = "boxline/due_at"

#: How often a command is asked whether it has ended.
LOOK_SECONDS = 0.2
#: Bytes of what a command said that are told.
TOLD_BYTES = 20_000


def cron_of(times: Times) -> str:
    """The moments of a schedule as a cron expression, on Eastern clocks.

    Raises:
        TypeError: it is a kind of schedule that this does not know.

    >>> cron_of(Daily("14:15")), cron_of(Weekly("Monday", "05:20")), cron_of(Each(10))
    ('15 14 * * *', '20 5 * * 1', '*/10 * * * *')
    """
    match times:
        case Daily(clock=clock):
            return f"{_clock(clock)} * * *"
        case Weekly(weekday=weekday, clock=clock):
            return f"{_clock(clock)} * * {(WEEKDAYS.index(weekday) + 1) % 7}"
        case Each(minutes=60):
            return "0 * * * *"
        case Each(minutes=minutes):
            return f"*/{minutes} * * * *"
    raise TypeError(f"no cron expression is known for {times!r}")


def _clock(clock: str) -> str:
    hour, minute = map(int, clock.split(":"))
    return f"{minute} {hour}"


def schedule_of(job: Job, open_home: Callable[[], Home]) -> dg.ScheduleDefinition:
    """A job of the server's as a schedule of Dagster's, which is off until somebody turns it on."""

    def is_due(_context: dg.ScheduleEvaluationContext) -> bool:
        if not job.is_live:
            return True
        home = open_home()
        try:
            return bool(_live_days(home))
        finally:
            home.close()

    def tags(context: dg.ScheduleEvaluationContext) -> dict[str, str]:
        return {DUE: context.scheduled_execution_time.isoformat()}

    return dg.ScheduleDefinition(
        name=_name(job),
        job=job_of(job, open_home),
        cron_schedule=cron_of(job.times),
        execution_timezone=EASTERN.key,
        description=f"{job.about} ({job.when})",
        should_execute=is_due,
        tags_fn=tags,
    )


def job_of(job: Job, open_home: Callable[[], Home]) -> dg.JobDefinition:
    """The same command as the server's, in a process of its own."""

    def carry_out(context: dg.OpExecutionContext) -> None:
        home = open_home()
        try:
            _carry_out(context, job, home)
        finally:
            home.close()

    step = dg.op(name=f"{_name(job)}_command", pool=POOL if job.records_a_run else None)(carry_out)

    def graph() -> None:
        step()

    shown = " ".join(["boxline", *job.command])
    return dg.job(name=_name(job), description=f"`{shown}`: {job.about}.")(graph)


def _name(job: Job) -> str:
    return job.name.replace("-", "_")


def _live_days(home: Home) -> list[date]:
    from boxline.web.scheduling.calendar import SnapshotCalendar

    calendar = SnapshotCalendar(snapshot=home.snapshot, catalog=home.catalog)
    return live_days(calendar.games(), home.clock())


def _carry_out(context: dg.OpExecutionContext, job: Job, home: Home) -> None:
    from boxline.stores.tokens import ANYWHERE

    told = context.run.tags.get(DUE)
    due = None if told is None else datetime.fromisoformat(told)
    if due is not None and _is_answered(home, job, due):
        context.log.info(f"The moment {due} is answered already: a server of Boxline's runs too.")
        return
    days = _live_days(home) if job.is_live else []
    if job.is_live and not days:
        context.log.info("No game is on.")
        return
    starter = starter_of(home)
    started = starter.start(
        job.words(home.catalog, days),
        asked_by=f"dagster {job.name}",
        records_a_run=job.records_a_run,
        job="" if due is None else job.name,
        due_at=due,
        seconds=None if job.minutes is None else job.minutes * 60,
    )
    try:
        while not started.wait(LOOK_SECONDS):
            pass
    finally:
        if started.exit_code is None:  # this run of Dagster's was ended
            starter.end_all()
    said = ANYWHERE.sub("(a token)", newest_text(starter.logs, started.run_id, TOLD_BYTES)).strip()
    context.log.info(said or "It said nothing.")
    if job.records_a_run:
        tell_commits(context, home, started.run_id)
    if started.exit_code:
        raise dg.Failure(
            f"`boxline {' '.join(job.command)}` ended with {started.exit_code}: {said}",
            metadata={"run": started.run_id},
            allow_retries=False,
        )


def _is_answered(home: Home, job: Job, due: datetime) -> bool:
    last = home.ledger.children.newest_of(job.name, until=home.clock())
    is_newer = last is not None and last.due_at is not None and last.due_at >= due
    return is_newer or home.ledger.children.alive_of(job.name) is not None


def tell_commits(context: dg.OpExecutionContext, home: Home, run_id: str) -> None:
    """Tell Dagster what a run committed, day by day, as the home's records say it."""
    from boxline.stores.reading import open_snapshot

    catalog = home.catalog
    days = {name: partitions_of(catalog, one) for name, one in catalog.leagues.items()}
    if home.snapshot.manifest() is None:
        return
    with open_snapshot(home.snapshot, only={"ops.commits"}) as connection:
        commits = told_commits(connection, run_id=run_id)
    for told in commits:
        if told.dataset not in catalog.datasets:
            continue
        partition = told.day.isoformat()
        if days[catalog.league(catalog[told.dataset]).name].has_partition_key(partition):
            context.log_event(
                dg.AssetMaterialization(
                    key_of(told.dataset), partition=partition, metadata=metadata_of(told)
                )
            )
