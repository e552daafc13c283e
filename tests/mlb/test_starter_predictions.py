"""Predictions of starters in the small league: who has them, what is void, what is not known."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from boxline.home import Home
from boxline.mlb.grading import LATE_SCRATCH
from boxline.mlb.starters.bottom_up import NO_ORDER
from boxline.mlb.starters.features import FEATURES
from boxline.mlb.starters.systems import BOTTOM_UP, MAIN, SYSTEMS
from boxline.mlb.summary.starts import NO_START_YET
from tests.builders import rows_of, rows_of_all

Row = dict[str, Any]

TABLES = (
    "mlb_core.games",
    "mlb_core.pitcher_games",
    "mlb_core.probable_pitchers",
    "mlb_precompute.pitcher_features",
    "mlb_predictions.pitcher_prop_predictions",
    "mlb_predictions.prediction_accuracy",
    "mlb_predictions.starter_forecasts",
    "mlb_predictions.starter_models",
)


@pytest.fixture(scope="module")
def found(small_home: Home) -> dict[str, list[Row]]:
    return {name.split(".")[1]: rows for name, rows in rows_of_all(small_home, TABLES).items()}


def test_whoever_is_announced_and_known_by_name_has_features(found: dict[str, list[Row]]) -> None:
    announced = {
        (row["game_id"], row["player_id"])
        for row in found["probable_pitchers"]
        if row["player_id"] is not None
    }
    assert {(r["game_id"], r["player_id"]) for r in found["pitcher_features"]} == announced


def test_every_system_says_something_of_each_or_why_not(found: dict[str, list[Row]]) -> None:
    said = Counter((row["system"], row["prop_type"]) for row in found["pitcher_prop_predictions"])
    starters = len(found["pitcher_features"])
    assert said == {(s, prop): starters for s, props in SYSTEMS.items() for prop in props}
    for row in found["pitcher_prop_predictions"]:
        assert (row["forecast"] is None) == (row["not_made_reason"] is not None)


def test_every_feature_that_is_missing_says_why_and_no_other_does(
    found: dict[str, list[Row]],
) -> None:
    may_be_missing = [c.name for c in FEATURES if c.nullable]
    missing = set()
    for row in found["pitcher_features"]:
        told = [] if row["missing_reasons"] is None else row["missing_reasons"].split("; ")
        named = [one.split(": ")[0] for one in told]
        assert named == [name for name in may_be_missing if row[name] is None]
        missing.update(named)
    assert {"bottom_up_strikeouts", "umpire_strikeout_factor", "game_total"} <= missing


def test_there_are_35_features() -> None:
    assert len(FEATURES) == 35


def test_of_a_first_start_of_the_season_means_say_nothing(found: dict[str, list[Row]]) -> None:
    firsts = [r for r in found["pitcher_prop_predictions"] if r["starts_this_season"] == 0]
    reasons = {(r["system"], r["not_made_reason"]) for r in firsts if r["forecast"] is None}
    assert {("season_average", NO_START_YET), ("last_5", NO_START_YET)} <= reasons
    assert any(r["forecast"] is not None for r in firsts if r["system"] == MAIN)


def test_where_no_line_up_is_told_nothing_is_summed_up_of_it(found: dict[str, list[Row]]) -> None:
    of_it = [r for r in found["pitcher_prop_predictions"] if r["system"] == BOTTOM_UP]
    assert {r["not_made_reason"] for r in of_it} == {NO_ORDER}


def test_a_starter_who_was_scratched_is_void_and_no_other(found: dict[str, list[Row]]) -> None:
    started = {(r["game_id"], r["player_id"]) for r in found["pitcher_games"] if r["is_starter"]}
    void = [r for r in found["prediction_accuracy"] if r["void_reason"] is not None]
    assert {r["void_reason"] for r in void} == {LATE_SCRATCH}
    for row in found["prediction_accuracy"]:
        did_start = (row["game_id"], row["player_id"]) in started
        assert did_start == (row["void_reason"] is None) == (row["actual"] is not None)


def test_what_came_is_graded_against_the_box_score(found: dict[str, list[Row]]) -> None:
    came = {(r["game_id"], r["player_id"]): r for r in found["pitcher_games"]}
    graded = [r for r in found["prediction_accuracy"] if r["actual"] is not None]
    assert graded
    for row in graded:
        assert row["actual"] == came[row["game_id"], row["player_id"]][row["prop_type"]]
        assert row["error"] == pytest.approx(row["forecast"] - row["actual"])


def test_the_main_system_tells_a_whole_number_inside_its_interval(
    found: dict[str, list[Row]],
) -> None:
    made = [
        r
        for r in found["pitcher_prop_predictions"]
        if r["system"] == MAIN and r["forecast"] is not None
    ]
    assert made
    for row in made:
        assert row["forecast"] == int(row["forecast"])
        assert row["low_80"] <= row["forecast"] <= row["high_80"]


def test_beside_a_line_the_chances_come_to_one(found: dict[str, list[Row]]) -> None:
    beside = [r for r in found["pitcher_prop_predictions"] if r["chance_over"] is not None]
    assert {r["line_state"] for r in beside} == {"LINE"}
    for row in beside:
        whole = row["chance_over"] + row["chance_under"] + row["chance_push"]
        assert whole == pytest.approx(1.0)


def test_the_second_game_of_a_day_rests_on_earlier_days_alone(
    found: dict[str, list[Row]],
) -> None:
    """Whoever starts the second game has what he would have had if there were no first."""
    second = next(g for g in found["games"] if g["game_number"] == 2)
    earlier = [
        r
        for r in found["pitcher_games"]
        if r["season"] == second["season"] and r["game_date"] < second["game_date"]
    ]
    against = [r for r in found["pitcher_features"] if r["game_id"] == second["game_id"]]
    assert against
    for row in against:
        faced = [r for r in earlier if r["opponent_team_id"] == row["opponent_team_id"]]
        share = sum(r["strikeouts"] for r in faced) / sum(r["batters_faced"] for r in faced)
        assert row["opponent_strikeout_share"] == pytest.approx(share)


def test_a_season_begins_with_models_of_the_one_before(found: dict[str, list[Row]]) -> None:
    opening = [r for r in found["starter_forecasts"] if r["game_date"] == date(2025, 4, 1)]
    assert opening
    assert all(r["is_by_model"] for r in opening)
    learnt = [r for r in found["starter_models"] if r["game_date"] == date(2025, 4, 1)]
    assert {r["starts_learnt_from"] for r in learnt} != set()


def test_nothing_of_it_is_live_in_an_archive(small_home: Home) -> None:
    rows = rows_of(small_home, "mlb_predictions.pitcher_prop_predictions")
    assert {r["origin"] for r in rows} == {"replay"}
    assert all(r["as_of"] < r["frozen_at"] <= r["made_at"] for r in rows)
