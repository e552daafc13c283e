"""Sample rows of every dataset keep its contract, and one broken on purpose is found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from itertools import cycle
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from boxline.catalog import AtMost, Column, Differ, Rule, SumOf, Type
from boxline.catalog.samples import Row, sample_rows
from boxline.leagues import whole_catalog
from boxline.stores.contract_sql import broken, definition, names, staged

Rows = Sequence[Mapping[str, Any]]

CATALOG = whole_catalog()
COUNT = 300

ARROW_TYPES = {
    Type.TEXT: pa.string(),
    Type.INT: pa.int64(),
    Type.FLOAT: pa.float64(),
    Type.FLAG: pa.bool_(),
    Type.DAY: pa.date32(),
    Type.INSTANT: pa.timestamp("us"),
}

each_dataset = pytest.mark.parametrize("name", sorted(CATALOG.datasets))


@cache
def _sampled(name: str) -> list[Row]:
    return sample_rows(CATALOG[name], count=COUNT, seed=1, stored=True)


def sampled(name: str, count: int = COUNT) -> list[Row]:
    """The first of the sample rows of a dataset, as stored: a copy, to be broken at will."""
    return [dict(row) for row in _sampled(name)[:count]]


@pytest.fixture(scope="module")
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as opened:
        yield opened


def load(connection: duckdb.DuckDBPyConnection, columns: Sequence[Column], rows: Rows) -> None:
    """Store rows, in their order, in a table named `rows`."""
    schema = pa.schema([(c.name, ARROW_TYPES[c.type]) for c in columns])
    connection.register("given", pa.Table.from_pylist(list(rows), schema=schema))
    connection.execute(f"CREATE OR REPLACE TABLE rows ({definition(columns)})")
    connection.execute(f"INSERT INTO rows SELECT {names(columns)} FROM given")
    connection.unregister("given")


def broken_fields(
    connection: duckdb.DuckDBPyConnection,
    columns: Sequence[Column],
    rules: Sequence[Rule],
    rows: Rows,
) -> list[str | None]:
    """For each row the column or rule that it breaks."""
    load(connection, columns, rows)
    found = connection.execute(f"SELECT {broken(columns, rules)} FROM rows").fetchall()
    return [field for (field,) in found]


class TestOfEveryDataset:
    @each_dataset
    def test_no_row_breaks_the_contract(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        dataset = CATALOG[name]
        rows = sampled(name)
        found = broken_fields(connection, dataset.stored_columns, dataset.rules, rows)
        assert found == [None] * COUNT

    @each_dataset
    def test_rows_pass_the_stage_unchanged(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        columns = CATALOG[name].columns
        rows = sampled(name)
        load(connection, columns, rows)
        stage = ", ".join(staged(column) for column in columns)
        stored = connection.execute(f"SELECT {stage} FROM rows").fetchall()
        assert stored == [tuple(_as_stored(row[c.name]) for c in columns) for row in rows]

    @each_dataset
    def test_no_two_rows_have_one_key(self, name: str) -> None:
        key = CATALOG[name].key
        assert len({tuple(row[column] for column in key) for row in sampled(name)}) == COUNT

    @each_dataset
    def test_one_seed_gives_one_set_of_rows(self, name: str) -> None:
        once, again, other = (sample_rows(CATALOG[name], count=20, seed=s) for s in (4, 4, 5))
        assert once == again != other

    @each_dataset
    def test_a_column_out_of_its_range_is_found(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        dataset = CATALOG[name]
        cases = [(c.name, value) for c in dataset.columns for value in values_outside(c)]
        rows = [dict(row) for _, row in zip(cases, cycle(_sampled(name)), strict=False)]
        for row, (column, value) in zip(rows, cases, strict=True):
            row[column] = value
        found = broken_fields(connection, dataset.columns, dataset.rules, rows)
        assert found == [column for column, _ in cases]

    @each_dataset
    def test_a_rule_that_a_row_breaks_is_found(
        self, connection: duckdb.DuckDBPyConnection, name: str
    ) -> None:
        columns = CATALOG[name].columns
        for rule in CATALOG[name].rules:
            rows = [
                row for row in sampled(name, 40) if not any(row[c] is None for c in rule.columns)
            ]
            for row in rows:
                break_rule(row, rule)
            ranges = broken_fields(connection, columns, (), rows)
            in_range = [row for row, field in zip(rows, ranges, strict=True) if field is None]
            found = broken_fields(connection, columns, (rule,), in_range)
            assert found == [str(rule)] * len(in_range) != []


def _as_stored(value: object) -> object:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def values_outside(column: Column) -> list[object]:
    """Values that a column may not hold."""
    found: list[object] = []
    step = 1 if column.type is Type.INT else 10**-column.decimals
    if not column.nullable:
        found.append(None)
    if column.low is not None:
        found.append(column.low - step)
    if column.high is not None:
        found.append(column.high + step)
    if column.one_of:
        found += ["", "no such text", f"{column.one_of[0]} "]
    if column.type is Type.FLOAT:
        found += [float("nan"), float("inf"), float("-inf")]
    return found


def break_rule(row: dict[str, Any], rule: Rule) -> None:
    """Change one column of a row, as little as will do."""
    match rule:
        case AtMost(part, whole):
            row[part] = row[whole] + 1
        case SumOf(total, _):
            row[total] += 1 if row[total] == 0 else -1
        case Differ(one, other):
            row[one] = row[other]
