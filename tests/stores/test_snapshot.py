"""The readers' snapshot: what is in it, what is written anew, what can be asked of it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from boxline.catalog import Export
from boxline.errors import BadQuery
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.stores.reading import open_snapshot, query_rows
from tests.builders import home_at, run

STORED = [d.name for d in load_catalog().datasets.values() if not isinstance(d, Export)]


@pytest.mark.parametrize("name", STORED)
def test_every_table_is_in_it_with_all_its_rows(settled_home: Home, name: str) -> None:
    columns = ", ".join(c.name for c in settled_home.catalog[name].stored_columns)  # type: ignore[union-attr]
    query = f"SELECT {columns} FROM {name} ORDER BY ALL"
    with settled_home.warehouse("test") as warehouse:
        wanted = warehouse.connection.execute(query).fetchall()
    with open_snapshot(settled_home.snapshot) as connection:
        assert connection.execute(query).fetchall() == wanted


def test_nothing_is_written_where_nothing_changed(settled_home: Home, tmp_path: Path) -> None:
    shutil.copytree(settled_home.path, tmp_path / "home", symlinks=True)
    home = home_at(tmp_path / "home")
    before = {p: p.stat().st_mtime_ns for p in home.snapshot.root.rglob("*")}
    run(home)
    assert {p: p.stat().st_mtime_ns for p in home.snapshot.root.rglob("*")} == before


def test_a_snapshot_that_was_lost_is_made_again_by_the_next_run(
    settled_home: Home, tmp_path: Path
) -> None:
    shutil.copytree(settled_home.path, tmp_path / "home", symlinks=True)
    home = home_at(tmp_path / "home")
    manifest = home.snapshot.manifest()
    shutil.rmtree(home.snapshot.root)
    assert run(home).steps == []
    again = home.snapshot.manifest()
    assert again is not None
    assert manifest is not None
    assert again["tables"] == manifest["tables"]


def test_a_corrected_day_rewrites_its_season_only(settled_home: Home, tmp_path: Path) -> None:
    shutil.copytree(settled_home.path, tmp_path / "home", symlinks=True)
    home = home_at(tmp_path / "home")
    with home.warehouse("test") as warehouse:
        day = date(2023, 11, 1)
        table = "nba_analytics.team_offense_game_summary"
        warehouse.connection.execute(
            "DELETE FROM ops.commits WHERE dataset = ? AND day = ?", [table, day]
        )
        warehouse.connection.execute(f"DELETE FROM {table} WHERE game_date = ?", [day])
        warehouse.connection.execute(
            f"UPDATE {table} SET points = points + 0 WHERE game_date > ?", [day]
        )
    before = {p.name for p in (home.snapshot.root / table).iterdir()}
    run(home)
    after = {p.name for p in (home.snapshot.root / table).iterdir()}
    assert before == after  # the same rows came back, so the same content and the same files


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT getenv('HOME')",
        "COPY (SELECT 1) TO '/tmp/never.csv'",
        "ATTACH '/tmp/never.duckdb'",
        "INSERT INTO nba_core.games SELECT * FROM nba_core.games",
        "SET enable_external_access = true",
        "SELECT 1; SELECT 2",
        "SELEC 1",
        "",
    ],
)
def test_a_query_reaches_nothing_but_the_tables(settled_home: Home, query: str) -> None:
    with open_snapshot(settled_home.snapshot) as connection, pytest.raises(BadQuery):
        query_rows(connection, query)


def test_a_query_sees_tables_by_their_own_names(settled_home: Home) -> None:
    with open_snapshot(settled_home.snapshot) as connection:
        (row,) = query_rows(connection, "SELECT count(*) AS n FROM nba_core.games")
    assert row["n"] > 0
