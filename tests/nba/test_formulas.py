"""The formulas against a few lines of plain SQL over the team-game and player-game files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from boxline.home import Home
from tests.builders import open_tables

pytestmark = pytest.mark.thorough  # two real seasons are run

TEAM_FILE = "nba_team_games/team_games_2014-15_to_2024-25.parquet"
PLAYER_FILES = "nba_box_scores/*/player_games_20[12]*[0-9].parquet"

#: Season totals of every team in two regular seasons, by the definitions of the glossary.
TEAM_SEASONS = """
WITH line AS (
    SELECT t.*, t.fga + 0.44::DOUBLE * t.fta + t.tov - t.oreb AS poss,
        (240 + 25 * round((t.minutes - 240) / 25))::DOUBLE AS length
    FROM '{file}' AS t WHERE season_type = 'regular' AND season IN ('2023-24', '2024-25'))
SELECT season, team_id, count(*) AS games, sum(poss) AS possessions,
    48 * sum(poss) / sum(length / 5) AS pace, 100 * sum(pts) / sum(poss) AS offensive_rating,
    sum(pts) / (2 * (sum(fga) + 0.44::DOUBLE * sum(fta))) AS true_shooting,
    (sum(fgm) + 0.5::DOUBLE * sum(fg3m)) / sum(fga) AS effective_field_goals
FROM line GROUP BY ALL ORDER BY ALL
"""

OURS = """
SELECT s.season, s.team_id, count(*) AS games, sum(possessions) AS possessions,
    sum(pace * game_minutes) / sum(game_minutes) AS pace,
    sum(offensive_rating * possessions) / sum(possessions) AS offensive_rating,
    sum(true_shooting_share * attempts) / sum(attempts) AS true_shooting,
    sum(effective_field_goal_share * t.field_goals_attempted) / sum(t.field_goals_attempted)
        AS effective_field_goals
FROM team_offense_game_summary AS s JOIN (
    SELECT *, field_goals_attempted + 0.44::DOUBLE * free_throws_attempted AS attempts
    FROM team_games
) AS t USING (game_id, team_id)
WHERE s.season_type = 'regular' AND s.season IN ('2023-24', '2024-25') GROUP BY ALL ORDER BY ALL
"""


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    result = connection.execute(query)
    names = [column[0] for column in result.description]
    return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


def test_season_totals_of_every_team_agree_with_the_team_game_file(
    real_home: Home, shared: Path
) -> None:
    with open_tables(real_home) as connection:
        ours = rows(connection, OURS)
        theirs = rows(connection, TEAM_SEASONS.format(file=shared / TEAM_FILE))
    assert len(ours) == len(theirs) == 60
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.pop("season") == other.pop("season")
        assert mine == {name: pytest.approx(other[name], rel=1e-9) for name in mine}


def test_the_files_own_minutes_are_those_of_the_game_but_for_rounding(
    real_home: Home, shared: Path
) -> None:
    # The file sums minutes that were rounded per player, so pace goes by the length of the game.
    query = f"""
    SELECT o.overtime_periods = 0 AS is_regulation, count(*) AS lines,
        min(t.minutes - 25 * o.overtime_periods) AS least,
        max(t.minutes - 25 * o.overtime_periods) AS most
    FROM '{shared / TEAM_FILE}' AS t JOIN team_games AS o USING (game_id, team_id)
    WHERE t.season_type = 'regular' AND t.season IN ('2023-24', '2024-25')
    GROUP BY ALL ORDER BY ALL
    """
    with open_tables(real_home) as connection:
        overtime, regulation = rows(connection, query)
    assert regulation == {"is_regulation": True, "lines": 4682, "least": 237, "most": 244}
    assert overtime["lines"] == 2 * 2460 - 4682
    assert 237 <= overtime["least"] < 240 < overtime["most"] <= 244


def test_what_a_team_allows_is_what_its_opponents_make(real_home: Home) -> None:
    query = """
    SELECT count(*) AS games, max(abs(d.opponent_pace - o.pace)) AS pace,
        max(abs(d.opponent_offensive_rating - o.offensive_rating)) AS rating,
        max(abs(d.points_allowed - o.points)) AS points
    FROM team_defense_game_summary AS d JOIN team_offense_game_summary AS o
        ON o.game_id = d.game_id AND o.team_id = d.opponent_team_id
    """
    with open_tables(real_home) as connection:
        (found,) = rows(connection, query)
        ((count,),) = connection.execute(
            "SELECT count(*) FROM team_defense_game_summary"
        ).fetchall()
    assert found == {"games": count, "pace": 0, "rating": 0, "points": 0}


USAGE = """
WITH player AS (
    SELECT game_id, team_id, player_id, any_value(season) AS season, sum(minutes) AS minutes,
        sum(fga + 0.44 * fta + tov) AS plays
    FROM read_parquet({files}, union_by_name = true)
    WHERE season = '2024-25' AND season_type = 'regular' GROUP BY ALL),
team AS (SELECT game_id, team_id, fga + 0.44 * fta + tov AS plays,
    240 + 25 * round((minutes - 240) / 25) AS length FROM '{team_file}')
SELECT p.game_id, p.player_id,
    100 * p.plays * (t.length / 5) / nullif(p.minutes * t.plays, 0) AS usage_percent
FROM player AS p JOIN team AS t USING (game_id, team_id)
"""


def test_usage_of_every_player_game_agrees_with_the_files(real_home: Home, shared: Path) -> None:
    files = [str(shared / "nba_box_scores/regular/player_games_2024-25.parquet")]
    with open_tables(real_home) as connection:
        query = USAGE.format(files=files, team_file=shared / TEAM_FILE)
        ((count, worst, one_sided),) = connection.execute(
            f"""SELECT count(*), max(abs(s.usage_percent - u.usage_percent)),
                count(*) FILTER ((s.usage_percent IS NULL) <> (u.usage_percent IS NULL))
            FROM player_game_summary AS s JOIN ({query}) AS u USING (game_id, player_id)
            WHERE s.has_played"""
        ).fetchall()
    assert count == 26_306
    assert worst <= 1e-8  # usage is kept to nine decimals
    assert one_sided == 0


def test_usage_of_a_teams_players_falls_short_of_100_by_what_no_player_is_charged_with(
    real_home: Home,
) -> None:
    # Usage weighted by minutes adds up to the plays that players ended. What is missing to 100
    # percent are turnovers of the team (the box score charges no player) and plays of players who
    # are listed with 0 minutes and so have no usage.
    query = """
    WITH game AS (
        SELECT game_id, team_id, any_value(t.game_minutes) AS length,
            sum(usage_percent * minutes_played) AS usage,
            any_value(t.field_goals_attempted + 0.44 * t.free_throws_attempted + t.turnovers)
                AS plays,
            sum(s.field_goals_attempted + 0.44 * s.free_throws_attempted + s.turnovers)
                FILTER (minutes_played > 0) AS charged
        FROM player_game_summary AS s JOIN team_games AS t USING (game_id, team_id)
        WHERE s.season = '2024-25' AND s.season_type = 'regular' AND s.has_played GROUP BY ALL)
    SELECT count(*), max(abs((100 - usage / (length / 5)) - 100 * (plays - charged) / plays)),
        max(100 - usage / (length / 5)), min(100 - usage / (length / 5))
    FROM game
    """
    with open_tables(real_home) as connection:
        ((count, unexplained, most, least),) = connection.execute(query).fetchall()
    assert count == 2460
    assert unexplained < 1e-6
    assert -1e-6 < least <= most < 8
