"""The days of staged rows: how many rows each has, and their content version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import duckdb

from boxline.catalog import Table
from boxline.stores.contract_sql import content_columns, content_version, quoted

#: Temporary tables of a replacement: what was computed, and what of it a history gains.
STAGE, ADDED = "stage", "added"

#: Day -> (rows, content version) of what a table then holds, and how many rows differ from before.
Contents = tuple[Mapping[date, tuple[int, int]], int]


def versions(
    connection: duckdb.DuckDBPyConnection, table: Table, source: str
) -> dict[date, tuple[int, int]]:
    """Day -> (rows, content version) of staged rows."""
    day = quoted(table.partition)
    version = content_version(content_columns(table.columns))
    found = connection.execute(
        f"SELECT {day}, count(*), {version} FROM {source} GROUP BY {day}"
    ).fetchall()
    return {one: (count, int(hexed, 16)) for one, count, hexed in found}


def equal(columns: Sequence[str], one: str, other: str) -> str:
    """A condition: two rows agree in these columns."""
    return " AND ".join(f"{one}.{quoted(c)} = {other}.{quoted(c)}" for c in columns)
