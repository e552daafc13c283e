"""The DuckDB warehouse: one file, opened under a lock, written in transactions only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.engine.calendar import Calendar
from boxline.engine.ports import Load, Outcome, RejectSink, Replacement, Selection
from boxline.engine.versions import Commit
from boxline.errors import StoreDamaged
from boxline.stores import loading, replacing
from boxline.stores.calendar_sql import read_calendar
from boxline.stores.contract_sql import definition, names, quoted
from boxline.stores.input_sql import with_inputs
from boxline.stores.lock import locked

RECORD_TABLES = """
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.commits (
    dataset VARCHAR, day DATE, inputs VARCHAR, content VARCHAR, code VARCHAR,
    rows_kept BIGINT, rows_rejected BIGINT, run_id VARCHAR, committed_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS ops.loads (
    dataset VARCHAR, landed_id VARCHAR, code VARCHAR, rows_in BIGINT, rows_kept BIGINT,
    rows_rejected BIGINT, rows_stored BIGINT, run_id VARCHAR, committed_at TIMESTAMP);
"""


class DuckDBWarehouse:
    """An open warehouse. Make one with `open_warehouse`, which holds the lock."""

    dialect = "duckdb"

    def __init__(
        self, connection: duckdb.DuckDBPyConnection, catalog: Catalog, rejects: RejectSink
    ) -> None:
        self.connection = connection
        self._rejects = rejects
        self._create_tables(catalog)

    def _create_tables(self, catalog: Catalog) -> None:
        known = dict(
            self.connection.execute(
                "SELECT schema_name || '.' || table_name, "
                "list(column_name || ' ' || data_type ORDER BY column_index) "
                "FROM duckdb_columns() WHERE NOT internal GROUP BY ALL"
            ).fetchall()
        )
        if "ops.commits" not in known:
            self.connection.execute(RECORD_TABLES)
        tables = [d for d in catalog.datasets.values() if not isinstance(d, Export)]
        schemas = {name.split(".")[0] for name in known}
        for table in tables:
            schema = table.name.split(".")[0]
            if schema not in schemas:
                self.connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
                schemas.add(schema)
            if known.get(table.name) != replacing.shape(table):
                self._make(table, exists=table.name in known)

    def _make(self, table: Raw | Table, *, exists: bool) -> None:
        # A table whose declared columns changed is made anew, empty and uncommitted: its code
        # version changed with them, so the planner refills it from what lies beneath.
        columns = definition(table.stored_columns)
        self.connection.execute("BEGIN")
        if exists:
            record = "ops.loads" if isinstance(table, Raw) else "ops.commits"
            self.connection.execute(f"DELETE FROM {record} WHERE dataset = ?", [table.name])
            self.connection.execute("DELETE FROM ops.commits WHERE dataset = ?", [table.name])
        self.connection.execute(f"CREATE OR REPLACE TABLE {quoted(table.name)} ({columns})")
        self.connection.execute("COMMIT")

    def commits(self) -> dict[str, dict[date, Commit]]:
        """Dataset -> day -> what is committed."""
        found: dict[str, dict[date, Commit]] = {}
        rows = self.connection.execute(
            "SELECT dataset, day, content, inputs, code, rows_kept, rows_rejected FROM ops.commits"
        ).fetchall()
        for dataset, day, content, inputs, code, kept, rejected in rows:
            commit = Commit(int(content, 16), int(inputs, 16), code, kept, rejected)
            found.setdefault(dataset, {})[day] = commit
        return found

    def loads(self) -> dict[tuple[str, str], str]:
        """(raw dataset, landed id) -> code version it was loaded by."""
        rows = self.connection.execute("SELECT dataset, landed_id, code FROM ops.loads").fetchall()
        return {(dataset, landed_id): code for dataset, landed_id, code in rows}

    def calendar(self, tables: Sequence[str]) -> Calendar:
        """The calendars in the leagues' tables of games, as one."""
        return read_calendar(self.connection, tables)

    def load(self, load: Load) -> Outcome:
        """Add the versions of a landed object's rows to its raw table, in one transaction."""
        return loading.load(self.connection, load, self._rejects)

    def replace(self, replacement: Replacement) -> Outcome:
        """Compute and commit a range of days, in one transaction."""
        return replacing.replace(self.connection, replacement, self._rejects)

    def select(self, selection: Selection) -> list[tuple[Any, ...]]:
        """The rows of an export, in the order of its key behind the day."""
        export = selection.export
        columns = names(export.columns)
        day = quoted(export.partition)
        sql, parameters = with_inputs(selection.sql, selection.inputs, selection.now)
        order = names([export.partition, *export.key])
        return self.connection.execute(
            f"SELECT {columns} FROM ({sql}) WHERE {day} BETWEEN $first AND $last ORDER BY {order}",
            {**parameters, "first": selection.first, "last": selection.last},
        ).fetchall()


@contextmanager
def open_warehouse(
    home: Path,
    catalog: Catalog,
    rejects: RejectSink,
    *,
    doing: str,
    memory_limit: str,
    wait_seconds: float,
) -> Iterator[DuckDBWarehouse]:
    """Open the warehouse of a home, and hold its lock until it is closed again.

    Raises:
        WarehouseBusy: another process holds it.
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
    with locked(home / "warehouse.lock", doing=doing, wait_seconds=wait_seconds):
        try:
            connection = duckdb.connect(str(path), config=settings)
            try:
                yield DuckDBWarehouse(connection, catalog, rejects)
            finally:
                connection.close()
        except duckdb.Error as cause:
            if not _is_of_the_file(cause):
                raise
            raise StoreDamaged(
                str(path),
                str(cause).splitlines()[0].rstrip(".!"),
                f"Check the free space. If the file is damaged, move {path.name}* away: "
                "`boxline run` rebuilds it from the landing folder.",
            ) from cause


def _is_of_the_file(error: duckdb.Error) -> bool:
    """Whether an error is about the file, and not about what was asked: damaged blocks come as
    `Error` itself, and what follows them as fatal."""
    of_the_file = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)
    return isinstance(error, of_the_file) or type(error) is duckdb.Error
