"""Counting what a warehouse holds, and what a snapshot shows, from the rows themselves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from boxline.catalog import Raw, Table
from boxline.engine.versions import MODULUS
from boxline.stores.contract_sql import content_columns, content_version, quoted


@dataclass(frozen=True, kw_only=True)
class Miscounted:
    """A day whose rows are not those that its commit tells of.

    Attributes:
        rows: how many there are, and `told` how many were committed; where they are as many, they
            hold something else.
    """

    dataset: str
    day: date
    rows: int
    told: int

    def __str__(self) -> str:
        if self.rows != self.told:
            return f"{self.day} has {self.rows} rows, and {self.told} were committed"
        return f"{self.day} has {self.rows} rows that hold something else than was committed"


def miscounted(
    connection: duckdb.DuckDBPyConnection, dataset: Raw | Table, code: str
) -> list[Miscounted]:
    """The days of a stored table whose rows and commit differ, in one query.

    What rows hold is compared where they were committed by today's code: what is hashed is a matter
    of the columns, and a history that gained one keeps its older commits.
    """
    day = quoted(dataset.partition)
    found = connection.execute(
        f"""WITH counted AS (
            SELECT {day} AS day, count(*) AS rows, {_version(dataset)} AS content
            FROM {quoted(dataset.name)} GROUP BY {day}),
        told AS (
            SELECT day, rows_kept, content, code FROM ops.commits WHERE dataset = $dataset)
        SELECT day, coalesce(rows, 0), coalesce(rows_kept, 0)
        FROM counted FULL JOIN told USING (day)
        WHERE coalesce(rows, 0) <> coalesce(rows_kept, 0)
           OR (rows > 0 AND told.code = $code AND counted.content <> told.content)
        ORDER BY day""",
        {"dataset": dataset.name, "code": code},
    ).fetchall()
    return [
        Miscounted(dataset=dataset.name, day=one, rows=rows, told=told) for one, rows, told in found
    ]


def counted_commits(connection: duckdb.DuckDBPyConnection) -> tuple[int, int]:
    """How many commits there are, and how many rows they tell of."""
    row = connection.execute("SELECT count(*), sum(rows_kept) FROM ops.commits").fetchone()
    assert row is not None
    return int(row[0]), int(row[1] or 0)


def odd_loads(connection: duckdb.DuckDBPyConnection) -> list[tuple[str, str]]:
    """(dataset, landed id) of loads in which rows went in that are neither kept nor rejected."""
    return connection.execute(
        "SELECT dataset, landed_id FROM ops.loads WHERE rows_in <> rows_kept + rows_rejected"
    ).fetchall()


def loads_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The landed objects that were read."""
    found = connection.execute("SELECT DISTINCT landed_id FROM ops.loads").fetchall()
    return {landed_id for (landed_id,) in found}


def version_by_days(
    connection: duckdb.DuckDBPyConnection, dataset: Raw | Table, files: Sequence[Path]
) -> int:
    """The content version of files of a table, summed by days as a snapshot's manifest says it."""
    day = quoted(dataset.partition)
    found = connection.execute(
        f"SELECT {_version(dataset)} FROM read_parquet($files) GROUP BY {day}",
        {"files": [str(path) for path in files]},
    ).fetchall()
    return sum(int(hexed, 16) for (hexed,) in found) % MODULUS


def version_at_once(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], file: Path
) -> str:
    """The content version of a file of records, in 32 hex digits."""
    row = connection.execute(
        f"SELECT {content_version(columns)} FROM read_parquet($file)", {"file": str(file)}
    ).fetchone()
    return str(row[0]) if row else ""


def _version(dataset: Raw | Table) -> str:
    """What is hashed of a row: of raw all of it, of a computed one what it says."""
    if isinstance(dataset, Raw):
        return content_version([c.name for c in dataset.stored_columns])
    return content_version(content_columns(dataset.columns))
