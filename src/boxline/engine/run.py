"""The runner: loads what landed, computes what is missing or changed, and publishes it.

Datasets go in topological order, and each is planned when its inputs have settled. This is the one
place that runs work, and so the one place that turns a failure of one dataset into a record.
"""

from __future__ import annotations

import time
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Any

import msgspec

from boxline.catalog import Catalog, Export, Table
from boxline.catalog.datasets import Dataset
from boxline.catalog.inputs import Now
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import LandedWork, to_load
from boxline.engine.parsing import parse
from boxline.engine.plan import Settled, plan_dataset, unsettled
from boxline.engine.ports import (
    InputRows,
    Landed,
    LandingStore,
    Load,
    NewDocument,
    Outcome,
    Replacement,
    Selection,
    Warehouse,
)
from boxline.engine.report import Failure, Refusal, Report, Step
from boxline.engine.sql_cache import SqlCache
from boxline.engine.versions import span_of
from boxline.engine.work import Range, Window
from boxline.errors import BadData, TooManyRejects, WorkError


def calendar_of(warehouse: Warehouse, catalog: Catalog) -> Calendar:
    """The calendars of all leagues as one."""
    return warehouse.calendar([league.calendar for league in catalog.leagues.values()])


@dataclass(frozen=True, kw_only=True)
class Runner:
    """Everything a run works with.

    Attributes:
        clock: the present instant; asked for each piece of work, so that a long run never makes a
            live prediction by an old clock.
        as_of: raw versions known up to here are read: the run's beginning, and never less than
            when the newest landed object was fetched, even where the clock was set back.
        on_step: told of each piece of work as it begins.
    """

    catalog: Catalog
    code: Mapping[str, str]
    warehouse: Warehouse
    landing: LandingStore
    sql: SqlCache
    run_id: str
    clock: Callable[[], datetime]
    as_of: datetime
    on_step: Callable[[str, str], None] = lambda dataset, what: None

    def load(
        self, landed: Sequence[Landed], refused: Mapping[str, tuple[str, str]], report: Report
    ) -> None:
        """Read every landed object that its dataset's present code has neither read nor refused.

        Args:
            refused: landed id -> (code version that refused it whole, why).
        """
        for work in to_load(self.catalog, self.code, landed, self.warehouse.loads(), refused):
            raw, one = work.raw, work.landed
            self.on_step(raw.name, one.pages[0].file_name)
            cause = self._attempt(report, raw, work.reason, partial(self._load, work))
            if isinstance(cause, BadData):
                report.refusals.append(
                    Refusal(landed_id=one.landed_id, code=self.code[raw.name], why=str(cause))
                )

    def compute(self, settled: Settled, window: Window, report: Report) -> Calendar:
        """Compute every table of the window; the calendar as it then stands."""
        calendars = {league.calendar for league in self.catalog.leagues.values()}
        calendar = calendar_of(self.warehouse, self.catalog)
        for table in self.catalog.computed:
            if isinstance(table, Table):
                do = partial(self._replace, table, settled, window)
                is_changed = self._carry_out(table, calendar, settled, window, report, do)
                if is_changed and table.name in calendars:
                    calendar = calendar_of(self.warehouse, self.catalog)
        return calendar

    def document(
        self, settled: Settled, calendar: Calendar, window: Window, report: Report
    ) -> None:
        """Make the documents of the window that are missing or whose rows changed."""
        for export in self.catalog.computed:
            if isinstance(export, Export):
                do = partial(self._document, export, report)
                self._carry_out(export, calendar, settled, window, report, do)

    def _carry_out(
        self,
        dataset: Table | Export,
        calendar: Calendar,
        settled: Settled,
        window: Window,
        report: Report,
        do: Callable[[Range], Outcome],
    ) -> bool:
        """Do every range that a dataset needs, now that its inputs have settled; whether there was
        any."""
        if window.only and dataset.name not in window.only:
            return False
        found = plan_dataset(self.catalog, dataset, self.code, calendar, settled, window)
        if found.cells and dataset.is_history:
            # Whatever the window: a prediction made from a part of its past would stay.
            pending = unsettled(self.catalog, self.code, calendar, settled)
            found = plan_dataset(
                self.catalog, dataset, self.code, calendar, settled, window, pending=pending
            )
        report.days_blocked += len(found.blocked)
        for work in found.ranges(self.catalog.league(dataset).seasons):
            self.on_step(dataset.name, f"{work.first} to {work.last}")
            self._work_on(dataset, work, report, do)
        return bool(found.cells)

    def _work_on(
        self,
        dataset: Table | Export,
        work: Range,
        report: Report,
        do: Callable[[Range], Outcome],
    ) -> None:
        """Do a range; where a day of it has too many rejects, do its days one by one, so that the
        others are committed as they would be alone."""
        reasons = ", ".join(dict.fromkeys(cell.reason.value for cell in work.cells))
        cause = self._attempt(report, dataset, reasons, partial(do, work))
        if isinstance(cause, TooManyRejects) and len(work.cells) > 1:
            report.failures.pop()
            for cell in work.cells:
                alone = Range(dataset=work.dataset, cells=(cell,))
                self._attempt(report, dataset, cell.reason.value, partial(do, alone))

    def _attempt(
        self, report: Report, dataset: Dataset, reason: str, work: Callable[[], Outcome]
    ) -> WorkError | None:
        """Do one piece of work and record how it went; the error that stopped it, if one did."""
        started = time.perf_counter()
        try:
            outcome = work()
        except WorkError as cause:
            report.failures.append(Failure(dataset=dataset.name, message=str(cause)))
            return cause
        seconds = time.perf_counter() - started
        report.steps.append(Step(outcome=outcome, reason=reason, seconds=seconds))
        return None

    def _load(self, work: LandedWork) -> Outcome:
        raw, landed = work.raw, work.landed
        load = Load(
            raw=raw,
            landed=landed,
            code=self.code[raw.name],
            run_id=self.run_id,
            now=self.clock(),
        )
        if raw.is_archive:
            files = [self.landing.local_path(page) for page in landed.pages]
            load = replace(load, files=files, sql=self.sql.sql(raw.name))
        else:
            pages = [(page.file_name, self.landing.read(page)) for page in landed.pages]
            parsed = parse(self.catalog, raw, landed, pages)
            load = replace(
                load,
                rows=parsed.table,
                rows_in=parsed.rows_in,
                page_rows=parsed.page_rows,
                rejects=parsed.rejects,
            )
        return self.warehouse.load(load)

    def _replace(self, table: Table, settled: Settled, window: Window, work: Range) -> Outcome:
        outcome = self.warehouse.replace(
            Replacement(
                table=table,
                sql=self.sql.sql(table.name),
                inputs=self._inputs(table, work),
                wanted={cell.day: cell.inputs for cell in work.cells},
                committed=settled.of(table.name),
                code=self.code[table.name],
                run_id=self.run_id,
                now=self.clock(),
                as_of=self.as_of,
                remake=window.remake,
            )
        )
        settled.record(table.name, outcome.commits)
        return outcome

    def _document(self, export: Export, report: Report, work: Range) -> Outcome:
        selection = Selection(
            export=export,
            sql=self.sql.sql(export.name),
            inputs=self._inputs(export, work),
            first=work.first,
            last=work.last,
            now=self.clock(),
            as_of=self.as_of,
        )
        record = namedtuple("record", [c.name for c in export.columns])  # type: ignore[misc]
        by_day: dict[date, list[Any]] = {cell.day: [] for cell in work.cells}
        for values in self.warehouse.select(selection):
            row = record(*values)
            by_day[getattr(row, export.partition)].append(row)
        write = self.catalog.documents[export.name].function
        for cell in work.cells:
            rows = by_day[cell.day]
            report.documents.append(
                NewDocument(
                    dataset=export.name,
                    path=export.path.replace("{date}", cell.day.isoformat()),
                    day=cell.day,
                    body=msgspec.json.encode(write(cell.day, rows)),
                    rows=len(rows),
                    inputs=cell.inputs,
                    code=self.code[export.name],
                )
            )
        count = sum(map(len, by_day.values()))
        return Outcome(
            dataset=export.name,
            days=len(by_day),
            rows_in=count,
            kept=count,
            rejected=0,
            stored=len(by_day),
            first=work.first,
            last=work.last,
        )

    def _inputs(self, dataset: Table | Export, work: Range) -> dict[str, InputRows]:
        seasons = self.catalog.league(dataset).seasons
        found = {}
        for parameter, given in self.catalog.inputs(dataset.name).items():
            if isinstance(given.reach, Now):
                found[parameter] = InputRows(dataset=None, first=work.first, last=work.last)
                continue
            first, last = span_of(given.reach, work.first, work.last, seasons)
            found[parameter] = InputRows(dataset=given.dataset, first=first, last=last)
        return found
