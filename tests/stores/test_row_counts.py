"""`ops.held`: rows counted once for each file of a snapshot, and again where that is lost."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import pytest

from boxline.stores.row_counts import HELD, counted
from tests.catalog.toy_league import build, toy_modules

CATALOG = build(toy_modules())
GAMES = "toy_core.games"


def file_of(root: Path, connection: duckdb.DuckDBPyConnection, name: str, games: int) -> str:
    """A file of so many games of one day."""
    path = f"{GAMES}/{name}.parquet"
    (root / GAMES).mkdir(exist_ok=True)
    connection.execute(
        "COPY (SELECT 'g' || n AS game_id, DATE '2025-03-01' AS game_date, 1 AS goals "
        f"FROM range({games}) AS r(n)) TO '{root / path}'"
    )
    return path


def snapshot(*paths: str, **more: Any) -> dict[str, Any]:
    return {GAMES: {"columns": {}, "files": [{"path": path} for path in paths]}, **more}


def shown(
    root: Path, connection: duckdb.DuckDBPyConnection, told: Mapping[str, Any]
) -> list[tuple[str, int]]:
    """File and rows of what was counted."""
    path = root / told["files"][0]["path"]
    query = f"SELECT file, CAST(sum(rows) AS INT) FROM '{path}' GROUP BY ALL ORDER BY ALL"
    return connection.execute(query).fetchall()


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_of_files_that_stay_the_counts_are_kept_and_those_of_others_go(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    one, two = (file_of(tmp_path, connection, name, n) for name, n in (("one", 3), ("two", 5)))
    first = counted(tmp_path, connection, CATALOG, snapshot(one, two), {})
    assert shown(tmp_path, connection, first) == [(one, 3), (two, 5)]
    (tmp_path / one).unlink()  # it is counted: nobody reads it again
    three = file_of(tmp_path, connection, "three", 7)
    before = snapshot(one, two, **{HELD: first})
    second = counted(tmp_path, connection, CATALOG, snapshot(one, three), before)
    assert shown(tmp_path, connection, second) == [(one, 3), (three, 7)]
    again = counted(tmp_path, connection, CATALOG, snapshot(one, three), snapshot(**{HELD: second}))
    assert again == second


@pytest.mark.parametrize("body", [None, b"no Parquet at all"])
def test_counts_that_are_lost_or_damaged_are_made_again(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, body: bytes | None
) -> None:
    one, two = (file_of(tmp_path, connection, name, n) for name, n in (("one", 3), ("two", 5)))
    first = counted(tmp_path, connection, CATALOG, snapshot(one), {})
    kept = tmp_path / first["files"][0]["path"]
    if body is None:
        kept.unlink()
    else:
        kept.write_bytes(body)
    before = snapshot(one, **{HELD: first})
    found = counted(tmp_path, connection, CATALOG, snapshot(one, two), before)
    assert shown(tmp_path, connection, found) == [(one, 3), (two, 5)]
