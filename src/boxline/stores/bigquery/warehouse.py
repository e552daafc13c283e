"""The warehouse on BigQuery.

BigQuery holds the tables and computes transforms; what is staged, verified, judged and versioned
is so by the same code as in DuckDB, on a workbench in memory, and what then differs goes back by
load jobs and one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import duckdb

from boxline.catalog import Catalog, Export, League, Raw, Table
from boxline.catalog.datasets import is_lasting
from boxline.catalog.plausibility import DAYS_BEFORE
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import LoadRecord
from boxline.engine.ports import Batch, Loaded, Outcome, RejectSink, Replacement, Selection
from boxline.engine.versions import Commit as Committed
from boxline.stores import replacing
from boxline.stores.bigquery import tables
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.committing import Commit, RemoteWriter
from boxline.stores.bigquery.fencing import raise_fence
from boxline.stores.bigquery.inputs import names, supplied_inputs
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.bigquery.raw_loads import RawLoads
from boxline.stores.bigquery.records import COMMITS, LOADS, RECORDS
from boxline.stores.bigquery.source import RemoteSource
from boxline.stores.calendar_sql import read_calendar
from boxline.stores.commit_records import read_commits, read_loads
from boxline.stores.contract_sql import quoted
from boxline.stores.fence import Token
from boxline.stores.histories import refuse_begun
from boxline.stores.tables import make_tables
from boxline.stores.transaction import Writer
from boxline.stores.watching import watched

#: How long the opening may take, which makes all tables on a first run, and how long a look at
#: tables whole: the lease is renewed for so long.
OPENING_SECONDS, LOOKING_SECONDS = 1800.0, 3600.0


class BigQueryWarehouse:
    """An open warehouse. Make one with `open_bigquery`."""

    dialect = "bigquery"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        address: Address,
        jobs: Jobs,
        catalog: Catalog,
        rejects: RejectSink,
        lease: Token,
        *,
        prepare: bool,
        wait: Callable[[float], None],
    ) -> None:
        self.connection, self._address, self._jobs = connection, address, jobs
        self._catalog, self._rejects, self._wait = catalog, rejects, wait
        self.writer = RemoteWriter(connection, lease)
        self.source = RemoteSource(address=address, jobs=jobs)
        make_tables(Writer(connection, lease), catalog)  # the workbench's own, empty
        with self.watched("the opening of its tables", OPENING_SECONDS) as progress:
            self._standing = tables.standing_shapes(jobs.client, address, catalog, progress)
            has_records = self._standing.keys() >= RECORDS.keys()
            if prepare:
                if not has_records:
                    tables.make_records(jobs.client, address)
                raise_fence(address, jobs, lease, progress, wait)
            if has_records:
                self._read_records(progress)
            if prepare:
                self._prepare(progress)
        self._outdated = {one.name for one in tables.outdated(catalog, self._standing)}
        #: Tables that the workbench holds whole, and how they were committed then.
        self._whole: dict[str, int] = {}

    @property
    def outdated(self) -> frozenset[str]:
        """Declared tables that are not there, or have other columns: a run makes them anew."""
        return frozenset(self._outdated)

    def _prepare(self, progress: Callable[[], None]) -> None:
        lacking = tables.outdated(self._catalog, self._standing)
        if not lacking and self._standing.keys() >= RECORDS.keys():
            return
        for one in lacking:
            progress()
            held = self._committed(one.name)
            is_standing, has_rows = one.name in self._standing, any(c.rows for c in held.values())
            if is_standing and not (has_rows and is_lasting(one)):
                self._forget(one.name, progress)
            tables.make_table(
                self._jobs,
                self._address,
                one,
                is_standing=is_standing,
                has_rows=has_rows,
                progress=progress,
            )
        self._standing = tables.standing_shapes(
            self._jobs.client, self._address, self._catalog, progress
        )

    def _forget(self, dataset: str, progress: Callable[[], None]) -> None:
        """Let go of the records of a table that is made anew: first, so that a table never has
        records of rows that are gone."""
        for record in ("ops.commits", "ops.loads"):
            text = f"DELETE FROM {self._address.quoted(record)} WHERE dataset = @dataset"
            self._jobs.select(text, {"dataset": dataset}, dataset, progress)
            self.connection.execute(f"DELETE FROM {record} WHERE dataset = ?", [dataset])

    def _read_records(self, progress: Callable[[], None]) -> None:
        for name, columns in (("ops.commits", COMMITS), ("ops.loads", LOADS)):
            text = f"SELECT {names(columns)} FROM {self._address.quoted(name)}"
            rows = self._jobs.select(text, {}, name, progress)
            self._fill(name, [c.name for c in columns], rows)

    def _fill(self, table: str, columns: Sequence[str], rows: Any) -> None:
        listed = ", ".join(map(quoted, columns))
        self.connection.register("told_rows", rows)
        self.connection.execute(f"DELETE FROM {quoted(table)}")
        self.connection.execute(
            f"INSERT INTO {quoted(table)} ({listed}) SELECT {listed} FROM told_rows"
        )
        self.connection.unregister("told_rows")

    def commits(self) -> dict[str, dict[date, Committed]]:
        """Dataset -> day -> what is committed; nothing of a table that must be made anew."""
        found = read_commits(self.connection)
        return {name: days for name, days in found.items() if name not in self._outdated}

    def _committed(self, dataset: str) -> dict[date, Committed]:
        return read_commits(self.connection).get(dataset, {})

    def loads(self) -> dict[tuple[str, str], LoadRecord]:
        """(raw dataset, landed id) -> what is committed of it."""
        found = read_loads(self.connection)
        return {key: one for key, one in found.items() if key[0] not in self._outdated}

    def calendar(self, leagues: Sequence[League]) -> Calendar:
        """The games in the leagues' tables of them."""
        standing = [one for one in leagues if one.calendar not in self._outdated]
        return read_calendar(self.showing([one.calendar for one in standing]), standing)

    def showing(self, datasets: Iterable[str]) -> duckdb.DuckDBPyConnection:
        """A connection that shows these tables whole, as they stand."""
        with self.watched("a look at its tables", LOOKING_SECONDS) as progress:
            for name in datasets:
                self._show(name, progress)
        return self.connection

    def _show(self, name: str, progress: Callable[[], None]) -> None:
        dataset = self._catalog[name]
        assert not isinstance(dataset, Export)
        held = {d: c for d, c in self._committed(name).items() if c.rows}
        version = hash(frozenset((d, c.content, c.rows) for d, c in held.items()))
        if name in self._outdated or self._whole.get(name) == version:
            return
        rows = self._rows(dataset, min(held), max(held), progress=progress) if held else None
        self.connection.execute(f"DELETE FROM {quoted(name)}")
        if rows is not None:
            self._fill(name, [c.name for c in dataset.stored_columns], rows)
        self._whole[name] = version

    def bring(self, dataset: Raw | Table, first: date, last: date) -> None:
        """Let the connection show some days of a table, and nothing else of it."""
        self._whole.pop(dataset.name, None)
        columns = [c.name for c in dataset.stored_columns]
        with self.watched(dataset.name, LOOKING_SECONDS) as progress:
            rows = self._rows(dataset, first, last, progress=progress)
        self._fill(dataset.name, columns, rows)

    def put_away(self, dataset: Raw | Table) -> None:
        """Let go of the rows of a table in memory."""
        self._whole.pop(dataset.name, None)
        self.connection.execute(f"DELETE FROM {quoted(dataset.name)}")

    def _rows(
        self,
        dataset: Raw | Table,
        first: date,
        last: date,
        among: Sequence[date] = (),
        *,
        progress: Callable[[], None],
    ) -> Any:
        day = f"`{dataset.partition}`"
        text = (
            f"SELECT {names(dataset.stored_columns)} FROM {self._address.quoted(dataset.name)} "
            f"WHERE {day} BETWEEN @first AND @last"
        )
        given: dict[str, Any] = {"first": first, "last": last}
        if among:
            text += f" AND {day} IN UNNEST(@among)"
            given["among"] = list(among)
        return self._jobs.select(text, given, dataset.name, progress)

    def load(self, batch: Batch) -> Loaded:
        """Add the versions of a batch's rows to its raw table, in one transaction."""
        raw = batch.raw
        with watched(self.writer, raw.deadline_seconds, raw.name) as progress:

            def fetch(days: Sequence[date]) -> Any:
                return self._rows(raw, days[0], days[-1], days, progress=progress)

            loads = RawLoads(
                raw=raw,
                seasons=self._catalog.league(raw).seasons,
                writer=self.writer,
                commit=self._commit_of(raw, progress, lambda: None),
                rejects=self._rejects,
                fetch=fetch,
            )
            loaded = loads.load(batch)
            self.put_away(raw)
            return loaded

    def replace(self, replacement: Replacement) -> Outcome:
        """Compute and commit a range of days, in one transaction."""
        table = replacement.table
        with watched(self.writer, table.deadline_seconds, table.name) as progress:

            def last_look() -> None:
                if table.is_history:
                    refuse_begun(self.connection, replacement)

            commit = self._commit_of(table, progress, last_look)
            commit.begin()
            self._hold_around(replacement, commit, progress)
            with self.writer.sealed_by(commit.carry_over):
                outcome = replacing.replace(
                    self.writer, replacement, self._rejects, progress, self.source
                )
            self.put_away(table)
            return outcome

    def _hold_around(self, work: Replacement, commit: Commit, progress: Callable[[], None]) -> None:
        """What stands of the days at hand, and of those that they are compared with."""
        table = work.table
        is_judged = any(column.checks for column in table.columns)
        first = min(work.wanted) - timedelta(days=DAYS_BEFORE if is_judged else 0)
        last = max(work.wanted)
        standing = self._committed(table.name).items()
        days = [day for day, found in standing if first <= day <= last and found.rows]
        if days:
            commit.hold(self._rows(table, min(days), max(days), progress=progress))

    def _commit_of(
        self, dataset: Raw | Table, progress: Callable[[], None], last_look: Callable[[], None]
    ) -> Commit:
        self._whole.pop(dataset.name, None)
        return Commit(
            address=self._address,
            jobs=self._jobs,
            connection=self.connection,
            dataset=dataset,
            lease=self.writer.lease,
            rejects=self._rejects,
            last_look=last_look,
            progress=progress,
            wait=self._wait,
        )

    def watched(self, what: str, seconds: float) -> AbstractContextManager[Callable[[], None]]:
        """Work inside at most so many seconds, and renew the lease meanwhile."""
        return watched(self.writer, seconds, what)

    def select(self, selection: Selection) -> list[tuple[Any, ...]]:
        """The rows of an export, in the order of its key behind the day."""
        export = selection.export
        supplied, parameters = supplied_inputs(
            self._address, selection.inputs, now=selection.now, as_of=selection.as_of
        )
        order = names([export.partition, *export.key])
        text = (
            f"{supplied} SELECT {names(export.columns)} FROM ({selection.sql}) "
            f"WHERE `{export.partition}` BETWEEN @first AND @last ORDER BY {order}"
        )
        given = {**parameters, "first": selection.first, "last": selection.last}
        with watched(self.writer, export.deadline_seconds, export.name) as progress:
            rows = self._jobs.select(text, given, export.name, progress)
        return list(zip(*(column.to_pylist() for column in rows.columns), strict=True))
