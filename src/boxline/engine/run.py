"""The runner: computes what is missing or changed, and makes its documents.

Datasets go in topological order, and each is planned when its inputs have settled.
"""

from __future__ import annotations

import time
from collections import namedtuple
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

from boxline.catalog import Catalog, Export, Table
from boxline.catalog.datasets import is_lasting
from boxline.catalog.inputs import Now
from boxline.catalog.worked import ModelStore
from boxline.engine.calendar import Calendar
from boxline.engine.clusters import Elsewhere
from boxline.engine.deadlines import Within
from boxline.engine.documents import Draft
from boxline.engine.plan import Planner
from boxline.engine.ports import (
    InputRows,
    Lease,
    Outcome,
    Replacement,
    Selection,
    Warehouse,
)
from boxline.engine.python_work import PythonWork
from boxline.engine.recording import Record
from boxline.engine.sql_cache import SqlCache
from boxline.engine.versions import span_of, version_text
from boxline.engine.work import Range, Window
from boxline.errors import (
    BadData,
    ComputeFailed,
    ContractBroken,
    GameStarted,
    ModelMismatch,
    WorkError,
    WorkTimedOut,
)

#: What may be wrong with one day of many: the range is halved until that day is found.
OF_SOME_DAY = (BadData, ComputeFailed, ContractBroken, ModelMismatch)


