"""The readers' snapshot: what is in it, what is written anew, what can be asked of it."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from boxline.catalog import Column, Export, Int, Table
from boxline.errors import BadQuery
from boxline.home import Home
from boxline.leagues import load_catalog
from boxline.stores import snapshot
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


def test_a_large_newest_season_is_written_by_months(
    settled_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And a new day writes the month that it lies in, of each table that it changes."""
    shutil.copytree(settled_home.path, tmp_path / "home", symlinks=True)
    home = home_at(tmp_path / "home")
    table = "nba_core.player_games"
    query = f"SELECT * FROM {table} ORDER BY ALL"
    with open_snapshot(home.snapshot) as connection:
        whole = connection.execute(query).fetchall()
    monkeypatch.setattr(snapshot, "VALUES_OF_A_PART", 0)
    run(home)
    with open_snapshot(home.snapshot) as connection:
        assert connection.execute(query).fetchall() == whole
        days = [day for (day,) in connection.execute(f"SELECT game_date FROM {table}").fetchall()]
    seasons = home.catalog.league(home.catalog[table]).seasons
    newest = seasons.season_of(max(days))
    assert _parts(home, table).keys() == {
        f"{day:%Y-%m}" if seasons.season_of(day) == newest else seasons.season_of(day)
        for day in days
    }
    before = _parts(home, table)
    with home.warehouse("test") as warehouse:
        warehouse.connection.execute(
            f"UPDATE {table} SET points = points + 1 WHERE game_date = ?", [max(days)]
        )
        warehouse.connection.execute(
            "UPDATE ops.commits SET content = '1' || substr(content, 2) "
            "WHERE dataset = ? AND day = ?",
            [table, max(days)],
        )
        planner = home.planner(warehouse)
        home.snapshot.publish(warehouse.connection, home.catalog, planner.settled, home.clock())
    after = _parts(home, table)
    assert [part for part in after if after[part] != before[part]] == [f"{max(days):%Y-%m}"]


def test_a_table_that_gains_a_column_leaves_the_files_of_the_snapshot_before(
    settled_home: Home, tmp_path: Path
) -> None:
    """A history keeps its rows then, and so the version of its contents."""
    shutil.copytree(settled_home.path, tmp_path / "home", symlinks=True)
    home = home_at(tmp_path / "home")
    name = "nba_predictions.player_prop_predictions"
    before = _parts(home, name)
    held = {path: (home.snapshot.root / path).read_bytes() for path in before.values()}
    table = home.catalog[name]
    assert isinstance(table, Table)
    column = Column("extra", Int, nullable=True, doc="New; NULL before it was known.")
    wider = replace(table, columns=(*table.columns, column))
    catalog = replace(home.catalog, datasets={**home.catalog.datasets, name: wider})
    with home.warehouse("test") as warehouse:
        warehouse.connection.execute(f"ALTER TABLE {name} ADD COLUMN extra BIGINT")
        settled = home.planner(warehouse).settled
        home.snapshot.publish(warehouse.connection, catalog, settled, home.clock())
    assert {path: (home.snapshot.root / path).read_bytes() for path in held} == held
    assert not set(_parts(home, name).values()) & set(held)
    with open_snapshot(home.snapshot) as connection:
        assert query_rows(connection, f"SELECT count(extra) AS n FROM {name}") == [{"n": 0}]


def test_only_the_tables_that_are_wanted_are_opened(settled_home: Home) -> None:
    with open_snapshot(settled_home.snapshot, only=["ops.commits"]) as connection:
        assert query_rows(connection, "SELECT count(*) > 0 AS has_rows FROM ops.commits") == [
            {"has_rows": True}
        ]
        with pytest.raises(BadQuery, match="games"):
            query_rows(connection, "SELECT * FROM nba_core.games")


def _parts(home: Home, table: str) -> dict[str, str]:
    """Part -> file, of the newest snapshot."""
    manifest = home.snapshot.manifest()
    assert manifest is not None
    return {file["part"]: file["path"] for file in manifest["tables"][table]["files"]}
