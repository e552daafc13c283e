"""Copies of a season: every row once in each, under keys of its own."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from benchmarks.replicating import (
    CAREER,
    FILES,
    GENERATION,
    MOST,
    NEWEST,
    NIGHT,
    SOURCE,
    copied_in,
    copies,
    name_of,
    starts_of,
    widened,
)
from boxline.catalog import Raw
from boxline.leagues import load_catalog

#: Games of the season: two before the night, one of it, one after; and two that are not copied.
GAMES = (
    ("0022200001", date(2022, 10, 18)),
    ("0022200500", date(2022, 12, 31)),
    ("0022201190", NIGHT),
    ("0022201230", date(2023, 4, 9)),
    ("0022100001", date(2021, 10, 19)),
    ("0012200001", date(2022, 9, 30)),
)
PLAYERS = (201143, 201933)


@pytest.fixture
def season(tmp_path: Path) -> Path:
    """A folder like that of the shared data, with both players in every game."""
    games = ", ".join(f"('{game}', DATE '{day}')" for game, day in GAMES)
    players = ", ".join(f"({player})" for player in PLAYERS)
    for name, replaced in FILES.items():
        day = next(column for column in replaced if column.startswith("game_date"))
        of_schedule = "day::VARCHAR AS literal, strftime(day, '%Y%m%d') || '/BOSPHI' AS game_code"
        more = of_schedule if "schedule" in name else "player_id, 12 AS pts"
        path = tmp_path / "data" / name
        path.parent.mkdir(parents=True)
        duckdb.execute(
            f"COPY (SELECT game_id, day AS {day}, {more}, "
            "CASE WHEN day < DATE '2022-08-01' THEN '2021-22' ELSE '2022-23' END AS season "
            f"FROM (VALUES {games}) AS games (game_id, day), (VALUES {players}) AS p (player_id)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    return tmp_path / "data"


def rows(folder: Path, kind: str, columns: str) -> list[tuple[Any, ...]]:
    files = f"{folder}/{kind}_*.parquet"
    return duckdb.execute(f"SELECT {columns} FROM read_parquet('{files}') ORDER BY ALL").fetchall()


def test_every_copy_has_the_rows_of_the_season_and_the_newest_those_up_to_the_night(
    season: Path, tmp_path: Path
) -> None:
    told = sum(count for path, count in copies(season, tmp_path, 3) if "player_games" in path.name)
    counted = "season, count(*) OVER (PARTITION BY season)"
    before = rows(tmp_path / "before", "player_games", counted)
    night = rows(tmp_path / "night", "player_games", "season, player_id")
    assert set(before) == {("2043-44", 8), ("2044-45", 8), ("2045-46", 4)}
    assert night == [("2045-46", 201143), ("2045-46", 201933)]
    assert told == 8 + 8 + 4 + 2


def test_no_key_stands_twice_in_all_copies(season: Path, tmp_path: Path) -> None:
    list(copies(season, tmp_path, MOST))
    keys = rows(tmp_path / "*", "shots", "game_id, player_id")
    assert len(keys) == len(set(keys)) == 8 * MOST - 2


def test_the_newest_schedule_holds_the_games_that_are_still_to_come(
    season: Path, tmp_path: Path
) -> None:
    list(copies(season, tmp_path, 1))
    columns = "DISTINCT game_id, game_date_et, game_code, literal"
    found = rows(tmp_path / "before", "schedule", columns)
    assert found == [
        ("0024500001", date(2045, 10, 18), "20451018/BOSPHI", "2045-46"),
        ("0024500500", date(2045, 12, 31), "20451231/BOSPHI", "2045-46"),
        ("0024501190", date(2046, 4, 5), "20460405/BOSPHI", "2045-46"),
        ("0024501230", date(2046, 4, 9), "20460409/BOSPHI", "2045-46"),
    ]


def test_the_league_finds_each_copy_in_the_season_that_it_names() -> None:
    seasons = load_catalog().leagues["nba"].seasons
    assert len({start % 100 for start in starts_of(MOST)}) == MOST
    for start in starts_of(MOST):
        for _, day in GAMES[:4]:
            assert seasons.season_of(copied_in(day, start)) == name_of(start)


def test_a_player_comes_back_as_another_after_his_career(season: Path, tmp_path: Path) -> None:
    list(copies(season, tmp_path, CAREER + 1))
    oldest, newest = name_of(NEWEST - CAREER), name_of(NEWEST)
    found = rows(tmp_path / "before", "player_games", "DISTINCT season, player_id")
    assert {player for season, player in found if season == newest} == set(PLAYERS)
    assert {player for season, player in found if season == oldest} == {
        player + GENERATION for player in PLAYERS
    }


def test_there_is_no_room_for_more_copies_than_ids_can_tell_apart() -> None:
    with pytest.raises(SystemExit, match="1 to 100"):
        starts_of(MOST + 1)


def test_sources_reach_as_far_in_every_copy_as_in_the_season_itself() -> None:
    declared = load_catalog()
    wider = widened(declared, 2)
    for raw in declared.raw:
        found = wider[raw.name]
        assert isinstance(found, Raw)
        if raw.covers is None:
            assert found.covers is None
            continue
        kinds = {kind for season, kind in raw.covers.cells if season == name_of(SOURCE)}
        assert found.covers is not None
        assert found.covers.cells == {(s, kind) for s in ("2044-45", "2045-46") for kind in kinds}
