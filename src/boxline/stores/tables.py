"""The warehouse's tables: made from the declarations, and made to follow them when they change."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.catalog.datasets import is_lasting
from boxline.errors import HistoryChanged
from boxline.stores.contract_sql import SQL_TYPES, definition, quoted
from boxline.stores.transaction import Writer

RECORD_TABLES = """
CREATE SCHEMA IF NOT EXISTS ops;
CREATE TABLE IF NOT EXISTS ops.commits (
    dataset VARCHAR, day DATE, inputs VARCHAR, content VARCHAR, code VARCHAR,
    rows_kept BIGINT, rows_rejected BIGINT, run_id VARCHAR, committed_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS ops.loads (
    dataset VARCHAR, landed_id VARCHAR, code VARCHAR, rows_in BIGINT, rows_kept BIGINT,
    rows_rejected BIGINT, rows_stored BIGINT, run_id VARCHAR, committed_at TIMESTAMP);
CREATE TABLE IF NOT EXISTS ops.fence (token BIGINT);
"""

RECORDS = frozenset({"ops.commits", "ops.loads", "ops.fence"})

#: Table -> its columns with their types; their order does not matter, every statement names them.
Shapes = dict[str, set[str]]


def shapes(connection: duckdb.DuckDBPyConnection, catalog: Catalog) -> Shapes:
    """The declared tables, and those of record, that stand.

    Each is asked for by its name: to list what there is, DuckDB first makes all of its own views.
    """
    found = {}
    for name in (*RECORDS, *(d.name for d in _stored(catalog))):
        try:
            rows = connection.execute("SELECT name, type FROM pragma_table_info(?)", [name])
        except duckdb.CatalogException:
            continue  # it is not there yet
        found[name] = {f"{column} {kind}" for column, kind in rows.fetchall()}
    return found


def _stored(catalog: Catalog) -> Iterator[Raw | Table]:
    return (d for d in catalog.datasets.values() if not isinstance(d, Export))


def outdated(catalog: Catalog, standing: Shapes) -> list[Raw | Table]:
    """The declared tables that are missing or have other columns."""
    return [table for table in _stored(catalog) if standing.get(table.name) != _shape(table)]


def make_tables(writer: Writer, catalog: Catalog) -> Shapes:
    """Make what is missing, and make anew what has other columns; the tables that then stand.

    A raw or computed table is made anew empty and uncommitted: its code version changed with its
    columns, so it is refilled from what lies beneath. A history cannot be refilled, and facts would
    be others.

    Raises:
        HistoryChanged: a table of history or facts that has rows lost or changed a column.
    """
    connection = writer.connection
    standing = shapes(connection, catalog)
    lacking = outdated(catalog, standing)
    if not lacking and standing.keys() >= RECORDS:
        return standing
    connection.execute(RECORD_TABLES)
    for table in lacking:
        with writer.transaction():
            _make(connection, table, standing.get(table.name))
    return shapes(connection, catalog)


def _make(
    connection: duckdb.DuckDBPyConnection, table: Raw | Table, standing: set[str] | None
) -> None:
    connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(table.name.split('.')[0])}")
    if standing is not None and is_lasting(table) and _has_rows(connection, table):
        _widen(connection, table, standing)
        return
    for record in ("ops.commits", "ops.loads"):
        connection.execute(f"DELETE FROM {record} WHERE dataset = ?", [table.name])
    columns = definition(table.stored_columns)
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(table.name)} ({columns})")


def _has_rows(connection: duckdb.DuckDBPyConnection, table: Raw | Table) -> bool:
    return connection.execute(f"SELECT 1 FROM {quoted(table.name)} LIMIT 1").fetchone() is not None


def _widen(connection: duckdb.DuckDBPyConnection, table: Raw | Table, standing: set[str]) -> None:
    """Add new columns to what lasts, NULL in the rows that stand."""
    new = [c for c in table.columns if f"{c.name} {SQL_TYPES[c.type]}" not in standing]
    if standing - _shape(table) or not all(c.nullable for c in new):
        raise HistoryChanged(table.name)
    for column in new:
        connection.execute(f"ALTER TABLE {quoted(table.name)} ADD COLUMN {definition([column])}")


def _shape(table: Raw | Table) -> set[str]:
    """The columns of a declared table as DuckDB's own catalog words them."""
    return {f"{c.name} {SQL_TYPES[c.type]}" for c in table.stored_columns}
