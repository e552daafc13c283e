"""The DuckDB warehouse: one file, opened under a lock, written in transactions only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb

from boxline.catalog import Catalog, League, Raw, Table
from boxline.engine.calendar import Calendar
from boxline.engine.landed_work import LoadRecord
from boxline.engine.ports import Batch, Loaded, Outcome, RejectSink, Replacement, Selection
from boxline.engine.versions import Commit
from boxline.errors import DiskFull, StoreDamaged
from boxline.stores import replacing
from boxline.stores.batches import load_batch
from boxline.stores.calendar_sql import read_calendar
from boxline.stores.commit_records import read_commits, read_loads
from boxline.stores.contract_sql import names, quoted, text
from boxline.stores.duckdb_errors import first_line, is_for_space, is_of_a_file
from boxline.stores.fence import Token
from boxline.stores.input_sql import with_inputs
from boxline.stores.lock import LockHolder, locked
from boxline.stores.seeding import seed_given, seed_raw
from boxline.stores.snapshot import Snapshot
from boxline.stores.tables import make_tables, outdated, shapes
from boxline.stores.transaction import Writer
from boxline.stores.watching import watched
from boxline.stores.working import Source, source_of

#: Rows of a row group of the file, DuckDB's unit of scans, of writes past the log and of parallel
#: work. With its own 122,880 a season would be one: written twice, and read by one core even for
#: a day.
ROWS_OF_A_GROUP = 8_192


class DuckDBWarehouse:
    """An open warehouse. Make one with `open_warehouse`, which holds the lock."""

    dialect = "duckdb"

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        catalog: Catalog,
        rejects: RejectSink,
        lease: Token,
        *,
        prepare: bool,
    ) -> None:
        self.connection = connection
        self._catalog, self._rejects = catalog, rejects
        self.writer = Writer(connection, lease)
        self.source: Source = source_of
        self._standing = (
            make_tables(self.writer, catalog) if prepare else shapes(connection, catalog)
        )
        self._outdated = {table.name for table in outdated(catalog, self._standing)}

    @property
    def outdated(self) -> frozenset[str]:
        """Declared tables that are not there, or have other columns: a run makes them anew."""
        return frozenset(self._outdated)

    def commits(self) -> dict[str, dict[date, Commit]]:
        """Dataset -> day -> what is committed; nothing of a table that must be made anew."""
        if "ops.commits" not in self._standing:
            return {}
        found = read_commits(self.connection)
        return {name: days for name, days in found.items() if name not in self._outdated}

    def loads(self) -> dict[tuple[str, str], LoadRecord]:
        """(raw dataset, landed id) -> what is committed of it."""
        if "ops.loads" not in self._standing:
            return {}
        found = read_loads(self.connection)
        return {key: one for key, one in found.items() if key[0] not in self._outdated}

    def calendar(self, leagues: Sequence[League]) -> Calendar:
        """The games in the leagues' tables of them."""
        standing = [one for one in leagues if one.calendar not in self._outdated]
        return read_calendar(self.connection, standing)

    def showing(self, _datasets: Iterable[str]) -> duckdb.DuckDBPyConnection:
        """A connection that shows these tables whole, as they stand."""
        return self.connection

    def bring(self, _dataset: Raw | Table, _first: date, _last: date) -> None:
        """See to it that the connection shows some days of a table: it shows all."""

    def load(self, batch: Batch) -> Loaded:
        """Add the versions of a batch's rows to its raw table, in one transaction."""
        with watched(self.writer, batch.raw.deadline_seconds, batch.raw.name):
            return load_batch(self.writer, batch, self._rejects)

    def replace(self, replacement: Replacement) -> Outcome:
        """Compute and commit a range of days, in one transaction."""
        table = replacement.table
        with watched(self.writer, table.deadline_seconds, table.name) as progress:
            return replacing.replace(self.writer, replacement, self._rejects, progress)

    def seed(self, snapshot: Snapshot, *, as_of: datetime) -> int:
        """Fill the raw tables with what a snapshot says was known at an instant; how many rows."""
        return seed_raw(self.writer, self._catalog, snapshot, as_of=as_of, run_id="")

    def seed_given(
        self,
        tables: Iterable[Raw | Table],
        snapshot: Snapshot,
        *,
        code: Mapping[str, str],
        now: datetime,
        moved: Mapping[str, Mapping[str, timedelta]] = MappingProxyType({}),
    ) -> int:
        """Fill tables that nothing computes here with what a snapshot shows, some instants moved;
        how many rows."""
        return seed_given(self.writer, tables, snapshot, code=code, now=now, run_id="", moved=moved)

    def watched(self, what: str, seconds: float) -> AbstractContextManager[Callable[[], None]]:
        """Work inside at most so many seconds, and renew the lease meanwhile."""
        return watched(self.writer, seconds, what)

    def select(self, selection: Selection) -> list[tuple[Any, ...]]:
        """The rows of an export, in the order of its key behind the day."""
        export = selection.export
        columns = names(export.columns)
        day = quoted(export.partition)
        sql, parameters = with_inputs(
            self.connection,
            selection.sql,
            selection.inputs,
            now=selection.now,
            as_of=selection.as_of,
        )
        order = names([export.partition, *export.key])
        with watched(self.writer, export.deadline_seconds, export.name):
            return self.connection.execute(
                f"SELECT {columns} FROM ({sql}) WHERE {day} BETWEEN $first AND $last "
                f"ORDER BY {order}",
                {**parameters, "first": selection.first, "last": selection.last},
            ).fetchall()


@contextmanager
def open_warehouse(
    home: Path,
    catalog: Catalog,
    rejects: RejectSink,
    lease: Token,
    *,
    doing: str,
    memory_limit: str,
    wait_seconds: float,
    take_over: Callable[[LockHolder], None] | None = None,
    prepare: bool = True,
) -> Iterator[DuckDBWarehouse]:
    """Open the warehouse of a home, and hold its lock until it is closed again.

    Args:
        take_over: ends whoever holds the lock, or raises; None waits for them.
        prepare: whether tables are made to follow the declarations; without, nothing is written.

    Raises:
        HomeBusy: another process holds it.
        DiskFull: there is no space left for it.
        StoreDamaged: the file is no DuckDB database of this version, or a part of it is damaged.
    """
    path = home / "warehouse.duckdb"
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "temp_directory": str(home / "spill"),
        "preserve_insertion_order": "false",
        "TimeZone": "UTC",
        "checkpoint_threshold": "1GB",
        "autoinstall_known_extensions": "false",
    }
    with locked(
        home / "warehouse.lock", doing=doing, wait_seconds=wait_seconds, take_over=take_over
    ):
        try:
            connection = duckdb.connect(config=settings)
            try:
                connection.execute(
                    f"ATTACH {text(str(path))} AS warehouse (ROW_GROUP_SIZE {ROWS_OF_A_GROUP})"
                )
                connection.execute("USE warehouse")
                # Under `python -c` DuckDB takes itself for interactive, and draws on stdout.
                connection.execute("SET enable_progress_bar = false")
                yield DuckDBWarehouse(connection, catalog, rejects, lease, prepare=prepare)
            finally:
                connection.close()
        except duckdb.Error as cause:
            if is_for_space(cause):
                raise DiskFull(str(path)) from cause
            if not is_of_a_file(cause):
                raise
            raise StoreDamaged(
                str(path),
                first_line(cause),
                f"If the file is damaged, move {path.name}* away: `boxline run` rebuilds it from "
                "the landing folder. Else check its permissions.",
            ) from cause
