"""What can be done with a home: land, load, plan, run, and see how it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from boxline.catalog import Raw
from boxline.domain.days import league_day
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import BatchWork, LoadRecord, batches_to_load
from boxline.engine.plan import Planner
from boxline.engine.report import Report
from boxline.engine.run import Runner, calendar_of
from boxline.engine.versions import Settled
from boxline.engine.work import PlanView, Window
from boxline.errors import FetchedInFuture, HomeBusy, UnknownDataset
from boxline.home.asking import due_now
from boxline.home.finding import look_for_findings
from boxline.home.place import Place
from boxline.home.refusals import note_refusal
from boxline.home.run_record import run_record

if TYPE_CHECKING:
    from boxline.engine.fetch_plan import Fetch
    from boxline.engine.ports import Landed
    from boxline.engine.recording import Record
    from boxline.home.place import Warehouse
    from boxline.home.publishing import Publishing
    from boxline.home.session import Session
    from boxline.stores.leases import Lease

OnStep = Callable[[str, str], None]
Page = tuple[str, bytes]


def _quiet(_dataset: str, _what: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True, kw_only=True)
class Home(Place):
    """A home directory, and the work on it.

    Attributes:
        as_of: the instant up to which its runs know; None for all that has landed.
        run_id: under which its run is recorded, where whoever started this process has told
            others of it already; empty for a new one.
    """

    as_of: datetime | None = None
    run_id: str = ""

    def new_run_id(self) -> str:
        """A name for what a run records."""
        return f"{self.clock():%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"

    def new_batch(self) -> str:
        """A name for what lands together."""
        return self.new_run_id()

    def land(
        self,
        raw: Raw,
        pages: Sequence[Page],
        *,
        fetched_at: datetime,
        batch: str = "",
        asked: Mapping[str, str] | None = None,
        is_fetched: bool = False,
    ) -> tuple[Landed, bool]:
        """Store one request's pages; whether they are new (else noted as seen again).

        Args:
            batch: names what lands together; empty for a batch of its own.
            asked: the parameters of the request.
            is_fetched: we asked for it: what it said before, and says again, is nothing new.
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
        if is_fetched and same is None:
            # One in the future was stamped by a clock that has been set back since.
            last = self.ledger.newest_landing(dataset=raw.name, asked=asked, until=fetched_at)
            if last and last.content_id == content:
                same, batch = last, last.batch
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
        return self.recorded(command, window or Window(), lambda runner, planner: None, on_step)

    def run(
        self,
        command: str,
        window: Window,
        *,
        again: Sequence[Fetch] = (),
        on_step: OnStep = _quiet,
    ) -> Report:
        """Fetch, load, compute and publish whatever the window lacks.

        Args:
            again: what is asked for beyond what is due.
        """
        window = self._today(window)

        from boxline.home.publishing import Publishing

        def work(runner: Runner, planner: Planner) -> Publishing:
            with runner.sql.compiling_ahead(partial(_coming, planner, window)):
                planner = runner.compute(planner, window)
                wanted = self._with_documents(window, planner.calendar)
                runner.document(planner, wanted)
            return Publishing(
                home=self,
                record=runner.record,
                settled=planner.settled,
                window=wanted,
                lease=runner.lease,
            )

        def fetch(session: Session) -> None:
            if self.as_of is None:
                session.fetch_again(again)

        return self.recorded(command, window, work, on_step, fetch=fetch)

    def fetch(
        self, raw: Raw, window: Window, params: Mapping[str, str], *, on_step: OnStep = _quiet
    ) -> Report:
        """Ask for the cells of one dataset that are named, due or not, and load what comes."""
        return self.recorded(
            f"fetch {raw.name}",
            window,
            lambda runner, planner: None,
            on_step,
            fetch=lambda session: session.fetch_cells(raw, params),
        )

    def plan(self, window: Window) -> PlanView:
        """What `run` would do now; changes nothing that stands."""
        if not self.is_begun:
            return PlanView([], [])
        with self.warehouse("plan", prepare=False) as warehouse:
            batches = self.batches(warehouse.loads(), window)
            planner = self.planner(warehouse)
            fetches = due_now(self, warehouse, window)
        window = self._with_documents(self._today(window), planner.calendar)
        return PlanView(batches, planner.plan(window), fetches)

    def planner(self, warehouse: Warehouse) -> Planner:
        """What can be planned with, as things stand."""
        settled = Settled({**warehouse.commits(), **self.published.commits()})
        calendar = calendar_of(warehouse, self.catalog)
        scopes = self.ledger.reject_scopes
        return Planner(self.catalog, self.code, calendar, settled, self.attempts(), scopes)

    def batches(
        self, loads: Mapping[tuple[str, str], LoadRecord], window: Window
    ) -> list[BatchWork]:
        """What landed and is still to be read, beside what was read in already."""
        return batches_to_load(
            self.catalog,
            self.code,
            self.ledger.landed(),
            loads,
            self.attempts(),
            max_failed_share=self.settings.max_failed_file_share,
            reject_scopes=self.ledger.reject_scopes(),
            replay=frozenset(cell for _, cell in window.replay),
        )

    def recorded(
        self,
        command: str,
        window: Window,
        work: Callable[[Runner, Planner], Publishing | None],
        on_step: OnStep = _quiet,
        *,
        fetch: Callable[[Session], None] = lambda session: None,
    ) -> Report:
        """One run from its first record to its last: fetch, load, do the work, publish the
        snapshot."""
        run_id = self.run_id or self.new_run_id()
        is_recorded = False
        try:
            # Recorded under the lease: so a run that says `running` and has none is lost.
            with (
                self.lease(f"{command} {run_id}", run_id=run_id) as lease,
                run_record(self, run_id, command) as record,
            ):
                is_recorded = True
                self._work(record, window, lease, work, on_step, fetch)
        except HomeBusy as cause:
            if not is_recorded and not self.is_waiting_elsewhere:
                note_refusal(self, run_id, command, str(cause))
            raise
        return record.report

    def _work(
        self,
        record: Record,
        window: Window,
        lease: Lease,
        work: Callable[[Runner, Planner], Publishing | None],
        on_step: OnStep,
        fetch: Callable[[Session], None],
    ) -> None:
        from boxline.home.session import Session

        def tell(dataset: str, what: str) -> None:
            record.journal.say("work began", dataset=dataset, what=what)
            on_step(dataset, what)

        def look(*, has_worked: bool) -> None:
            changed = look_for_findings(self, has_worked=has_worked)
            record.journal.say("findings looked for", changed=changed)

        with Session(home=self, record=record, window=window, lease=lease, on_step=tell) as one:
            fetch(one)
            one.load()
            runner, planner = one.runner()
            publishing = work(runner, planner)
            one.publish_snapshot(planner)
            # Before the home's page is made, which tells of them.
            look(has_worked=bool(record.report.steps))
            if publishing is not None:
                publishing.publish()
                made, changed = record.report.documents_made, record.report.documents_changed
                record.journal.say("documents published", made=made, changed=changed)
                look(has_worked=False)  # a document may have been refused

    def _with_documents(self, window: Window, calendar: Calendar) -> Window:
        newest = calendar.newest_seasons_begin(self.catalog.leagues.values())
        chosen = {**newest, **window.documents_from}
        return replace(window, documents_from=chosen)

    def _today(self, window: Window) -> Window:
        return replace(window, today=league_day(self.as_of or self.clock()))

    def named(self, names: Sequence[str]) -> frozenset[str]:
        """Datasets, and feeds of documents, by name.

        Raises:
            UnknownDataset: with the nearest name that exists.
        """
        for name in names:
            if name not in self.catalog.names:
                raise UnknownDataset(name, self.catalog.names)
        return frozenset(names)


def _coming(planner: Planner, window: Window) -> list[str]:
    """The datasets that a run is about to make, in the order of its work."""
    return [plan.dataset for plan in planner.plan(window) if plan.unsettled]
