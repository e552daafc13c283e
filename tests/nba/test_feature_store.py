"""The feature store: the predecessor's features in their correct form, families kept apart."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from boxline.home import Home
from boxline.nba.precompute.ml_feature_store import COUNTED, FAMILIES, ML_FEATURE_STORE
from tests.builders import rows_of

#: The predecessor's features 0 to 53 by the names they have here.
PREDECESSOR = (
    "points_avg_last_5",
    "points_avg_last_10",
    "points_avg_season",
    "points_std_last_10",
    "games_last_7_days",
    "fatigue_score",
    "shot_zone_mismatch_score",
    "pace_score",
    "usage_spike_score",
    "rest_advantage",
    "injury_risk",
    "recent_trend",
    "minutes_change",
    "opponent_defensive_rating_last_15",
    "opponent_pace_last_15",
    "is_home",
    "is_back_to_back",
    "is_playoffs",
    "paint_rate_percent_last_10",
    "mid_range_rate_percent_last_10",
    "three_rate_percent_last_10",
    "free_throw_points_share_last_10",
    "team_pace_last_10",
    "team_offensive_rating_last_10",
    "team_win_share",
    "points_line",
    "points_opening_line",
    "points_line_movement",
    "has_points_line",
    "points_avg_vs_opponent",
    "games_vs_opponent",
    "minutes_avg_last_10",
    "points_per_minute_last_10",
    "played_share_last_12",
    "points_slope_last_10",
    "points_vs_season_zscore",
    "is_breakout",
    "star_teammates_out",
    "total_points_line",
    "days_rest",
    "minutes_last_7_days",
    "spread_magnitude",
    "implied_team_points",
    "points_avg_last_3",
    "points_slope_last_7",
    "points_last_3_deviation",
    "games_below_average_in_a_row",
    "vacated_field_goals_attempted",
    "usage_percent_last_5",
    "games_since_change",
    "points_line_std",
    "points_over_streak",
    "points_under_streak",
    "points_line_vs_season_avg",
)

#: What the predecessor fed in where it knew nothing: none of these may stand for unknown.
DEFAULTS = {
    "points_avg_last_5": 10.0,
    "points_std_last_10": 5.0,
    "opponent_defensive_rating_last_15": 112.0,
    "opponent_pace_last_15": 100.0,
    "team_win_share": 0.5,
    "minutes_avg_last_10": 28.0,
    "usage_percent_last_5": 20.0,
}


@pytest.fixture(scope="module")
def rows(settled_home: Home) -> list[dict[str, Any]]:
    return rows_of(settled_home, "nba_precompute.ml_feature_store")


def test_every_feature_of_the_predecessor_is_there_once() -> None:
    names = [c.name for c in ML_FEATURE_STORE.columns]
    assert len(PREDECESSOR) == len(set(PREDECESSOR)) == 54
    assert set(PREDECESSOR) <= set(names)
    assert len(names) == len(set(names))


def test_the_market_can_be_left_out() -> None:
    market = {c.name for c in FAMILIES["market"]}
    assert {name for name in market if "line" in name or "spread" in name} >= {"points_line"}
    assert not market & set(COUNTED)
    assert not [name for name in COUNTED if "line" in name or "spread" in name]


def test_a_row_is_eligible_exactly_where_its_required_features_are_known(
    rows: list[dict[str, Any]],
) -> None:
    from boxline.nba.features.quality import REQUIRED

    assert {row["is_eligible"] for row in rows} == {True, False}
    for row in rows:
        lacking = [f"no {name}" for name in REQUIRED if row[name] is None]
        assert row["is_eligible"] is (not lacking)
        assert row["ineligible_reason"] == (lacking[0] if lacking else None)


def test_the_known_share_counts_the_features_that_are_stored(rows: list[dict[str, Any]]) -> None:
    for row in rows[::7]:
        known = sum(row[name] is not None for name in COUNTED) / len(COUNTED)
        assert row["known_share"] == pytest.approx(known, abs=1e-6)
        tiers = ((0.95, "gold"), (0.85, "silver"), (0.7, "bronze"), (0.0, "poor"))
        assert row["quality_tier"] == next(tier for least, tier in tiers if known >= least - 1e-9)


def test_what_is_unknown_before_a_first_game_is_null_and_never_a_default(
    rows: list[dict[str, Any]],
) -> None:
    opening = min(row["game_date"] for row in rows if row["season"] == "2024-25")
    first = [row for row in rows if row["game_date"] == opening]
    assert first
    for row in first:
        assert row["games_this_season"] == 0
        assert [name for name in DEFAULTS if row[name] is not None] == []
        assert row["days_since_last_game"] is None or row["days_since_last_game"] > 60


def test_last_season_is_the_one_before(rows: list[dict[str, Any]], settled_home: Home) -> None:
    lines = [row for row in rows_of(settled_home, "nba_core.player_games") if row["has_played"]]
    for row in [r for r in rows if r["season"] == "2024-25"][::37]:
        mine = [
            line["points"]
            for line in lines
            if line["player_id"] == row["player_id"] and line["season"] == "2023-24"
        ]
        assert row["games_last_season"] == len(mine)
        if mine:
            assert row["points_avg_last_season"] == pytest.approx(sum(mine) / len(mine), abs=1e-6)


def test_a_feature_never_sees_its_own_day(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        through: date | None = row["form_through"]
        assert through is None or through < row["game_date"]
        assert row["days_since_last_game"] is None or row["days_since_last_game"] >= 1
