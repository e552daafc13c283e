"""What BigQuery bills for: bytes of tables by the documented sizes of types, and of statements.

A statement is billed for the columns that it reads of the months in its span, for at least 10 MB of
each table, whatever it reads; one that changes rows for all columns of the months that it changes
as well (https://cloud.google.com/bigquery/docs/estimate-costs and .../dml-syntax).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import duckdb

from boxline.catalog import Column
from boxline.catalog.columns import Type

#: Bytes of a value, NULLs none; of a text what it is in UTF-8 and these.
WIDTHS = {
    Type.TEXT: 2,
    Type.INT: 8,
    Type.FLOAT: 8,
    Type.FLAG: 1,
    Type.DAY: 8,
    Type.INSTANT: 8,
}

MEBIBYTE, GIBIBYTE, TEBIBYTE = 2**20, 2**30, 2**40

#: The least that a statement is billed for, of each table that it names.
LEAST = 10 * MEBIBYTE

#: The list price on demand in US dollars, and what of it is free each month.
DOLLARS_PER_TEBIBYTE, FREE_TEBIBYTES_PER_MONTH = 6.25, 1

#: Of an active table a month, by logical bytes.
DOLLARS_PER_STORED_GIBIBYTE = 0.02


@dataclass(frozen=True, kw_only=True)
class Held:
    """The bytes that a table's rows have in BigQuery: month (`2025-01`) -> column -> bytes."""

    months: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def bytes_of(
        self,
        columns: Collection[str] | None = None,
        first: date = date.min,
        last: date = date.max,
    ) -> int:
        """What is read of some columns (None: of all) in the months of a span of days."""
        low, high = f"{first:%Y-%m}".rjust(7, "0"), f"{last:%Y-%m}".rjust(7, "0")
        return sum(
            size
            for month, sizes in self.months.items()
            if low <= month <= high
            for name, size in sizes.items()
            if columns is None or name in columns
        )


def held_bytes(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[Column], day: str
) -> Held:
    """Measure a table that a connection shows."""

    def size(column: Column) -> str:
        name, width = f'"{column.name}"', WIDTHS[column.type]
        if column.type is Type.TEXT:
            return f"coalesce(sum(strlen({name}) + {width}), 0)::BIGINT"
        return f"(count({name}) * {width})::BIGINT"

    sizes = ", ".join(map(size, columns))
    schema, _, name = table.partition(".")
    rows = connection.execute(
        f"SELECT strftime(\"{day}\", '%Y-%m') AS month, {sizes} "
        f'FROM "{schema}"."{name}" GROUP BY month'
    ).fetchall()
    names = [column.name for column in columns]
    return Held(months={month: dict(zip(names, found, strict=True)) for month, *found in rows})


def record_bytes(connection: duckdb.DuckDBPyConnection, record: str) -> int:
    """The bytes of a table of record."""
    columns = connection.execute(f"DESCRIBE {record}").fetchall()
    sizes = " + ".join(
        f"coalesce(sum(strlen({name}) + 2), 0)" if kind == "VARCHAR" else f"8 * count({name})"
        for name, kind, *_ in columns
    )
    return int(connection.execute(f"SELECT {sizes} FROM {record}").fetchall()[0][0])


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement: the bytes that it reads of each table it names."""

    reads: tuple[int, ...]

    @property
    def processed(self) -> int:
        return sum(self.reads)

    @property
    def billed(self) -> int:
        return max(LEAST, sum(max(LEAST, each) for each in self.reads))


def reading(*tables: int) -> Statement:
    return Statement(reads=tables)


#: What load jobs staged for one commit: some rows, far below the least that is billed.
STAGED = 0


def commit_of(
    target: Held,
    columns: Sequence[str],
    key: Collection[str],
    day: str,
    first: date,
    last: date,
    *,
    records: Sequence[int],
) -> list[Statement]:
    """The statements of the one transaction of a commit.

    Args:
        target: the table that is written to, between `first` and `last`.
        records: the sizes of the tables of record that are written to: of commits, of a raw table
            of loads too.
    """
    merged = target.bytes_of({*key, day}, first, last) + target.bytes_of(columns, first, last)
    counted = target.bytes_of({day}, first, last)
    return [
        reading(STAGED),  # first_day
        reading(STAGED),  # last_day
        reading(STAGED, STAGED),  # the fence beside the terms
        reading(STAGED, STAGED),  # how many rows were staged
        reading(STAGED),  # a key that stands twice
        reading(merged, STAGED),  # MERGE: its keys, and the months that it changes
        reading(counted, STAGED),  # each day's rows
        *(reading(2 * size, STAGED) for size in records),
        reading(STAGED),  # the fence is taken
        reading(STAGED),  # and set
    ]


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What some statements come to."""

    statements: int
    processed: int
    billed: int

    def __add__(self, other: Cost) -> Cost:
        return Cost(
            statements=self.statements + other.statements,
            processed=self.processed + other.processed,
            billed=self.billed + other.billed,
        )

    def times(self, often: float) -> Cost:
        return Cost(
            statements=round(self.statements * often),
            processed=round(self.processed * often),
            billed=round(self.billed * often),
        )

    @property
    def dollars(self) -> float:
        """At the list price, before what is free."""
        return self.billed / TEBIBYTE * DOLLARS_PER_TEBIBYTE


def cost_of(statements: Iterable[Statement]) -> Cost:
    found = list(statements)
    return Cost(
        statements=len(found),
        processed=sum(one.processed for one in found),
        billed=sum(one.billed for one in found),
    )


def dollars_of_months(tebibytes: Iterable[float]) -> float:
    """What is paid for some months' billed bytes, each less what is free in it."""
    return sum(
        max(0.0, each - FREE_TEBIBYTES_PER_MONTH) * DOLLARS_PER_TEBIBYTE for each in tebibytes
    )
