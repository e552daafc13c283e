"""Averages and factors of real seasons against a few lines of plain SQL over the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from boxline.home import Home
from tests.builders import open_tables

pytestmark = pytest.mark.thorough  # two real seasons are run

PLAYER_FILE = "nba_box_scores/regular/player_games_2023-24.parquet"

#: Every earlier game of each player beside each game he could appear in, by brute force.
BY_HAND = """
WITH played AS (
    SELECT player_id, game_id, game_date, minutes, pts FROM '{file}' WHERE season_type = 'regular'),
earlier AS (
    SELECT c.game_id, c.player_id, p.minutes, p.pts, row_number() OVER (
        PARTITION BY c.game_id, c.player_id ORDER BY p.game_date DESC, p.game_id DESC) AS back
    FROM player_daily_cache AS c JOIN played AS p USING (player_id)
    WHERE c.season = '2023-24' AND c.season_type = 'regular' AND p.game_date < c.game_date)
SELECT game_id, player_id, count(*) AS games, avg(pts) AS points, stddev_samp(pts) AS spread,
    avg(pts) FILTER (back <= 3) AS points_3, avg(minutes) FILTER (back <= 10) AS minutes_10,
    stddev_samp(minutes) FILTER (back <= 10) AS minutes_spread_10
FROM earlier GROUP BY ALL
"""

#: By hand -> ours.
MEASURES = {
    "games": "games_this_season",
    "points": "points_avg_season",
    "points_3": "points_avg_last_3",
    "spread": "points_std_season",
    "minutes_10": "minutes_avg_last_10",
    "minutes_spread_10": "minutes_std_last_10",
}


def one_row(connection: duckdb.DuckDBPyConnection, query: str) -> dict[str, Any]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    (row,) = result.fetchall()
    return dict(zip(names, row, strict=True))


def test_averages_and_spread_of_a_season_agree_with_the_player_file(
    real_home: Home, shared: Path
) -> None:
    # A NULL beside a number is a difference, which max(abs()) leaves out.
    measured = (
        f"max(abs(h.{hand} - c.{ours})) AS {hand}, "
        f"count(*) FILTER ((h.{hand} IS NULL) <> (c.{ours} IS NULL)) AS one_sided_{hand}"
        for hand, ours in MEASURES.items()
    )
    query = f"""SELECT count(*) AS players, {", ".join(measured)}
        FROM ({BY_HAND.format(file=shared / PLAYER_FILE)}) AS h
        JOIN player_daily_cache AS c USING (game_id, player_id)"""
    with open_tables(real_home) as connection:
        found = one_row(connection, query)
    assert found.pop("players") > 35_000
    assert {found.pop(f"one_sided_{hand}") for hand in MEASURES} == {0}
    assert found.pop("games") == 0
    assert max(found.values()) < 1e-8


def test_games_move_as_the_scores_for_pace_and_usage_say(real_home: Home) -> None:
    # A sign or a scale that is wrong shows here: the predecessor's pace had a slope of -0.96.
    query = """
    SELECT regr_slope(o.pace - c.team_pace_last_10, -f.pace_difference / 2) AS pace,
        regr_slope(s.usage_percent - c.usage_percent_last_10,
            f.projected_usage_percent - f.usage_percent_last_10) AS usage
    FROM player_composite_factors AS f
    JOIN player_daily_cache AS c USING (game_id, player_id)
    JOIN player_game_summary AS s USING (game_id, player_id)
    JOIN team_offense_game_summary AS o ON o.game_id = f.game_id AND o.team_id = f.team_id
    WHERE s.minutes_played >= 10 AND c.games_this_season >= 5
    """
    with open_tables(real_home) as connection:
        slopes = one_row(connection, query)
    assert 0.7 < slopes["pace"] < 1.2
    assert 0.4 < slopes["usage"] < 1.1


def test_shot_zones_are_missing_with_their_reason_where_no_shots_are_held(real_home: Home) -> None:
    query = """
    SELECT count(*) AS players, count(shot_zone_mismatch_score) AS scores,
        count(total_composite_adjustment) AS totals,
        count(*) FILTER (
            shot_zone_mismatch_score_missing_reason = 'no charted shots of this season') AS reasons
    FROM player_composite_factors
    """
    with open_tables(real_home) as connection:
        found = one_row(connection, query)
    assert found["scores"] == found["totals"] == 0
    assert found["players"] == found["reasons"] > 80_000


def test_freshness_is_unknown_only_after_a_game_without_a_box_score(real_home: Home) -> None:
    # The archive has none of the Cup final and of some play-in games; the regular season is whole.
    query = """
    SELECT season_type, count(*) FILTER (fatigue_score IS NULL) AS unknown,
        count(DISTINCT f.team_id) FILTER (fatigue_score IS NULL) AS teams
    FROM player_composite_factors AS f WHERE season = '2023-24' GROUP BY ALL ORDER BY ALL
    """
    with open_tables(real_home) as connection:
        found = connection.execute(query).fetchall()
    unknown = {kind: (rows, teams) for kind, rows, teams in found}
    assert unknown["nba_cup_final"] == (0, 0)
    assert unknown["regular"][1] == 2  # the two who played the Cup final
    assert unknown["play_in"][0] > 0
