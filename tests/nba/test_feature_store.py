"""The feature store: the predecessor's features in their correct form, families kept apart."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from boxline.catalog import Type
from boxline.home import Home
from boxline.nba.precompute.ml_feature_store import (
    COUNTED,
    FAMILIES,
    KNOWN_BY,
    ML_FEATURE_STORE,
)
from tests.builders import bring_in, rows_of, run, settled_league_home

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
    compared = 0
    for row in [r for r in rows if r["season"] == "2024-25"][::37]:
        mine = [
            line["points"]
            for line in lines
            if line["player_id"] == row["player_id"] and line["season"] == "2023-24"
        ]
        assert row["games_last_season"] == len(mine)
        if mine:
            assert row["points_avg_last_season"] == pytest.approx(sum(mine) / len(mine), abs=1e-6)
            compared += 1
        else:
            assert row["points_avg_last_season"] is None
    assert compared > 10


def test_form_is_of_an_earlier_day(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        through: date | None = row["form_through"]
        assert through is None or through < row["game_date"]
        assert row["days_since_last_game"] is None or row["days_since_last_game"] >= 1


def test_no_feature_sees_its_own_day(rows: list[dict[str, Any]], tmp_path: Path) -> None:
    """On one day in mid-season every player of a team has the box score of a team-mate: all that
    is known before the games of that day is as it was, and the day after it is not."""
    days = sorted({row["game_date"] for row in rows if row["season"] == "2024-25"})
    day = days[len(days) // 2]
    home = settled_league_home(tmp_path)
    (file,) = (tmp_path / "archive").rglob("player_games_2024-25.parquet")
    _hand_on_lines(file, day)
    assert not bring_in(home, [file]).failures
    run(home, first=day, last=day + timedelta(days=3))
    features = [c.name for family in FAMILIES.values() for c in family]

    def told(found: list[dict[str, Any]], first: date, last: date) -> list[list[Any]]:
        of_days = [row for row in found if first <= row["game_date"] <= last]
        return [[row[name] for name in ("player_id", *features)] for row in of_days]

    then = rows_of(home, "nba_precompute.ml_feature_store")
    assert told(then, day, day) == told(rows, day, day) != []
    later = (day + timedelta(days=1), day + timedelta(days=3))
    assert told(then, *later) != told(rows, *later)


def _hand_on_lines(file: Path, day: date) -> None:
    """Who appeared for a team on a day gets the counts of the next one who did."""
    table = pq.read_table(file)
    sent = table.to_pylist()
    counts = table.column_names[table.column_names.index("minutes") :]
    teams: dict[int, list[dict[str, Any]]] = {}
    for row in sent:
        if row["game_date"] == day and row["minutes"]:
            teams.setdefault(row["team_id"], []).append(row)
    assert teams
    for players in teams.values():
        lines = [{name: row[name] for name in counts} for row in players]
        for row, line in zip(players, [*lines[1:], lines[0]], strict=True):
            row.update(line)
    pq.write_table(pa.Table.from_pylist(sent, schema=table.schema), file)


def test_every_family_tells_since_when_it_is_known_or_why_it_need_not() -> None:
    types = {column.name: column.type for column in ML_FEATURE_STORE.columns}
    assert KNOWN_BY.keys() == FAMILIES.keys()
    (through,) = (c.doc for c in ML_FEATURE_STORE.columns if c.name == "form_through")
    for family, told in KNOWN_BY.items():
        if isinstance(told, str):
            assert re.fullmatch(r"[^.]{20,}\.", told), f"{family}: one sentence"
            assert told in through
        else:
            assert {types[name] for name in told} & {Type.DAY, Type.INSTANT}, family
    for name in ("availability", "market"):  # whose word they are differs from row to row
        assert [types[column] for column in KNOWN_BY[name]] == [Type.TEXT, Type.INSTANT]
