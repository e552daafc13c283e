"""Raw versions: what a later reply changes, and what was known when."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.engine.work import Window
from boxline.errors import StoreDamaged
from boxline.home import Home
from tests.builders import bring_in, home_at, run

FIRST = datetime(2025, 7, 1, 12, tzinfo=UTC)
TABLE = "nba_raw.archive_team_games"
COUNTS = (
    "fgm fga fg3m fg3a ftm fta oreb dreb reb ast stl blk tov pf pts".split()  # noqa: SIM905
)


def line(game: str, team: int, pts: int = 100, day: date = date(2025, 1, 15)) -> dict[str, Any]:
    """One team's line, in the archive's own names."""
    counts = dict.fromkeys(COUNTS, 0) | {"pts": pts, "fgm": pts // 2, "fga": 90, "ftm": pts % 2}
    return {
        "game_id": game,
        "game_date": day,
        "season": "2024-25",
        "season_type": "regular",
        "team_id": team,
        "team": "BOS",
        "team_name": "Boston Celtics",
        "matchup": "BOS vs. NYK",
        "wl": "W",
        "opponent": "NYK",
        "is_home": True,
        "minutes": 240,
        **counts,
        "fg_pct": 0.5,
        "fg3_pct": None,
        "ft_pct": None,
        "plus_minus": 5.0,
    }


def imported(home: Home, path: Path, lines: list[dict[str, Any]], *, days_later: int = 0) -> Home:
    """Import lines as a file, some days after the first import; the home at that moment."""
    later = replace(home, clock=lambda: FIRST + timedelta(days=days_later))
    file = path / f"file-{days_later}-{len(lines)}.parquet"
    pq.write_table(pa.Table.from_pylist(lines), file)
    report = bring_in(later, [file])
    assert not report.failures, report.failures
    return later


def versions(home: Home) -> list[tuple[Any, ...]]:
    """(game, team, day, points, known at, retracted) of every version held."""
    with home.warehouse("test") as warehouse:
        return warehouse.connection.execute(
            f"SELECT game_id, team_id, game_date, points, known_at, is_retracted FROM {TABLE} "
            "ORDER BY known_at, game_date, game_id, team_id"
        ).fetchall()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return home_at(tmp_path / "home", now=FIRST)


DAY = date(2025, 1, 15)
MORNING_AFTER = datetime(2025, 1, 16, 11, 0)  # noqa: DTZ001  (06:00 Eastern)


def utc(days_later: int) -> datetime:
    """The moment of an import as the warehouse holds it."""
    return (FIRST + timedelta(days=days_later)).replace(tzinfo=None)


def test_what_is_new_is_known_by_the_archives_rule(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    assert versions(home) == [("0022400001", 1, DAY, 100, MORNING_AFTER, False)]


def test_the_same_rows_again_store_nothing(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    imported(home, tmp_path, [line("0022400001", 1), line("0022400002", 1)], days_later=1)
    found = [v for v in versions(home) if v[0] == "0022400001"]
    assert found == [("0022400001", 1, DAY, 100, MORNING_AFTER, False)]


def test_a_correction_is_a_new_version_known_when_it_was_imported(
    home: Home, tmp_path: Path
) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    imported(home, tmp_path, [line("0022400001", 1, pts=102)], days_later=3)
    assert versions(home) == [
        ("0022400001", 1, DAY, 100, MORNING_AFTER, False),
        ("0022400001", 1, DAY, 102, utc(3), False),
    ]


def test_a_row_that_its_game_no_longer_has_is_retracted(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path, [line("0022400001", 1), line("0022400001", 2)])
    imported(home, tmp_path, [line("0022400001", 1)], days_later=2)
    assert versions(home)[-1] == ("0022400001", 2, DAY, 100, utc(2), True)


def test_a_game_that_the_file_does_not_hold_is_left_alone(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    imported(home, tmp_path, [line("0022400002", 1)], days_later=2)
    assert not any(retracted for *_, retracted in versions(home))


def test_a_game_that_moved_leaves_its_old_day(home: Home, tmp_path: Path) -> None:
    moved = date(2025, 3, 1)
    imported(home, tmp_path, [line("0022400001", 1)])
    imported(home, tmp_path, [line("0022400001", 1, day=moved)], days_later=2)
    assert versions(home)[1:] == [
        ("0022400001", 1, DAY, 100, utc(2), True),
        ("0022400001", 1, moved, 100, utc(2), False),
    ]


def landed(home: Home, path: Path, lines: list[dict[str, Any]], *, day: int) -> None:
    """Land lines as fetched some days after the first import, but brought in now."""
    file = path / f"fetched-{day}-{len(list(path.iterdir()))}.parquet"
    pq.write_table(pa.Table.from_pylist(lines), file)
    raw = home.catalog[TABLE]
    fetched_at = FIRST + timedelta(days=day)
    home.land(raw, [(file.name, file.read_bytes())], fetched_at=fetched_at)  # type: ignore[arg-type]
    assert not home.load("land").failures


def current(home: Home) -> list[tuple[Any, ...]]:
    """(team, day, points) as core would read them now."""
    with home.warehouse("test") as warehouse:
        return warehouse.connection.execute(
            f"""SELECT team_id, game_date, points FROM (SELECT * FROM {TABLE}
            QUALIFY row_number() OVER (PARTITION BY game_id, team_id, game_date
            ORDER BY known_at DESC) = 1) WHERE NOT is_retracted ORDER BY ALL"""
        ).fetchall()


MOVED = date(2025, 3, 1)
LATE_CASES = {
    "a moved game": ([line("0022400001", 1)], [line("0022400001", 1, day=MOVED)]),
    "a line that was dropped": (
        [line("0022400001", 1), line("0022400001", 2)],
        [line("0022400001", 1)],
    ),
    "a correction": ([line("0022400001", 1)], [line("0022400001", 1, pts=102)]),
}


@pytest.mark.parametrize("case", LATE_CASES)
def test_an_older_reply_that_comes_late_leaves_what_the_newer_one_said(
    tmp_path: Path, case: str
) -> None:
    older, newer = LATE_CASES[case]
    found = []
    for name, order in (("in order", (older, newer)), ("late", (newer, older))):
        home = home_at(tmp_path / name, now=FIRST + timedelta(days=9))
        (tmp_path / f"{name} files").mkdir()
        for lines in order:
            landed(home, tmp_path / f"{name} files", lines, day=1 if lines is older else 5)
        found.append(current(home))
    assert found[0] == found[1] == [(r["team_id"], r["game_date"], r["pts"]) for r in newer]


def test_two_lines_that_contradict_each_other_retract_nothing(tmp_path: Path) -> None:
    from boxline.nba.raw.archive_team_schedule import ARCHIVE_TEAM_SCHEDULE

    assert ARCHIVE_TEAM_SCHEDULE.prefer is None
    home = home_at(tmp_path / "home", now=FIRST)
    columns = ("game_id", "game_date", "season", "season_type", "team", "team_name", "matchup")
    one = {name: line("0022400001", 1)[name] for name in columns} | {"wl": "W"}
    for number, rows in enumerate(([one], [one | {"wl": "L"}, one | {"wl": "X"}])):
        file = tmp_path / f"{number}.parquet"
        pq.write_table(pa.Table.from_pylist(rows), file)
        later = replace(home, clock=lambda n=number: FIRST + timedelta(days=n))  # type: ignore[misc]
        bring_in(later, [file])
    with home.warehouse("test") as warehouse:
        query = "SELECT wl, is_retracted FROM nba_raw.archive_team_schedule"
        assert warehouse.connection.execute(query).fetchall() == [("W", False)]


def test_a_row_that_is_rejected_later_leaves_its_older_version_standing(
    home: Home, tmp_path: Path
) -> None:
    lines = [line("0022400001", n) for n in range(1, 30)]
    imported(home, tmp_path, lines)
    broken = [lines[0] | {"fga": 0}, *lines[1:]]  # more made than tried
    imported(home, tmp_path, broken, days_later=1)
    assert len(home.ledger.rejects()) == 1
    assert not any(retracted for *_, retracted in versions(home))


def test_a_row_that_cannot_be_read_later_leaves_its_older_version_standing(
    home: Home, tmp_path: Path
) -> None:
    lines = [line("0022400001", n) | {"minutes": "240"} for n in range(1, 30)]
    imported(home, tmp_path, lines)
    broken = [lines[0] | {"minutes": "four"}, *lines[1:]]
    imported(home, tmp_path, broken, days_later=1)
    assert len(home.ledger.rejects()) == 1
    assert not any(retracted for *_, retracted in versions(home))


def test_a_row_that_was_retracted_can_come_back(home: Home, tmp_path: Path) -> None:
    both = [line("0022400001", 1), line("0022400001", 2)]
    imported(home, tmp_path, both)
    imported(home, tmp_path, both[:1], days_later=1)
    imported(home, tmp_path, [*both, line("0022400003", 1)], days_later=2)
    assert ("0022400001", 2, DAY, 100, utc(2), False) in versions(home)


def test_of_two_lines_with_one_key_the_abandoned_one_is_rejected(
    home: Home, tmp_path: Path
) -> None:
    others = [line("0022400001", n) for n in range(2, 40)]
    abandoned, real = line("0022400001", 1, pts=2), line("0022400001", 1, pts=112)
    imported(home, tmp_path, [abandoned, real, *others])
    assert [v[3] for v in versions(home) if v[1] == 1] == [112]
    (reject,) = home.ledger.rejects()
    assert (reject["row"], reject["field"]) == (1, "key")
    assert reject["reason"] == "another row of the same reply has the same key"


def test_a_correction_that_is_taken_back_counts_again(home: Home, tmp_path: Path) -> None:
    first, corrected = [line("0022400001", 1)], [line("0022400001", 1, pts=102)]
    imported(home, tmp_path, first)
    imported(home, tmp_path, corrected, days_later=1)
    imported(home, tmp_path, first, days_later=2)
    assert [(v[3], v[4]) for v in versions(home)] == [
        (100, MORNING_AFTER),
        (102, utc(1)),
        (100, utc(2)),
    ]
    files = list((home.path / "landing").rglob("*.parquet"))
    assert len(files) == 2  # the bytes are stored once


def test_the_newest_bytes_again_are_only_noted(home: Home, tmp_path: Path) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    imported(home, tmp_path, [line("0022400001", 1)], days_later=1)
    assert len(home.ledger.landed()) == 1


def test_a_file_that_is_refused_is_not_tried_again_until_it_is_brought_again(
    home: Home, tmp_path: Path
) -> None:
    file = tmp_path / "bad.parquet"
    broken = [line("0022400001", n) | {"fga": 0} for n in range(1, 9)]
    pq.write_table(pa.Table.from_pylist(broken), file)
    (refused,) = bring_in(home, [file]).failures
    assert "8 of 8 rows break the contract" in refused.message
    assert home.load("import").failures == []
    assert home.plan(Window()).to_load == []
    ((landed, why),) = home.plan(Window()).refused
    assert (landed.files, why) == ("bad.parquet", refused.message)
    imported(home, tmp_path, [line("0022400002", 1)], days_later=1)
    later = replace(home, clock=lambda: FIRST + timedelta(days=2))
    assert later.load("import").steps == []  # nor does it make a later file be read again
    assert len(bring_in(later, [file]).failures) == 1


def test_a_landed_file_that_the_ledger_does_not_know_is_read_all_the_same(
    home: Home, tmp_path: Path
) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    home.close()
    for file in home.path.glob("ledger.sqlite*"):
        file.unlink()
    shutil.rmtree(home.path / "snapshot")
    (home.path / "warehouse.duckdb").unlink()
    again = home_at(home.path, now=FIRST)
    assert again.load("run").steps[0].outcome.stored == 1
    assert versions(again) == [("0022400001", 1, DAY, 100, MORNING_AFTER, False)]


def test_a_ledger_of_another_version_is_named_and_a_new_one_made_once_it_is_away(
    home: Home, tmp_path: Path
) -> None:
    imported(home, tmp_path, [line("0022400001", 1)])
    home.close()
    ledger = home.path / "ledger.sqlite"
    with closing(sqlite3.connect(ledger)) as older:
        older.execute("ALTER TABLE landed DROP COLUMN batch")
    with pytest.raises(StoreDamaged, match="another version of Boxline wrote it"):
        home_at(home.path, now=FIRST).load("run")
    for file in home.path.glob("ledger.sqlite*"):
        file.unlink()
    assert home_at(home.path, now=FIRST).load("run").steps == []


def test_a_value_of_another_type_is_rejected_with_what_was_sent(home: Home, tmp_path: Path) -> None:
    lines = [line("0022400001", n) | {"minutes": "240"} for n in range(1, 40)]
    lines[7]["minutes"] = "four"
    imported(home, tmp_path, lines)
    (reject,) = home.ledger.rejects()
    assert (reject["row"], reject["field"], reject["value"]) == (8, "team_minutes", "four")
    assert len(versions(home)) == 38


def test_core_reads_the_newest_version(home: Home, tmp_path: Path) -> None:
    sides = [line("0022400001", 1610612737), line("0022400001", 1610612738) | {"is_home": False}]
    imported(home, tmp_path, sides)
    run(home)
    later = imported(home, tmp_path, [sides[0] | {"tov": 3}, sides[1]], days_later=5)
    run(later)
    with later.warehouse("test") as warehouse:
        query = "SELECT turnovers FROM nba_core.team_games ORDER BY team_id"
        assert warehouse.connection.execute(query).fetchall() == [(3,), (0,)]
