"""Values that pass for their type and are none: their row is refused, and its neighbours stay."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.catalog import Raw
from boxline.home import Home
from boxline.stores.contract_sql import FIRST_DAY, LAST_DAY
from tests.builders import NOON, bring_in, home_at, small_league, write_archive
from tests.contracts.test_recorded_replies import ASKED, RECORDED

GAMES = "nba_raw.bdl_games"


def days_of(home: Home, table: str) -> set[date]:
    with home.warehouse("test") as warehouse:
        rows = warehouse.connection.execute(f"SELECT DISTINCT game_date FROM {table}").fetchall()
    return {day for (day,) in rows}


@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01", "1849-12-31", "0001-01-01"])
def test_a_day_of_no_season_is_a_reject_and_stops_no_run(tmp_path: Path, day: str) -> None:
    games = json.loads((RECORDED / "bdl_games.json").read_text())
    sent = {game["date"] for game in games["data"]}
    games["data"].append({**games["data"][0], "id": 77, "date": day})
    home = home_at(tmp_path / "home")
    raw = home.catalog[GAMES]
    assert isinstance(raw, Raw)
    home.land(raw, [("g.json", json.dumps(games).encode())], fetched_at=NOON, asked=ASKED)
    report = home.load("test")
    assert not report.failures
    (reject,) = home.ledger.rejects()
    assert reject["reason"].startswith(f"game_date is {day}, outside {FIRST_DAY}..{LAST_DAY}")
    assert {day.isoformat() for day in days_of(home, GAMES)} == sent


@pytest.mark.parametrize(
    ("name", "column", "field"),
    [
        ("archive_full_schedule", "game_datetime_utc", "tipped_off_at"),
        ("archive_schedule", "tip_time_et", "tipped_off_at"),
        ("archive_injury_reports", "report_time_et", "reported_at"),
        ("archive_injury_status_history", "first_report_et", "first_reported_at"),
        ("archive_injury_status_history", "last_report_et", "last_reported_at"),
    ],
)
def test_a_text_that_is_no_instant_costs_its_row_alone(
    archive_files: dict[str, Path], tmp_path: Path, name: str, column: str, field: str
) -> None:
    table = pq.read_table(archive_files[name]).slice(0, 20)
    texts = table.column(column).cast(pa.string()).to_pylist()
    place = table.column_names.index(column)
    changed = pa.array(["25:99", *texts[1:]], pa.string())
    file = tmp_path / "given.parquet"
    pq.write_table(table.set_column(place, column, changed), file)
    home = home_at(tmp_path / "home")
    report = bring_in(home, [file])
    assert not report.failures
    rejects = home.ledger.rejects()
    assert [(one["row"], one["field"]) for one in rejects if one["field"] != "key"] == [(1, field)]
    assert report.steps[0].outcome.kept == 20 - len(rejects)


@pytest.fixture(scope="module")
def archive_files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small league's archive file of each dataset, by the dataset's name."""
    from boxline.engine.recognition import recognise
    from boxline.leagues import load_catalog

    folder = tmp_path_factory.mktemp("archive")
    write_archive(small_league(), folder)
    catalog = load_catalog()
    return {
        recognise(catalog, path.name, pq.read_schema(path).names).name.partition(".")[2]: path
        for path in folder.rglob("*.parquet")
    }
