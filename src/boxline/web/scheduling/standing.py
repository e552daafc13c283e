"""How every job stands: when it is due next, how it went last, and whether anything was missed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.engine.calendar import Game
from boxline.stores.children import Child
from boxline.stores.leases import Holder
from boxline.stores.ledger import Ledger
from boxline.web.scheduling.jobs import JOBS, Job
from boxline.web.scheduling.live import live_days, next_live_at

#: A moment that nobody answered for so long was missed: a server takes a second.
GRACE = timedelta(minutes=3)


class State(Enum):
    """How a job stands."""

    ON_TIME = "on time"
    AT_WORK = "at work"  # its process goes on
    WAITING = "waiting"  # it is due, and somebody else has the home
    MISSED = "missed"  # it was due, and nothing was started; the next server does it once
    NOT_SERVED = "not served"  # no server ever ran


@dataclass(frozen=True, kw_only=True)
class JobStanding:
    """One job.

    Attributes:
        next_at: None where it is due only while games are on, and the calendar knows of none.
        last_due_at: the newest moment that was answered; None where none ever was.
        last_state: of the run that answered it; empty likewise.
    """

    job: Job
    state: State
    next_at: datetime | None
    last_due_at: datetime | None = None
    last_state: str = ""
    last_run_id: str = ""
    last_message: str = ""


def scheduling_server(ledger: Ledger) -> Holder | None:
    """The server that starts what is due; None where none does."""
    holder = ledger.schedulers.holder()
    return holder if holder is not None and holder.is_at_work else None


def standing_of_jobs(
    ledger: Ledger, games: Sequence[Game], now: datetime, jobs: Sequence[Job] = JOBS
) -> list[JobStanding]:
    """How every job stands as of an instant."""
    return [_standing(job, ledger, games, now) for job in jobs]


def _standing(job: Job, ledger: Ledger, games: Sequence[Game], now: datetime) -> JobStanding:
    last = ledger.children.newest_of(job.name, until=now)
    run = None if last is None else ledger.run(last.run_id)
    is_on = not job.is_live or bool(live_days(games, now))
    return JobStanding(
        job=job,
        state=_state(job, ledger, games, now, last),
        next_at=job.times.following(now) if is_on else next_live_at(games, now),
        last_due_at=None if last is None else last.due_at,
        last_state="" if run is None else str(run["state"]),
        last_run_id="" if last is None else last.run_id,
        last_message="" if run is None else str(run["message"] or ""),
    )


def _state(
    job: Job, ledger: Ledger, games: Sequence[Game], now: datetime, last: Child | None
) -> State:
    if ledger.children.alive_of(job.name) is not None:
        return State.AT_WORK
    began = ledger.schedulers.since()
    answered = began if last is None or last.due_at is None else last.due_at
    if answered is None:
        return State.NOT_SERVED
    late = now - GRACE
    is_late = job.times.following(answered) <= late
    if not is_late or (job.is_live and not live_days(games, late)):
        return State.ON_TIME
    holder = ledger.leases.holder()
    is_held = holder is not None and holder.is_at_work
    return State.WAITING if is_held and scheduling_server(ledger) else State.MISSED


@dataclass(frozen=True, kw_only=True)
class JobStandings:
    """How all jobs stand."""

    jobs: Sequence[JobStanding]


@alarm(
    "schedule-not-firing",
    severity=Severity.CRITICAL,
    blocks="all that only happens by the clock: runs, scores of games that are on, these checks",
    next_step="boxline serve; `boxline schedule` shows what was missed",
)
def schedule_not_firing(standings: JobStandings) -> Iterator[Firing]:
    """A moment of a schedule passed, and nobody answered it: no server runs, or it hangs."""
    for each in standings.jobs:
        if each.state is State.MISSED:
            last = each.last_due_at
            newest = f"the newest that was is of {last:%Y-%m-%d %H:%M} UTC" if last else "none was"
            yield Firing(
                subject=each.job.name,
                found=f"{each.job.when}: a moment was not answered; {newest}",
            )
