"""Starting what is due, one process at a time for each job, by whichever server has the lease.

APScheduler wakes it; what is due is no state of it. A job's newest moment that has come is compared
with the newest that was answered, which the ledger knows: so whatever was missed, because no server
ran, the machine slept or the last one took too long, is caught up once, and nothing is done twice.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.base import BaseTrigger

from boxline.catalog import Catalog
from boxline.engine.calendar import Game
from boxline.errors import HomeBusy, LeaseLost
from boxline.stores.children import Child
from boxline.stores.leases import Lease
from boxline.stores.ledger import Ledger
from boxline.web.acting.starting import ENDING_SECONDS, Starter
from boxline.web.scheduling.jobs import JOBS, Job
from boxline.web.scheduling.live import live_days
from boxline.web.scheduling.times import Times

#: How long the lease of the server that schedules lasts, and how often it is renewed.
LEASE_SECONDS, RENEW_SECONDS = 60.0, 20
#: How often a job that waits looks again.
WAIT_SECONDS = 0.2


class AtTimes(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Wakes at the moments of a schedule."""

    def __init__(self, times: Times) -> None:
        self._times = times

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first moment after the last one that woke, or after now."""
        return self._times.following(previous_fire_time or now)


@dataclass(kw_only=True)
class Scheduler:
    """The jobs of one home.

    Attributes:
        games: gives the calendar.
        since: from when on a job is owed of which no moment was ever answered: since the first
            server on this home began, which the lease hands on.
    """

    ledger: Ledger
    catalog: Catalog
    starter: Starter
    clock: Callable[[], datetime]
    games: Callable[[], Sequence[Game]]
    jobs: Sequence[Job] = JOBS
    since: datetime | None = None
    _lease: Lease | None = None
    _stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._one_of_each = {job.name: threading.Lock() for job in self.jobs}
        self._one_writer = threading.Lock()
        # As many threads as could ever wait for one another, and one that keeps the lease.
        pool = ThreadPoolExecutor(2 * len(self.jobs) + 1)
        self._waking = BackgroundScheduler(
            timezone=UTC,
            executors={"default": pool},
            job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1},
        )

    def start(self) -> None:
        """Begin, and go on in threads of its own."""
        # It warns of each moment at which a job is still at work: that one is caught up with.
        logging.getLogger("apscheduler").setLevel(logging.ERROR)
        for job in self.jobs:
            self._waking.add_job(self.attend, AtTimes(job.times), args=[job], id=job.name)
        self._waking.add_job(self.keep_lease, id="lease at the start")
        self._waking.add_job(self.keep_lease, "interval", seconds=RENEW_SECONDS, id="lease")
        self._waking.start()

    def stop(self) -> None:
        """End; what was started goes on."""
        self.release()
        self._waking.shutdown(wait=False)

    def release(self) -> None:
        """Start nothing more, and let another server do it."""
        self._stopping.set()
        if self._lease is not None:
            self._lease.release()

    def keep_lease(self) -> None:
        """Renew the lease, or take it where no other server has it, and look at all jobs: a moment
        may have come while nobody had it, or while this machine slept or its clock was set."""
        self._hold_lease()
        if self._is_ours:
            for job in self.jobs:
                if not self._one_of_each[job.name].locked():
                    again = f"{job.name} again"
                    self._waking.add_job(self.attend, args=[job], id=again, replace_existing=True)

    def _hold_lease(self) -> None:
        try:
            if self._lease is not None:
                self._lease.insist()
                return
        except LeaseLost:  # this machine slept, and another server took over
            self._lease = None
        since = self.ledger.schedulers.since() or self.clock()
        try:
            lease = self.ledger.schedulers.acquire(
                run_id=self.starter.new_run_id(),
                doing="serve",
                now=since,
                seconds=LEASE_SECONDS,
                wait_seconds=0,
            )
        except HomeBusy:
            return
        self._lease, self.since = lease, since
        if self._stopping.is_set():
            lease.release()

    def attend(self, job: Job) -> None:
        """Do what is due of a job until nothing is."""
        with self._one_of_each[job.name]:
            while self._is_ours and (due := self.due(job)) is not None:
                self._answer(job, due)

    def due(self, job: Job) -> datetime | None:
        """The newest moment of a job that has come, if nobody has answered it."""
        now = self.clock()
        newest = job.times.newest(now)
        last = self.ledger.children.newest_of(job.name, until=now)
        answered = last.due_at if last is not None else self.since
        # What lies in the future was told by a clock that has been set back since.
        if answered is not None and newest <= answered <= now:
            return None
        return newest if self._days(job) is not None else None

    @property
    def _is_ours(self) -> bool:
        return self._lease is not None and not self._stopping.is_set()

    def _days(self, job: Job) -> list[date] | None:
        """The days that a job looks at; None where it has none to look at."""
        if not job.is_live:
            return []
        return live_days(self.games(), self.clock()) or None

    def _answer(self, job: Job, due: datetime) -> None:
        """Start a job's process once nobody is in its way, and wait for its end."""
        if not job.records_a_run:
            self._start(job, due)
            return
        with self._one_writer:
            is_refused = False
            while self._is_ours:
                # Of an earlier server, or somebody's who works by hand or over HTTP.
                if self._is_in_the_way(job):
                    self._stopping.wait(WAIT_SECONDS)
                    continue
                # It may have waited for hours: what is due now is what counts.
                latest = self.due(job)
                if latest is None and not is_refused:
                    return
                due = latest or due
                run_id = self._start(job, due)
                run = self.ledger.run(run_id) if run_id else None
                if run is None or run["state"] != "busy":
                    return
                is_refused = True  # somebody was faster, and this moment is not answered yet

    def _is_in_the_way(self, job: Job) -> bool:
        holder = self.ledger.leases.holder()
        is_held = holder is not None and holder.is_at_work
        own = self.ledger.children.alive_of(job.name)
        if own is not None and self._takes_too_long(own, job):
            own.process.end()  # its server, which would have ended it, is gone
        return is_held or own is not None

    def _takes_too_long(self, child: Child, job: Job) -> bool:
        seconds = self.starter.seconds if job.minutes is None else job.minutes * 60
        late = child.begun_at + timedelta(seconds=seconds + ENDING_SECONDS)
        is_started = child.process != child.server  # before, it is the server's own
        return is_started and child.process.is_ours and self.clock() > late

    def _start(self, job: Job, due: datetime) -> str:
        """Start a job's process and wait for its end; its run, empty where it looks at no day."""
        days = self._days(job)
        if days is None:  # the last game ended just now
            return ""
        started = self.starter.start(
            job.words(self.catalog, days),
            asked_by=f"schedule {job.name}",
            records_a_run=job.records_a_run,
            job=job.name,
            due_at=due,
            seconds=None if job.minutes is None else job.minutes * 60,
        )
        while not started.wait(WAIT_SECONDS) and self._is_ours:
            pass
        return started.run_id
