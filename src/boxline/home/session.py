"""One run at work: the warehouse is open only while something is read from it or committed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from types import TracebackType
from typing import TYPE_CHECKING

from boxline.catalog import Raw
from boxline.engine.deadlines import SNAPSHOT_SECONDS
from boxline.engine.fetch_plan import Fetch
from boxline.engine.landed_work import LoadRecord
from boxline.engine.loads import Loader, portions
from boxline.engine.plan import Planner
from boxline.engine.recording import Record
from boxline.engine.run import Runner
from boxline.engine.sql_cache import SqlCache
from boxline.engine.work import Window
from boxline.home.asking import due_now, known_now, named_cells, unnamed_now
from boxline.home.fetching import ROUND_CELLS, fetch_round, fetcher_of

if TYPE_CHECKING:
    from boxline.home.home import Home
    from boxline.stores.leases import Lease
    from boxline.stores.warehouse import DuckDBWarehouse


@dataclass(kw_only=True)
class Session:
    """The work of one run under its lease; a context that closes the warehouse."""

    home: Home
    record: Record
    window: Window
    lease: Lease
    on_step: Callable[[str, str], None]
    _opened: ExitStack = field(default_factory=ExitStack)
    _warehouse: DuckDBWarehouse | None = None
    #: What was read in, as it was when the warehouse was closed: nobody else reads anything in.
    _loads: Mapping[tuple[str, str], LoadRecord] | None = None

    def __enter__(self) -> Session:
        home = self.home
        self.loader = Loader(
            catalog=home.catalog,
            landing=home.landing,
            sql=SqlCache(home.catalog, home.code, home.path / "cache", "duckdb"),
            record=self.record,
            lease=self.lease,
            max_failed_share=home.settings.max_failed_file_share,
            on_step=self.on_step,
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        cause: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._opened.__exit__(kind, cause, trace)

    def fetch_due(self) -> set[tuple[str, str]]:
        """Ask for what is due until nothing is: a schedule tells of games, and they of more. What
        was asked for, as (dataset, cell)."""
        home = self.home
        asked: set[tuple[str, str]] = set()
        if not home.settings.fetch_from:
            return asked
        home.ledger.set_back(home.clock())
        due = self._due_beyond(asked)
        if not due:
            return asked
        with fetcher_of(home, self.record.run_id) as fetcher:
            while due:
                asked |= {(each.raw.name, each.cell) for each in due}
                self._leave()
                fetch_round(home, fetcher, due, self.record, self.lease, self.on_step)
                self.load()
                self._compute_games()
                due = self._due_beyond(asked)
        return asked

    def _due_beyond(self, asked: Collection[tuple[str, str]]) -> list[Fetch]:
        """What is due and was not asked for yet: whatever comes of it, one run asks for a cell
        once."""
        due = due_now(self.home, self.warehouse, self.window)
        return [one for one in due if (one.raw.name, one.cell) not in asked][:ROUND_CELLS]

    def fetch_again(self, fetches: Sequence[Fetch]) -> None:
        """What is due, and then some cells that nothing was asked of there: what is missing,
        although it is not due any more."""
        asked = self.fetch_due()
        self._fetch([one for one in fetches if (one.raw.name, one.cell) not in asked])

    def fetch_cells(self, raw: Raw, params: Mapping[str, str]) -> None:
        """Ask for the cells of one dataset that the window and parameters name, due or not.

        Raises:
            NothingToAsk: they name none.
            ParamsMissing: a parameter is lacking that the URL needs.
        """
        home = self.home
        known = known_now(home, self.warehouse.connection)
        self._fetch(named_cells(home, raw, known, self.window, params))

    def _fetch(self, fetches: Sequence[Fetch]) -> None:
        if not fetches:
            return
        home = self.home
        with fetcher_of(home, self.record.run_id) as fetcher:
            for first in range(0, len(fetches), ROUND_CELLS):
                self._leave()
                some = fetches[first : first + ROUND_CELLS]
                fetch_round(home, fetcher, some, self.record, self.lease, self.on_step)
                self.load()  # what lands together is parsed together, and must fit in memory

    def load(self) -> None:
        """Read what landed into raw tables: replies with the warehouse closed, then files."""
        loads, self._loads = self._loads, None
        found = self.home.batches(self.warehouse.loads() if loads is None else loads, self.window)
        for portion in portions([batch for batch in found if not batch.raw.is_archive]):
            self._close()  # nobody else may work here, but anybody may look
            read = self.loader.read(portion)
            self.loader.load(self.warehouse, read)
        files = [batch for batch in found if batch.raw.is_archive]
        self.loader.load(self.warehouse, self.loader.read(files))

    def runner(self) -> tuple[Runner, Planner]:
        """What computes, and what it goes by."""
        home = self.home
        planner = home.planner(self.warehouse)
        newest = home.ledger.newest_fetched_at()
        runner = Runner(
            warehouse=self.warehouse,
            sql=self.loader.sql,
            record=self.record,
            lease=self.lease,
            models=home.models,
            failed_before=planner.attempts.cells.keys(),
            clock=home.clock,
            as_of=home.as_of or max(home.clock(), newest or home.clock()),
            is_bounded=home.as_of is not None,
            on_step=self.on_step,
        )
        return runner, planner

    def publish_snapshot(self, planner: Planner) -> None:
        """Write the snapshot that readers see, and close the warehouse."""
        home, warehouse = self.home, self.warehouse
        with warehouse.watched("the snapshot", SNAPSHOT_SECONDS):
            written = home.snapshot.publish(
                warehouse.connection, home.catalog, planner.settled, home.clock()
            )
        self.record.journal.say("snapshot written", files=written)
        self._close()

    @property
    def warehouse(self) -> DuckDBWarehouse:
        """The warehouse, opened where it is not."""
        if self._warehouse is None:
            doing = f"run {self.record.run_id}"
            opening = self.home.warehouse(doing, lease=self.lease)
            self._warehouse = self._opened.enter_context(opening)
        return self._warehouse

    def _leave(self) -> None:
        """Close the warehouse, and remember what was read in."""
        self._loads = self.warehouse.loads()
        self._close()

    def _close(self) -> None:
        self._opened.close()
        self._warehouse = None

    def _compute_games(self) -> None:
        """Bring up to date what later requests go by: the games and, where a club plays whose code
        is not known, the clubs. Those rest on box scores, so that they cost a night's work."""
        leagues = self.home.catalog.leagues.values()
        self._compute(league.calendar for league in leagues)
        clubs = [league.teams for league in unnamed_now(self.home, self.warehouse, self.window)]
        if clubs:
            self._compute(clubs)

    def _compute(self, tables: Iterable[str]) -> None:
        """Bring tables and all that they are made from up to date."""
        runner, planner = self.runner()
        only = self.home.catalog.with_sources(tables)
        runner.compute(planner, replace(self.window, only=only))