def calendar_of(warehouse: Warehouse, catalog: Catalog) -> Calendar:
    """The calendars of all leagues."""
    return warehouse.calendar(list(catalog.leagues.values()))


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Everything a run works with.

    Attributes:
        failed_before: (dataset, day) of cells at which attempts have failed.
        clock: the present instant; asked for each piece of work, so that a long run never makes a
            live prediction by an old clock.
        as_of: raw versions known up to here are read: the run's beginning, and never less than
            when the newest landed object was fetched, even where the clock was set back.
        is_bounded: whether nothing may be known beyond `as_of`, whatever the clock says.
        elsewhere: what computes long ranges of queries; None where the warehouse does everything.
        on_step: told of each piece of work as it begins.
    """

    warehouse: Warehouse
    sql: SqlCache
    record: Record
    lease: Lease
    models: ModelStore
    failed_before: Collection[tuple[str, str]]
    clock: Callable[[], datetime]
    as_of: datetime
    is_bounded: bool
    elsewhere: Elsewhere | None = None
    on_step: Callable[[str, str], None] = lambda dataset, what: None

    def compute(self, planner: Planner, window: Window) -> Planner:
        """Compute every table of the window; the planner with the calendar as it then stands."""
        catalog = planner.catalog
        calendars = {league.calendar for league in catalog.leagues.values()}
        for table in catalog.computed:
            if isinstance(table, Table):
                do = partial(self._replace, planner, table, window)
                is_changed = self._carry_out(planner, table, window, do)
                if is_changed and table.name in calendars:
                    planner = replace(planner, calendar=calendar_of(self.warehouse, catalog))
        return planner

    def document(self, planner: Planner, window: Window) -> None:
        """Make the documents of the window that are missing or whose rows changed."""
        for export in planner.catalog.computed:
            if isinstance(export, Export):
                do = partial(self._document, planner.catalog, export)
                self._carry_out(planner, export, window, do)

    def _carry_out(
        self,
        planner: Planner,
        dataset: Table | Export,
        window: Window,
        do: Callable[[Range], Outcome],
    ) -> bool:
        """Do every range that a dataset needs, now that its inputs have settled; whether there was
        any."""
        if window.only and dataset.name not in window.only:
            return False
        found = planner.dataset(dataset, window)
        if found.cells and is_lasting(dataset):
            # Whatever the window: a prediction made from a part of its past would stay.
            pending = planner.unsettled(dataset, window)
            found = planner.dataset(dataset, window, pending=pending)
        report = self.record.report
        report.days_blocked += len(found.blocked)
        report.cells_parked += len(found.parked)
        is_apart = isinstance(dataset, Table) and dataset.is_apart
        seasons = planner.catalog.league(dataset).seasons
        for work in found.ranges(seasons, is_apart=is_apart):
            self._work_on(dataset, work, do)
        return bool(found.cells)

    def _work_on(
        self, dataset: Table | Export, work: Range, do: Callable[[Range], Outcome]
    ) -> None:
        """Do a range. Where some day of it cannot be done, its halves are done apart, and theirs,
        so that the others are committed as they would be alone and the failure is that day's."""
        self.lease.renew()
        self.on_step(dataset.name, f"{work.first} to {work.last}")
        started = time.perf_counter()
        try:
            outcome = do(work)
        except WorkError as cause:
            if isinstance(cause, OF_SOME_DAY) and len(work.cells) > 1:
                for half in work.halves:
                    self._work_on(dataset, half, do)
            else:
                cells = {cell.day.isoformat(): version_text(cell.inputs) for cell in work.cells}
                self.record.failed(dataset.name, cells, cause)
            return
        reasons = ", ".join(dict.fromkeys(cell.reason.value for cell in work.cells))
        if outcome.accepted:
            reasons += f"; {outcome.accepted}"
        inputs = {cell.day.isoformat(): version_text(cell.inputs) for cell in work.cells}
        mended = {k: v for k, v in inputs.items() if (dataset.name, k) in self.failed_before}
        seconds = time.perf_counter() - started
        self.record.done(outcome, reasons, seconds, failed_before=mended)

    def _replace(self, planner: Planner, table: Table, window: Window, work: Range) -> Outcome:
        function = planner.catalog.works.get(table.name)
        worked = function and PythonWork(
            materials=self.sql.materials(table.name),
            function=function.function,
            models=self.models,
        )
        far = self.elsewhere
        if worked or (far and not far.takes(len(work.cells))):
            far = None
        replacement = Replacement(
            table=table,
            sql="" if worked else (far.sql if far else self.sql).sql(table.name),
            worked=worked or None,
            cluster=far.cluster if far else None,
            inputs=inputs_of(planner.catalog, table, work),
            wanted={cell.day: cell.inputs for cell in work.cells},
            passed_over=work.passed_over,
            committed=planner.settled.of(table.name),
            code=self.record.code[table.name],
            run_id=self.record.run_id,
            clock=self.clock,
            as_of=self.as_of,
            is_bounded=self.is_bounded,
            remake=window.remake,
            accepted_because=window.accepted_because,
        )
        try:
            outcome = self.warehouse.replace(replacement)
        except GameStarted:  # it has begun by now, so the same work makes a replay of it
            outcome = self.warehouse.replace(replacement)
        planner.settled.record(table.name, outcome.commits)
        return outcome

    def _document(self, catalog: Catalog, export: Export, work: Range) -> Outcome:
        selection = Selection(
            export=export,
            sql=self.sql.sql(export.name),
            inputs=inputs_of(catalog, export, work),
            first=work.first,
            last=work.last,
            now=self.clock(),
            as_of=self.as_of,
        )
        record = namedtuple("record", [c.name for c in export.columns])  # type: ignore[misc]
        days = (*(cell.day for cell in work.cells), *work.passed_over)
        by_day: dict[date, list[Any]] = {day: [] for day in days}
        for values in self.warehouse.select(selection):
            row = record(*values)
            by_day[getattr(row, export.partition)].append(row)
        write = catalog.documents[export.name].function
        drafts = []
        for cell in work.cells:
            rows, seconds = by_day[cell.day], export.deadline_seconds
            with Within(seconds, WorkTimedOut(export.name, seconds)):
                document = write(cell.day, rows)
            drafts.append(
                Draft(
                    dataset=export.name,
                    path=export.path.replace("{date}", cell.day.isoformat()),
                    day=cell.day,
                    document=document,
                    rows=len(rows),
                    inputs=cell.inputs,
                    code=self.record.code[export.name],
                )
            )
        self.record.report.drafts += drafts
        count = sum(len(by_day[cell.day]) for cell in work.cells)
        return Outcome(
            dataset=export.name,
            days=len(work.cells),
            rows_in=count,
            kept=count,
            rejected=0,
            stored=len(work.cells),
            first=work.first,
            last=work.last,
        )


def inputs_of(catalog: Catalog, dataset: Table | Export, work: Range) -> dict[str, InputRows]:
    """The rows that a range of a dataset may see, by the parameter that they are for."""
    seasons = catalog.league(dataset).seasons
    found = {}
    for parameter, given in catalog.inputs(dataset.name).items():
        if isinstance(given.reach, Now):
            found[parameter] = InputRows(dataset=None, first=work.first, last=work.last)
            continue
        first, last = span_of(given.reach, work.first, work.last, seasons)
        found[parameter] = InputRows(
            dataset=given.dataset,
            first=first,
            last=last,
            has_every_version=given.has_every_version,
        )
    return found
