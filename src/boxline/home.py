"""One home: its stores wired to the engine, and what can be done with them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from boxline.catalog import Catalog, Raw
from boxline.config import Settings
from boxline.domain.days import league_day
from boxline.engine.calendar import Calendar
from boxline.engine.code_version import CodeVersions
from boxline.engine.landed_work import to_load
from boxline.engine.plan import Settled, plan
from boxline.engine.report import Failure, Report
from boxline.engine.run import Runner, calendar_of
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import PlanView, Window
from boxline.errors import (
    BoxlineError,
    FetchedInFuture,
    StoreDamaged,
    UnknownDataset,
    UnusableHome,
)
from boxline.leagues import load_catalog

if TYPE_CHECKING:
    from boxline.engine.ports import Landed
    from boxline.stores.landing import Landing
    from boxline.stores.ledger import Ledger
    from boxline.stores.published import Published
    from boxline.stores.snapshot import Snapshot
    from boxline.stores.warehouse import DuckDBWarehouse

OnStep = Callable[[str, str], None]


def _quiet(_dataset: str, _what: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Home:
    """A home directory; `clock` gives the present instant, aware and in UTC, `declared` the
    catalog."""

    settings: Settings
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    declared: Callable[[], Catalog] = load_catalog

    @property
    def path(self) -> Path:
        return self.settings.home

    @cached_property
    def catalog(self) -> Catalog:
        return self.declared()

    @cached_property
    def code(self) -> Mapping[str, str]:
        return CodeVersions(self.catalog, self.path / "cache" / "code.json").all()

    @property
    def is_begun(self) -> bool:
        """Whether anything is in it yet."""
        return self.path.is_dir() and any(self.path.iterdir())

    @cached_property
    def ledger(self) -> Ledger:
        from boxline.stores.ledger import Ledger

        self._make()
        ledger = Ledger(self.path / "ledger.sqlite")
        try:
            ledger.recover(self.landing, self.clock())
        except StoreDamaged:
            ledger.close()
            raise
        return ledger

    @cached_property
    def landing(self) -> Landing:
        from boxline.stores.landing import Landing

        return Landing(str(self.path / "landing"))

    @cached_property
    def published(self) -> Published:
        from boxline.stores.published import Published

        return Published(self.path / "published")

    @cached_property
    def snapshot(self) -> Snapshot:
        from boxline.stores.snapshot import Snapshot

        return Snapshot(self.path / "snapshot")

    def check(self) -> None:
        """Look at the folder; one that is not there yet is fine.

        Raises:
            UnusableHome: it is a file, or cannot be looked at.
        """
        try:
            is_other = self.path.exists() and not self.path.is_dir()
        except OSError as cause:
            raise UnusableHome(str(self.path), cause.strerror or str(cause)) from cause
        if is_other:
            raise UnusableHome(str(self.path), "it is a file, not a folder")

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise UnusableHome(str(self.path), cause.strerror or str(cause)) from cause

    @contextmanager
    def warehouse(self, doing: str, *, prepare: bool = True) -> Iterator[DuckDBWarehouse]:
        """The warehouse, open and locked; without `prepare` no table is made."""
        from boxline.stores.warehouse import open_warehouse

        self._make()
        with open_warehouse(
            self.path,
            self.catalog,
            self.ledger,
            doing=doing,
            memory_limit=self.settings.warehouse_memory,
            wait_seconds=self.settings.lock_wait_seconds,
            prepare=prepare,
        ) as warehouse:
            yield warehouse

    def land(
        self, raw: Raw, pages: Sequence[tuple[str, bytes]], *, fetched_at: datetime
    ) -> tuple[Landed, bool]:
        """Store one request's pages; whether they are new (else noted as seen again).

        Raises:
            FetchedInFuture: nothing can be known before it was fetched.
        """
        from boxline.stores.landing import content_id, landed_again

        if fetched_at > self.clock():
            raise FetchedInFuture(fetched_at)
        content = content_id(raw, pages)
        # Given again, perhaps because it was killed: it is one landing.
        same = self.ledger.newest_landing(content_id=content, fetched_at=fetched_at)
        known = same or self.ledger.newest_landing(content_id=content)
        newest = self.ledger.newest_landing(dataset=raw.name)
        is_newest = known is None or newest is None or newest.fetched_at <= known.fetched_at
        if known and not same and not (raw.is_archive and is_newest):
            known = landed_again(known, fetched_at)  # it says so at another time, or again
        landed = self.landing.land(raw, pages, fetched_at=fetched_at, known=known)
        return landed, self.ledger.note_landed(landed, self.clock())

    def load(self, command: str, *, on_step: OnStep = _quiet) -> Report:
        """Read what landed into raw tables, and publish the snapshot."""
        return self._recorded(command, lambda runner, settled, report: None, on_step)

    def run(
        self, command: str, window: Window, *, shrink_reason: str = "", on_step: OnStep = _quiet
    ) -> Report:
        """Load, compute and publish whatever the window lacks; `shrink_reason`: why documents may
        have fewer rows than those published."""
        window = self._today(window)

        def work(runner: Runner, settled: Settled, report: Report) -> None:
            calendar = runner.compute(settled, window, report)
            chosen = self._with_documents(window, calendar)
            runner.document(settled, calendar, chosen, report)
            made = self.published.publish(
                report.documents, self.clock(), shrink_reason=shrink_reason
            )
            report.documents_changed = made.changed
            report.failures += [Failure(dataset=r.dataset, message=str(r)) for r in made.refused]

        return self._recorded(command, work, on_step)

    def plan(self, window: Window) -> PlanView:
        """What `run` would do now; changes nothing."""
        if not self.is_begun:
            return PlanView([], [], [])
        with self.warehouse("plan", prepare=False) as warehouse:
            done = warehouse.loads()
            settled = Settled({**warehouse.commits(), **self.published.commits()})
            calendar = calendar_of(warehouse, self.catalog)
        landed, refused = self.ledger.landed(), self.ledger.refusals()
        window = self._with_documents(self._today(window), calendar)
        return PlanView(
            to_load(self.catalog, self.code, landed, done, refused),
            [(one, refused[one.landed_id][1]) for one in landed if one.landed_id in refused],
            plan(self.catalog, self.code, calendar, settled, window),
        )

    def _recorded(
        self, command: str, work: Callable[[Runner, Settled, Report], None], on_step: OnStep
    ) -> Report:
        """One run from its first record to its last: load, do the work, publish the snapshot."""
        now = self.clock()
        run_id = f"{now:%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
        report = Report(run_id=run_id)
        state, message, is_begun = "failed", "it was interrupted", False
        try:
            # Recorded while the lock is held: so a run that says `running` and holds none is lost.
            with self.warehouse(f"{command} {run_id}") as warehouse:
                self.ledger.start(run_id, command, now)
                is_begun = True
                # Only now: while it waited for the lock, others may have landed and loaded.
                landed, refused = self.ledger.landed(), self.ledger.refusals()
                as_of = max([self.clock(), *(one.fetched_at for one in landed)])
                runner = Runner(
                    catalog=self.catalog,
                    code=self.code,
                    warehouse=warehouse,
                    landing=self.landing,
                    sql=SqlCache(self.catalog, self.code, self.path / "cache", warehouse.dialect),
                    run_id=run_id,
                    clock=self.clock,
                    as_of=as_of,
                    on_step=on_step,
                )
                runner.load(landed, refused, report)
                settled = Settled({**warehouse.commits(), **self.published.commits()})
                work(runner, settled, report)
                self.snapshot.publish(warehouse.connection, self.catalog, settled, self.clock())
            state = "failed" if report.failures else "done"
            message = "; ".join(f.message for f in report.failures)
        finally:
            cause = sys.exception()
            if isinstance(cause, Exception):
                name = "" if isinstance(cause, BoxlineError) else f"{type(cause).__name__}: "
                message = f"{name}{cause}"
            if not is_begun:
                self.ledger.start(run_id, command, now)
            for refusal in report.refusals:
                self.ledger.refuse(refusal.landed_id, refusal.code, refusal.why)
            steps = [step.record() for step in report.steps]
            self.ledger.finish(run_id, state, self.clock(), steps, message)
        return report

    @property
    def holder(self) -> str:
        """Who holds the warehouse and what they are doing; empty where nobody does."""
        from boxline.stores.lock import holder_of

        return holder_of(self.path / "warehouse.lock")

    def _documents_from(self, calendar: Calendar) -> date | None:
        """The first day whose documents are wanted unless more are asked for."""
        return calendar.newest_season_begins(next(iter(self.catalog.leagues.values())).seasons)

    def _with_documents(self, window: Window, calendar: Calendar) -> Window:
        chosen = window.documents_from or self._documents_from(calendar)
        return replace(window, documents_from=chosen)

    def _today(self, window: Window) -> Window:
        return replace(window, today=league_day(self.clock()))

    def standing(self) -> list[dict[str, Any]]:
        """How every dataset stands, of the newest snapshot and what is published.

        Raises:
            NothingPublished: there is no snapshot yet.
        """
        from boxline.health.standing import snapshot_commits, snapshot_rejects, standing
        from boxline.stores.calendar_sql import read_calendar
        from boxline.stores.reading import open_snapshot

        with open_snapshot(self.snapshot) as connection:
            commits = {**snapshot_commits(connection), **self.published.commits()}
            rejects = snapshot_rejects(connection)
            calendars = [league.calendar for league in self.catalog.leagues.values()]
            calendar = read_calendar(connection, calendars)
        return standing(self.catalog, commits, rejects, calendar, self._documents_from(calendar))

    def named(self, names: Sequence[str]) -> frozenset[str]:
        """Datasets by name.

        Raises:
            UnknownDataset: with the nearest name that exists.
        """
        for name in names:
            if name not in self.catalog.datasets:
                raise UnknownDataset(name, self.catalog.datasets)
        return frozenset(names)

    def close(self) -> None:
        """Let go of the ledger's file."""
        if "ledger" in self.__dict__:
            self.ledger.close()
