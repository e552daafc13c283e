"""What BigQuery bills for, worked by hand."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from benchmarks.bigquery_bytes import (
    LEAST,
    MEBIBYTE,
    TEBIBYTE,
    WIDTHS,
    Cost,
    Held,
    commit_of,
    cost_of,
    dollars_of_months,
    held_bytes,
    reading,
    record_bytes,
)
from boxline.catalog import Column, Day, Flag, Float, Instant, Int, Text
from boxline.catalog.columns import Type

COLUMNS = (
    Column("name", Text, doc="A name."),
    Column("points", Int, "points", doc="Points."),
    Column("share", Float, "share", doc="A share."),
    Column("is_home", Flag, doc="Whether at home."),
    Column("game_date", Day, doc="The day."),
    Column("known_at", Instant, doc="When it was known."),
)


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    found = duckdb.connect()
    found.execute("CREATE SCHEMA nba_core")
    found.execute(
        "CREATE TABLE nba_core.lines (name VARCHAR, points BIGINT, share DOUBLE, is_home BOOLEAN, "
        "game_date DATE, known_at TIMESTAMP)"
    )
    found.execute(
        "INSERT INTO nba_core.lines VALUES "
        "('Šarić', 12, 0.5, true, '2025-01-30', '2025-01-31 11:00'), "
        "(NULL, NULL, NULL, NULL, '2025-01-31', NULL), "
        "('Horford', 7, 0.25, false, '2025-02-01', '2025-02-02 11:00')"
    )
    return found


def test_bytes_are_those_of_the_documented_sizes_and_nulls_have_none(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    held = held_bytes(connection, "nba_core.lines", COLUMNS, "game_date")
    names = [column.name for column in COLUMNS]
    assert held.months == {
        # Š and ć take two bytes each: 5 letters are 7 bytes.
        "2025-01": dict(zip(names, (9, 8, 8, 1, 16, 8), strict=True)),
        "2025-02": dict(zip(names, (9, 8, 8, 1, 8, 8), strict=True)),
    }


def test_a_span_reads_whole_months_and_only_the_columns_that_are_named(
    connection: duckdb.DuckDBPyConnection,
) -> None:
    held = held_bytes(connection, "nba_core.lines", COLUMNS, "game_date")
    assert held.bytes_of() == 50 + 42
    assert held.bytes_of({"name", "points"}) == 17 + 17
    assert held.bytes_of(None, date(2025, 2, 28), date(2025, 3, 5)) == 42
    assert held.bytes_of({"name"}, date.min, date(2025, 1, 1)) == 9
    assert held.bytes_of(None, date(2025, 3, 1), date.max) == 0


def test_every_type_of_a_column_has_a_size() -> None:
    assert set(WIDTHS) == set(Type)


def test_a_record_is_measured_by_the_same_sizes(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("CREATE TABLE commits (dataset VARCHAR, day DATE, rows_kept BIGINT)")
    assert record_bytes(connection, "commits") == 0
    connection.execute("INSERT INTO commits VALUES ('abc', '2025-01-30', 4), ('abcd', NULL, 5)")
    assert record_bytes(connection, "commits") == (5 + 6) + 8 + 16


def test_a_statement_is_billed_for_ten_megabytes_of_each_table_at_least() -> None:
    assert reading().billed == LEAST == 10 * MEBIBYTE
    assert reading(1, 2).billed == 20 * MEBIBYTE
    assert reading(25 * MEBIBYTE, 3).billed == 35 * MEBIBYTE
    assert reading(25 * MEBIBYTE, 3).processed == 25 * MEBIBYTE + 3


def test_a_commit_pays_for_the_months_that_it_changes_and_for_its_records_twice() -> None:
    held = Held(
        months={
            "2025-01": {"game_id": 100 * MEBIBYTE, "game_date": 40 * MEBIBYTE, "points": MEBIBYTE},
            "2025-02": {"game_id": 7 * MEBIBYTE, "game_date": 3 * MEBIBYTE, "points": MEBIBYTE},
        }
    )
    statements = commit_of(
        held,
        ["game_id", "game_date", "points"],
        ["game_id"],
        "game_date",
        date(2025, 1, 30),
        date(2025, 1, 31),
        records=[11 * MEBIBYTE],
    )
    merge = (100 + 40) + (100 + 40 + 1)
    assert max(one.processed for one in statements) == merge * MEBIBYTE
    # Two ends of the span, fence and terms, count and terms, keys, MERGE, count of rows, record,
    # and twice the fence: each names one or two tables, of 10 MB where nothing larger is said.
    least = 1 + 1 + 2 + 2 + 1 + 1 + 1 + 1 + 1 + 1
    assert cost_of(statements) == Cost(
        statements=10,
        processed=(merge + 40 + 22) * MEBIBYTE,
        billed=(least * 10 + merge + 40 + 22) * MEBIBYTE,
    )


def test_each_month_has_its_own_free_part() -> None:
    assert dollars_of_months([0.5, 1.0, 3.0]) == 2 * 6.25
    assert Cost(statements=1, processed=0, billed=2 * TEBIBYTE).dollars == 12.5


def test_costs_add_up_and_repeat() -> None:
    one, other = (Cost(statements=n, processed=10 * n, billed=100 * n) for n in (1, 2))
    assert one + other.times(3) == Cost(statements=7, processed=70, billed=700)
