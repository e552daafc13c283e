"""What can be done with a home: land, load, plan, run, and see how it stands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from boxline.catalog import Raw
from boxline.domain.days import league_day
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import BatchWork, batches_to_load
from boxline.engine.loads import Loader, portions
from boxline.engine.plan import Planner, Settled
from boxline.engine.recording import Record
from boxline.engine.report import Report
from boxline.engine.run import Runner, calendar_of
from boxline.engine.sql_cache import SqlCache
from boxline.engine.versions import version_text
from boxline.engine.work import PlanView, Window
from boxline.errors import BoxlineError, FetchedInFuture, HomeBusy, UnknownDataset
from boxline.home.place import Place

if TYPE_CHECKING:
    from boxline.engine.ports import Landed
    from boxline.stores.leases import Lease
    from boxline.stores.warehouse import DuckDBWarehouse

OnStep = Callable[[str, str], None]
Page = tuple[str, bytes]

#: How long writing a snapshot may take.
SNAPSHOT_SECONDS = 600.0


def _quiet(_dataset: str, _what: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Home(Place):
    """A home directory, and the work on it.

    Attributes:
        as_of: the instant up to which its runs know; None for all that has landed.
    """

    as_of: datetime | None = None

    def new_batch(self) -> str:
        """A name for what lands together."""
        return f"{self.clock():%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"

    def land(
        self,
        raw: Raw,
        pages: Sequence[Page],
        *,
        fetched_at: datetime,
        batch: str = "",
        asked: Mapping[str, str] | None = None,
    ) -> tuple[Landed, bool]:
        """Store one request's pages; whether they are new (else noted as seen again).

        Args:
            batch: names what lands together; empty for a batch of its own.
            asked: the parameters of the request.
        Raises:
            FetchedInFuture: nothing can be known before it was fetched.
        """
        from boxline.stores.landing import content_id, landed_again

        if fetched_at > self.clock():
            raise FetchedInFuture(fetched_at)
        asked = asked or {}
        content = content_id(raw, pages, asked)
        # Given again, perhaps because it was killed: it is one landing.
        same = self.ledger.newest_landing(content_id=content, fetched_at=fetched_at)
        known = same or self.ledger.newest_landing(content_id=content)
        newest = self.ledger.newest_landing(dataset=raw.name)
        is_newest = known is None or newest is None or newest.fetched_at <= known.fetched_at
        if known and not same and not (raw.is_archive and is_newest):
            known = landed_again(known, fetched_at)  # it says so at another time, or again
        landed = self.landing.land(
            raw, pages, fetched_at=fetched_at, batch=batch, asked=asked, known=known
        )
        return landed, self.ledger.note_landed(landed, self.clock())

    def load(
        self, command: str, *, window: Window | None = None, on_step: OnStep = _quiet
    ) -> Report:
        """Read what landed into raw tables, and publish the snapshot."""
        return self._recorded(command, window or Window(), lambda runner, planner: None, on_step)

    def run(self, command: str, window: Window, *, on_step: OnStep = _quiet) -> Report:
        """Load, compute and publish whatever the window lacks."""
        window = self._today(window)

        def work(runner: Runner, planner: Planner) -> None:
            planner = runner.compute(planner, window)
            runner.document(planner, self._with_documents(window, planner.calendar))
            self._publish(runner.record, window.shrink_reason)

        return self._recorded(command, window, work, on_step)

    def _publish(self, record: Record, shrink_reason: str) -> None:
        made = self.published.publish(
            record.report.documents, self.clock(), shrink_reason=shrink_reason
        )
        record.report.documents_changed = made.changed
        for document, why in made.refused:
            cells = {document.day.isoformat(): version_text(document.inputs)}
            record.failed(document.dataset, cells, why)

    def plan(self, window: Window) -> PlanView:
        """What `run` would do now; changes nothing that stands."""
        if not self.is_begun:
            return PlanView([], [])
        with self.warehouse("plan", prepare=False) as warehouse:
            batches = self._batches(warehouse, window)
            planner = self._planner(warehouse)
        window = self._with_documents(self._today(window), planner.calendar)
        return PlanView(batches, planner.plan(window))

    def _planner(self, warehouse: DuckDBWarehouse) -> Planner:
        settled = Settled({**warehouse.commits(), **self.published.commits()})
        calendar = calendar_of(warehouse, self.catalog)
        scopes = self.ledger.reject_scopes
        return Planner(self.catalog, self.code, calendar, settled, self.attempts(), scopes)

    def _batches(self, warehouse: DuckDBWarehouse, window: Window) -> list[BatchWork]:
        return batches_to_load(
            self.catalog,
            self.code,
            self.ledger.landed(),
            warehouse.loads(),
            self.attempts(),
            max_failed_share=self.settings.max_failed_file_share,
            reject_scopes=self.ledger.reject_scopes(),
            replay=frozenset(cell for _, cell in window.replay),
        )

    def _recorded(
        self,
        command: str,
        window: Window,
        work: Callable[[Runner, Planner], None],
        on_step: OnStep,
    ) -> Report:
        """One run from its first record to its last: load, do the work, publish the snapshot."""
        run_id = f"{self.clock():%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
        is_leased = False
        try:
            with self.lease(f"{command} {run_id}", run_id=run_id) as lease:
                # Recorded under the lease: so a run that says `running` and has none is lost.
                is_leased = True
                with self._run_record(run_id, command) as record:
                    self._work(record, window, lease, work, on_step)
        except HomeBusy as cause:
            if not is_leased:
                self.ledger.start(run_id, command, self.clock())
                self.ledger.finish(run_id, "failed", self.clock(), [], str(cause))
            raise
        return record.report

    @contextmanager
    def _run_record(self, run_id: str, command: str) -> Iterator[Record]:
        """The row of a run: written when it begins, and completed however it ends."""
        self.ledger.start(run_id, command, self.clock())
        report = Report(run_id=run_id)
        record = Record(
            run_id=run_id,
            code=self.code,
            attempts=self.ledger,
            clock=self.clock,
            report=report,
        )
        state, message = "failed", "it was interrupted"
        try:
            yield record
            state = "failed" if report.failures else "done"
            message = "; ".join(failure.message for failure in report.failures)
        finally:
            cause = sys.exception()
            if isinstance(cause, Exception):
                name = "" if isinstance(cause, BoxlineError) else f"{type(cause).__name__}: "
                message = f"{name}{cause}"
            steps = [step.record() for step in report.steps]
            self.ledger.finish(run_id, state, self.clock(), steps, message)

    def _work(
        self,
        record: Record,
        window: Window,
        lease: Lease,
        work: Callable[[Runner, Planner], None],
        on_step: OnStep,
    ) -> None:
        loader = Loader(
            catalog=self.catalog,
            landing=self.landing,
            sql=SqlCache(self.catalog, self.code, self.path / "cache", "duckdb"),
            record=record,
            lease=lease,
            max_failed_share=self.settings.max_failed_file_share,
            on_step=on_step,
        )
        with ExitStack() as opened:

            def open_again() -> DuckDBWarehouse:
                opened.close()
                return opened.enter_context(self.warehouse(f"run {record.run_id}", lease=lease))

            warehouse = open_again()
            replies = [b for b in self._batches(warehouse, window) if not b.raw.is_archive]
            for portion in portions(replies):
                opened.close()  # nobody else may work here, but anybody may look
                read = loader.read(portion)
                warehouse = open_again()
                loader.load(warehouse, read)
            files = [b for b in self._batches(warehouse, window) if b.raw.is_archive]
            loader.load(warehouse, loader.read(files))
            planner = self._planner(warehouse)
            newest = [one.fetched_at for one in self.ledger.landed()]
            runner = Runner(
                warehouse=warehouse,
                sql=loader.sql,
                record=record,
                lease=lease,
                failed_before=planner.attempts.cells.keys(),
                clock=self.clock,
                as_of=self.as_of or max([self.clock(), *newest]),
                is_bounded=self.as_of is not None,
                on_step=on_step,
            )
            work(runner, planner)
            with warehouse.watched("the snapshot", SNAPSHOT_SECONDS):
                self.snapshot.publish(
                    warehouse.connection, self.catalog, planner.settled, self.clock()
                )

    def _documents_from(self, calendar: Calendar) -> date | None:
        """The first day whose documents are wanted unless more are asked for."""
        return calendar.newest_season_begins(next(iter(self.catalog.leagues.values())).seasons)

    def _with_documents(self, window: Window, calendar: Calendar) -> Window:
        chosen = window.documents_from or self._documents_from(calendar)
        return replace(window, documents_from=chosen)

    def _today(self, window: Window) -> Window:
        return replace(window, today=league_day(self.as_of or self.clock()))

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
