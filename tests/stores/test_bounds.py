"""Queries of somebody else are bounded: in time, in memory, and in the size of their answer."""

from __future__ import annotations

import time
from collections.abc import Iterator

import duckdb
import pytest

from boxline.errors import BadQuery, QueryTooCostly
from boxline.stores.bounds import Bounds
from boxline.stores.reading import open_snapshot, query_rows
from boxline.stores.snapshot import Snapshot

BOUNDS = Bounds(memory="150MB", seconds=0.5, answer_bytes=2_000_000)
LONG = "SELECT sum(a.range * b.range) FROM range(1000000) a, range(20000) b"


@pytest.fixture(scope="module")
def bounded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A snapshot without tables, opened within bounds."""
    root = tmp_path_factory.mktemp("snapshot")
    (root / "current.json").write_text('{"tables": {}}')
    with open_snapshot(Snapshot(root), bounds=BOUNDS) as connection:
        yield connection


@pytest.mark.parametrize(
    ("query", "why"),
    [
        (LONG, "more than 0.5 s"),
        ("SELECT list(range) FROM range(100000000)", "more memory than 150MB"),
        ("SELECT range FROM range(10000000)", "larger than 2 MB"),
        ("SELECT repeat('x', 100000) FROM range(100)", "larger than 2 MB"),
        ("SELECT [repeat('x', 100000)] FROM range(100)", "larger than 2 MB"),
        ("SELECT {'a': repeat('x', 100000)} FROM range(100)", "larger than 2 MB"),
    ],
)
def test_a_query_that_costs_too_much_is_stopped_and_told_why(
    bounded: duckdb.DuckDBPyConnection, query: str, why: str
) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTooCostly, match=why) as told:
        query_rows(bounded, query, BOUNDS)
    assert "Ask for fewer" in str(told.value)
    assert time.monotonic() - began < 10


def test_the_next_query_is_answered(bounded: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryTooCostly):
        query_rows(bounded, LONG, BOUNDS)
    assert query_rows(bounded, "SELECT 1 AS n", BOUNDS) == [{"n": 1}]


@pytest.mark.parametrize(
    "query",
    [
        "SET max_execution_time = 0",
        "SET memory_limit = '10GB'",
        "RESET GLOBAL max_execution_time",
        "SELECT set_config('memory_limit', '10GB')",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM read_parquet('https://example.com/a.parquet')",
        "ATTACH '/tmp/other.duckdb'",
        "COPY (SELECT 1) TO '/tmp/out.csv'",
        "INSTALL httpfs",
        "SELECT getenv('HOME')",
    ],
)
def test_no_query_lifts_a_bound_or_reaches_out(
    bounded: duckdb.DuckDBPyConnection, query: str
) -> None:
    with pytest.raises(BadQuery):
        query_rows(bounded, query, BOUNDS)


def test_no_query_sees_a_variable_of_ours(bounded: duckdb.DuckDBPyConnection) -> None:
    secret = duckdb.sql("SELECT 42 AS secret").arrow()  # noqa: F841 - what must not be found
    with pytest.raises(BadQuery, match="secret does not exist"):
        query_rows(bounded, "SELECT * FROM secret", BOUNDS)


def test_a_cursor_has_the_same_bounds(bounded: duckdb.DuckDBPyConnection) -> None:
    with bounded.cursor() as cursor, pytest.raises(duckdb.InterruptException):
        cursor.execute(LONG).fetchall()
