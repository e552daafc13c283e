"""A home in memory, whose runs go as real ones do: fetch, load, compute, draft, publish.

Planner, runner, loader, fetch plan, fetcher and breakers are the engine's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from boxline.catalog import Export, Raw
from boxline.domain.days import league_day
from boxline.engine.attempts import Attempts, BreakerPolicy
from boxline.engine.calendar import Calendar
from boxline.engine.exchanges import HostPolicy
from boxline.engine.fetch_plan import Fetch, Known, fetches_due
from boxline.engine.landed_work import BatchWork, batches_to_load
from boxline.engine.loads import Loader
from boxline.engine.plan import Planner
from boxline.engine.recording import Record
from boxline.engine.report import Report
from boxline.engine.run import Runner, calendar_of
from boxline.engine.versions import Commit, Settled, version_text
from boxline.engine.work import Window
from boxline.errors import DocumentShrinks, NotThereYet, WorkError
from boxline.fetching import Fetcher, Hosts, Patience
from tests.engine.histories.judge import Judge
from tests.engine.histories.league import CATALOG, DAYS, GAMES
from tests.engine.histories.ledger import KillableLease, MemoryLanding, MemoryLedger
from tests.engine.histories.tables import Tables
from tests.engine.histories.warehouse import MemoryWarehouse
from tests.engine.histories.wire import Wire

POLICY = BreakerPolicy(failure_threshold=3, lockout=timedelta(hours=24))
HOSTS = HostPolicy(failure_threshold=3, lockout=timedelta(minutes=30))
#: Credits of a league day, of which each request costs one.
BUDGET = 4
BEGINS = datetime(2024, 8, 2, 4, tzinfo=UTC)


class _NoSql:
    def sql(self, _: str) -> str:
        return ""


@dataclass
class MemoryHome:
    """Everything that outlasts a run."""

    tables: Tables = field(default_factory=Tables)
    ledger: MemoryLedger = field(default_factory=MemoryLedger)
    landing: MemoryLanding = field(default_factory=MemoryLanding)
    published: dict[str, dict[date, Commit]] = field(default_factory=dict)
    documents: dict[tuple[str, date], Any] = field(default_factory=dict)
    published_of: dict[tuple[str, date], tuple[object, str]] = field(default_factory=dict)
    failing: dict[str, list[WorkError]] = field(default_factory=dict)
    wire: Wire = field(default_factory=Wire)
    code: dict[str, str] = field(default_factory=lambda: dict.fromkeys(CATALOG.datasets, "code 0"))
    now: datetime = BEGINS
    runs: int = 0

    def __post_init__(self) -> None:
        self.wire.clock = self.clock
        self.judge = Judge(self)
        self.warehouse = MemoryWarehouse(self.tables, self.ledger, self.judge, self.failing)

    def clock(self) -> datetime:
        return self.now

    def land(self, raw: Raw, body: bytes, asked: Mapping[str, str] | None = None) -> None:
        """Land a reply; bytes that the newest one about the same had are only seen again."""
        asked = asked or {}
        about = [
            one
            for one in self.landing.landings
            if one.dataset == raw.name and dict(one.asked) == dict(asked)
        ]
        if asked and about and self.landing.bodies[about[-1].pages[0].path] == body:
            self.ledger.seen_at[about[-1].landed_id] = self.now
            return
        landed = self.landing.land(raw, body, self.now, asked)
        self.ledger.seen_at.setdefault(landed.landed_id, self.now)

    def planner(self) -> Planner:
        settled = Settled({**self.warehouse.commits(), **self.published})
        calendar = calendar_of(self.warehouse, CATALOG)  # type: ignore[arg-type]
        scopes = self.ledger.reject_scopes
        return Planner(CATALOG, self.code, calendar, settled, self.attempts(), scopes)

    def attempts(self) -> Attempts:
        return Attempts(self.ledger.attempts, POLICY, self.now)

    def window(self, **asked: Any) -> Window:
        return Window(today=league_day(self.now), **asked)

    def with_documents(self, window: Window, calendar: Calendar) -> Window:
        begins = calendar.newest_seasons_begin(CATALOG.leagues.values())
        return replace(window, documents_from={**begins, **window.documents_from})

    def batches(self) -> list[BatchWork]:
        return batches_to_load(
            CATALOG,
            self.code,
            self.landing.landings,
            self.tables.loads,
            self.attempts(),
            max_failed_share=0.2,
            reject_scopes=self.ledger.reject_scopes(),
        )

    def due(self, window: Window) -> list[Fetch]:
        answered: dict[tuple[str, str], datetime] = {}
        for one in self.landing.landings:
            raw = CATALOG[one.dataset]
            seen = self.ledger.seen_at.get(one.landed_id, one.fetched_at)
            if isinstance(raw, Raw) and raw.request and one.asked and seen <= self.now:
                key = (raw.name, raw.request.cell(one.asked))
                answered[key] = max(seen, answered.get(key, seen))
        known = Known(
            games=self.warehouse.games(),
            teams={},
            rows={},
            answered=answered,
            absent=self.ledger.absent(self.now),
            attempts=self.attempts(),
            code=self.code,
            now=self.now,
        )
        reach = window if window.first or window.last else replace(window, first=DAYS[0])
        return fetches_due(CATALOG, known, reach, providers=["wire"])

    def run(self, window: Window | None = None, kill_after: int | None = None) -> Report:
        """One run, killed after so many pieces of work."""
        self.runs += 1
        record = Record(
            run_id=f"run-{self.runs}", code=self.code, attempts=self.ledger, clock=self.clock
        )
        one = _Run(self, record, window or self.window(), KillableLease(kill_after))
        self.judge.begin(one.window)
        one.work()
        return record.report


@dataclass
class _Run:
    home: MemoryHome
    record: Record
    window: Window
    lease: KillableLease

    def work(self) -> None:
        self._fetch()
        self._load()
        runner, planner = self._runner()
        planner = runner.compute(planner, self.window)
        window = self.home.with_documents(self.window, planner.calendar)
        self.home.judge.draft(planner, window)
        runner.document(planner, window)
        self.lease.renew()
        self._publish()

    def _runner(self) -> tuple[Runner, Planner]:
        home, planner = self.home, self.home.planner()
        newest = max((one.fetched_at for one in home.landing.landings), default=home.now)
        runner = Runner(
            warehouse=home.warehouse,  # type: ignore[arg-type]
            sql=_NoSql(),  # type: ignore[arg-type]
            record=self.record,
            lease=self.lease,
            models=None,  # type: ignore[arg-type]
            failed_before=planner.attempts.cells.keys(),
            clock=home.clock,
            as_of=max(newest, home.now),
            is_bounded=False,
        )
        return runner, planner

    def _load(self) -> None:
        loader = Loader(
            catalog=CATALOG,
            landing=self.home.landing,
            sql=_NoSql(),  # type: ignore[arg-type]
            record=self.record,
            lease=self.lease,
            max_failed_share=0.2,
        )
        loader.load(self.home.warehouse, loader.read(self.home.batches()))  # type: ignore[arg-type]

    def _fetch(self) -> None:
        home, asked = self.home, set[tuple[str, str]]()
        fetcher = Fetcher(
            sender=home.wire,  # type: ignore[arg-type]
            pacer=home.ledger,  # type: ignore[arg-type]
            log=home.ledger,  # type: ignore[arg-type]
            clock=home.clock,
            run_id=self.record.run_id,
            budgets={"wire": BUDGET},
            patience=Patience(tries=1, first_wait_seconds=0.0),
            hosts=Hosts(HOSTS, home.ledger.host_records()),
        )
        while True:
            due = home.due(self.window)
            new = [each for each in due if (each.raw.name, each.cell) not in asked]
            if not new:
                return
            for fetch in new:
                asked.add((fetch.raw.name, fetch.cell))
                self.lease.renew()
                self._ask(fetcher, fetch)
            self._load()
            runner, planner = self._runner()
            sources = CATALOG.with_sources([GAMES.name])
            runner.compute(planner, replace(self.window, only=sources))

    def _ask(self, fetcher: Fetcher, fetch: Fetch) -> None:
        home, cell = self.home, (fetch.raw.name, fetch.cell)
        answer = fetcher.fetch(fetch)
        home.ledger.exchanges += fetcher.take_exchanges()
        failure = answer.failure
        if failure is None:
            home.land(fetch.raw, answer.pages[0][1], fetch.asked)
            self.record.mended(fetch.raw.name, {fetch.cell: fetch.moment.isoformat()})
        elif failure.code in {"left_alone", "out_of_credits"}:
            self.record.failed(fetch.raw.name, {}, failure)
        elif not isinstance(failure, NotThereYet):
            self.record.failed(cell[0], {cell[1]: fetch.moment.isoformat()}, failure)

    def _publish(self) -> None:
        """Drafts become documents in one step; one that would shrink is refused."""
        home = self.home
        for draft in self.record.report.drafts:
            key = (draft.dataset, draft.day)
            export = CATALOG[draft.dataset]
            assert isinstance(export, Export)
            before = home.published.get(draft.dataset, {}).get(draft.day)
            if before is not None and draft.rows < before.rows and not self.window.shrink_reason:
                why = DocumentShrinks(
                    draft.dataset, [draft.path], draft.path, before.rows, draft.rows
                )
                cells = {draft.day.isoformat(): version_text(draft.inputs)}
                self.record.failed(draft.dataset, cells, why)
                continue
            commit = Commit(
                content=0, inputs=draft.inputs, code=draft.code, rows=draft.rows, rejected=0
            )
            home.published.setdefault(draft.dataset, {})[draft.day] = commit
            home.documents[key] = draft.document
            home.published_of[key] = (home.tables.made_of(*key), draft.code)
