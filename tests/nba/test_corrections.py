"""A corrected box score of months ago, and one new game day, on two real seasons."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.catalog.datasets import layer
from boxline.engine.work import Window
from boxline.home import Home
from boxline.leagues import load_catalog
from tests.builders import (
    NOON,
    bring_in,
    commits_of,
    home_at,
    rows_of,
    run,
    settled_league_home,
)
from tests.contracts.cutoffs import measured_tables
from tests.nba.conftest import FILES

CORRECTED = date(2025, 1, 15)
SEASON_ENDS = date(2025, 7, 31)

#: What would be made for two seasons of weeks if it were asked for by name.
OF_OLD_WEEKS = {"weekly_models", "champions", "reference_forecasts"}

EVERY = frozenset(
    d.name for d in load_catalog().computed if d.name.split(".")[1] not in OF_OLD_WEEKS
)

#: What of a box score reaches grades and documents. What rolls on from it to features, and so to
#: predictions, is proven on a small league below; benchmarks/bench_feature_store.py does it over
#: ten seasons.
ASKED = frozenset(
    d.name
    for d in load_catalog().computed
    if d.name in EVERY - {"nba_predictions.reference_models"}  # of ten seasons, if asked by name
    and (
        layer(d) in ("core", "predictions", "exports")
        or d.name in ("nba_analytics.player_game_summary", "nba_analytics.player_prop_results")
    )
)
WINDOW: dict[str, Any] = {"last": date(2025, 6, 22), "only": ASKED}


@pytest.fixture
def copied_home(real_home: Home, tmp_path: Path) -> Home:
    """A copy of the real home that a test may change, a day later."""
    shutil.copytree(real_home.path, tmp_path / "home", symlinks=True)
    return home_at(tmp_path / "home", now=NOON + timedelta(days=1))


def correct_one_box_score(shared: Path, folder: Path) -> dict[str, Any]:
    """A file of one game of 2025-01-15 in which one player has one assist more."""
    table = pq.read_table(shared / FILES[1])
    rows = [row for row in table.to_pylist() if row["game_date"] == CORRECTED]
    game = rows[0]["game_id"]
    rows = [row for row in rows if row["game_id"] == game]
    rows[0]["ast"] += 1
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), folder / "corrected.parquet")
    return rows[0]


def planned(home: Home) -> dict[str, set[date]]:
    """Dataset -> days that a plan is certain of."""
    view = home.plan(Window(**WINDOW))
    return {p.dataset: {c.day for c in p.cells} for p in view.plans if p.cells}


@pytest.mark.thorough  # two real seasons
def test_a_correction_redoes_exactly_the_cells_whose_inputs_changed(
    copied_home: Home, shared: Path, tmp_path: Path
) -> None:
    player = correct_one_box_score(shared, tmp_path)
    before = commits_of(copied_home)
    loaded = bring_in(copied_home, [tmp_path / "corrected.parquet"])
    assert [s.outcome.stored for s in loaded.steps] == [1]  # one row's new version

    # Only what reads the corrected table directly is certain; the rest depends on what comes out.
    assert planned(copied_home) == {"nba_core.player_games": {CORRECTED}}
    (view,) = [
        p
        for p in copied_home.plan(Window(**WINDOW)).plans
        if p.dataset == "nba_core.expected_players"
    ]
    later = {
        day
        for day in before["nba_core.expected_players"]
        if CORRECTED < day <= SEASON_ENDS and day <= WINDOW["last"]
    }
    assert set(view.may_follow) == later

    report = run(copied_home, **WINDOW)
    redone = {
        name: {day for day in days if days[day] != before[name].get(day)}
        for name, days in commits_of(copied_home).items()
    }
    same_day = {
        "nba_core.player_games",
        "nba_analytics.player_game_summary",
        "nba_analytics.player_prop_results",  # of which there are none: no lines were brought in
        "nba_predictions.prediction_accuracy",
    }
    season = {"nba_core.expected_players"}
    names = {"nba_core.players"}  # the name a player had before reaches every later day
    assert {n: d for n, d in redone.items() if d and n in same_day} == {
        name: {CORRECTED} for name in same_day
    }
    for name in season | names:
        first = CORRECTED if name in names else CORRECTED + timedelta(days=1)
        assert redone[name] == {
            d for d in before[name] if first <= d <= WINDOW["last"] and d <= SEASON_ENDS
        }
    assert {n for n, d in redone.items() if d} == {
        "nba_raw.archive_player_games",
        *same_day,
        *season,
        *names,
    }
    # Frozen predictions stay, and wait to be looked at until their features have settled.
    frozen = "nba_predictions.player_prop_predictions"
    contents = {day: c.content for day, c in commits_of(copied_home)[frozen].items()}
    assert contents == {day: c.content for day, c in before[frozen].items()}
    stored = {s.outcome.dataset: s.outcome.stored for s in report.steps if s.outcome.stored}
    # Two props count assists, by five systems each.
    assert stored == {
        "nba_core.player_games": 1,
        "nba_analytics.player_game_summary": 1,
        "nba_predictions.prediction_accuracy": 10,
        "nba_exports.results": 1,
    }
    rows = rows_of(copied_home, "nba_core.player_games")
    (row,) = [
        r
        for r in rows
        if r["game_id"] == player["game_id"] and r["player_id"] == player["player_id"]
    ]
    assert row["assists"] == player["ast"]


@pytest.mark.thorough  # two real seasons
def test_after_a_correction_a_second_run_finds_nothing(
    copied_home: Home, shared: Path, tmp_path: Path
) -> None:
    correct_one_box_score(shared, tmp_path)
    bring_in(copied_home, [tmp_path / "corrected.parquet"])
    run(copied_home, **WINDOW)
    assert run(copied_home, **WINDOW).steps == []


@pytest.mark.thorough  # half a real season
def test_a_new_game_day_goes_through_every_layer_to_published_documents(
    shared: Path, tmp_path: Path
) -> None:
    """2025-04-13 arrives a day after everything since the year began."""
    day, begins = date(2025, 4, 13), date(2025, 1, 1)
    files = [shared / name for name in FILES]
    (tmp_path / "before").mkdir()
    (tmp_path / "new").mkdir()
    for path in files:
        if "schedule" in path.name:
            continue
        table = pq.read_table(path)
        days = table.column("game_date").to_pylist()
        for folder, keep in (
            ("before", lambda d: begins <= d < day),
            ("new", lambda d: d == day),
        ):
            part = table.filter(pa.array([keep(d) for d in days]))
            if part.num_rows:
                pq.write_table(part, tmp_path / folder / path.name)
    home = home_at(tmp_path / "home")
    bring_in(home, [tmp_path / "before", *(p for p in files if "schedule" in p.name)])
    run(home, last=day, only=EVERY)
    results = home.published.current / f"v1/results/{day}.json"
    assert json.loads(results.read_text())["results"] == []

    new_box_scores = tmp_path / "new" / Path(FILES[1]).name
    tomorrow = replace(home, clock=lambda: NOON + timedelta(days=1))
    bring_in(tomorrow, [tmp_path / "new"])
    report = run(tomorrow, last=day, only=EVERY)
    assert len(json.loads(results.read_text())["results"]) > 1_000
    graded = {s.outcome.dataset: s.outcome.stored for s in report.steps}
    assert graded["nba_core.player_games"] == pq.read_metadata(new_box_scores).num_rows > 200
    assert graded["nba_predictions.prediction_accuracy"] > 4_000
    assert graded["nba_exports.results"] == 1


#: Analytics and precompute tables that an assist of one player reaches: on which days, and (the
#: rest are computed again because of what stands beside it, and say the same) which of them it
#: changes. What is said of teams and of defences counts none.
OF_THE_DAY = {
    "nba_analytics.player_game_summary",
    "nba_analytics.player_prop_results",
    "nba_analytics.team_offense_game_summary",
}
FROM_THE_DAY_ON = {
    "nba_analytics.league_form",
    "nba_analytics.player_form",
    "nba_analytics.role_games",
}
FROM_THE_NEXT_ON = {
    "nba_analytics.expected_availability",
    "nba_analytics.upcoming_player_game_context",
    "nba_analytics.upcoming_team_game_context",
    "nba_precompute.ml_feature_store",
    "nba_precompute.player_composite_factors",
    "nba_precompute.player_daily_cache",
    "nba_precompute.player_shot_zone_analysis",
}
SAID_OTHERWISE = {
    *OF_THE_DAY - {"nba_analytics.team_offense_game_summary"},
    *FROM_THE_DAY_ON,
    "nba_analytics.expected_availability",
    "nba_precompute.ml_feature_store",
    "nba_precompute.player_daily_cache",
}


def test_a_correction_reaches_later_features_and_no_earlier_one(tmp_path: Path) -> None:
    settled_league_home(tmp_path)
    home = home_at(tmp_path / "home", now=NOON + timedelta(days=1))
    before = commits_of(home)
    day = sorted(before["nba_core.player_games"])[-6]
    (path,) = (tmp_path / "archive").rglob("player_games_2024-25.parquet")
    table = pq.read_table(path)
    rows = [row for row in table.to_pylist() if row["game_date"] == day]
    rows = [row for row in rows if row["game_id"] == rows[0]["game_id"]]
    rows[0]["ast"] += 1
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), tmp_path / "corrected.parquet")
    bring_in(home, [tmp_path / "corrected.parquet"])
    run(home)
    after = commits_of(home)
    of_measured = {name: after[name] for name in measured_tables(home.catalog)}
    redone = {
        name: sorted(d for d in of if of[d] != before[name].get(d))
        for name, of in of_measured.items()
    }
    said_otherwise = {
        name: {d for d in of if of[d].content != before[name][d].content}
        for name, of in of_measured.items()
    }
    played, told = (
        sorted(d for d in before[name] if d > day)
        for name in ("nba_core.player_games", "nba_core.expected_players")
    )
    spans = {
        **dict.fromkeys(OF_THE_DAY, (day, day)),
        **dict.fromkeys(FROM_THE_DAY_ON, (day, played[-1])),
        **dict.fromkeys(FROM_THE_NEXT_ON, (told[0], told[-1])),
    }
    assert {name: (days[0], days[-1]) for name, days in redone.items() if days} == spans
    assert told[-1] > played[-1]  # games to come are told otherwise too
    for name in FROM_THE_DAY_ON:
        assert redone[name] == [day, *played]
    assert {name for name, days in said_otherwise.items() if days} == SAID_OTHERWISE
    assert min(said_otherwise["nba_analytics.player_form"]) == day
    assert run(home).steps == []
