"""The newest season, and who its players are."""

from __future__ import annotations

from datetime import date
from typing import Any

from boxline.catalog import Table, View
from boxline.nba.analytics.player_game_summary import PLAYER_GAME_SUMMARY
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.profile.parts import Averages, NextGame

#: What is read to know who the players are.
READS: tuple[Table, ...] = (
    GAMES,
    TEAMS,
    PLAYERS,
    PLAYER_GAMES,
    PLAYER_GAME_SUMMARY,
    EXPECTED_PLAYERS,
    PLAYER_PROP_PREDICTIONS,
)

#: The season of the newest day with games by today: it changes with a day, and never within one.
SEASON = "SELECT max_by(season, game_date) AS season FROM nba_core.games WHERE game_date <= $today"

FIRST_DAY = "SELECT min(game_date) AS day FROM nba_core.games WHERE season = $season"

#: Codes of clubs by their newest name.
CODES = """\
codes AS (SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id)"""

#: A club's players are whoever played for it last or, newer, is expected on its side by today.
PLAYERS_OF_SEASON = f"""\
WITH {CODES},
season_games AS (SELECT game_id, game_date FROM nba_core.games WHERE season = $season),
played AS (
    SELECT player_id, count(*) FILTER (has_played) AS games,
        sum(minutes_played) AS minutes, sum(points) AS points, sum(rebounds) AS rebounds,
        sum(assists) AS assists, sum(threes_made) AS threes
    FROM nba_analytics.player_game_summary WHERE season = $season GROUP BY player_id
),
predicted AS (
    SELECT DISTINCT player_id FROM nba_predictions.player_prop_predictions
    WHERE game_date >= (SELECT min(game_date) FROM season_games)
),
sides AS (
    SELECT player_id, team_id, game_date, 0 AS is_expected
    FROM nba_analytics.player_game_summary WHERE season = $season AND has_played
    UNION ALL
    SELECT player_id, team_id, game_date, 1 FROM nba_core.expected_players
    WHERE season = $season AND game_date <= $today
),
newest_side AS (
    SELECT player_id, max_by(team_id, (game_date, -is_expected)) AS team_id
    FROM sides GROUP BY player_id
),
starts AS (
    SELECT player_id, start_position, count(*) AS starts FROM nba_core.player_games
    WHERE season = $season AND start_position IS NOT NULL GROUP BY ALL
),
positions AS (
    SELECT player_id, min_by(start_position, (-starts, start_position)) AS position
    FROM starts GROUP BY player_id
),
names AS (
    SELECT player_id, max_by(player_name, game_date) AS name FROM nba_core.players
    GROUP BY player_id
),
coming AS (
    SELECT home_team_id AS team_id, away_team_id AS opponent_team_id, true AS is_home,
        game_id, game_date, tipped_off_at
    FROM nba_core.games WHERE game_date >= $today AND NOT is_final
    UNION ALL
    SELECT away_team_id, home_team_id, false, game_id, game_date, tipped_off_at
    FROM nba_core.games WHERE game_date >= $today AND NOT is_final
),
next_game AS (
    SELECT *, row_number() OVER (
        PARTITION BY team_id ORDER BY game_date, tipped_off_at, game_id) AS place
    FROM coming
)
SELECT player_id, name, codes.team, position, coalesce(games, 0) AS games, minutes, points,
    rebounds, assists, threes, next_game.game_id, next_game.game_date, tipped_off_at,
    opponents.team AS opponent, is_home
FROM (SELECT player_id FROM played WHERE games > 0 UNION SELECT player_id FROM predicted)
LEFT JOIN played USING (player_id)
LEFT JOIN newest_side USING (player_id)
LEFT JOIN codes USING (team_id)
LEFT JOIN positions USING (player_id)
LEFT JOIN names USING (player_id)
LEFT JOIN next_game ON next_game.team_id = newest_side.team_id AND place = 1
LEFT JOIN codes AS opponents ON opponents.team_id = next_game.opponent_team_id
ORDER BY name, player_id
"""


def newest_season(view: View) -> str | None:
    """The season that players' documents tell of; None before any."""
    (row,) = view.rows(SEASON, today=view.today)
    return None if row.season is None else str(row.season)


def first_day(view: View, season: str) -> date:
    """The first day on the calendar of a season."""
    (row,) = view.rows(FIRST_DAY, season=season)
    day: date = row.day
    return day


def players_of(view: View, season: str) -> list[Any]:
    """Everybody who played a game of a season, or was to be predicted in one, by name."""
    return view.rows(PLAYERS_OF_SEASON, season=season, today=view.today)


def averages_of(row: Any) -> Averages:
    """His means, from the sums in a row of `players_of`."""
    games = row.games
    every = None if not games else row.points + row.rebounds + row.assists
    return Averages(
        games=games,
        minutes=mean(row.minutes, games),
        points=mean(row.points, games),
        rebounds=mean(row.rebounds, games),
        assists=mean(row.assists, games),
        threes=mean(row.threes, games),
        points_rebounds_assists=mean(every, games),
    )


def next_game_of(row: Any) -> NextGame | None:
    """The next game in a row of `players_of`; None where none is on the calendar."""
    if row.game_id is None:
        return None
    day: date = row.game_date
    return NextGame(
        game_id=row.game_id,
        game_date=day,
        tipped_off_at=row.tipped_off_at,
        opponent=row.opponent,
        is_home=row.is_home,
    )


def mean(total: float | None, of: int) -> float | None:
    """A sum over so many, to three places; None over none.

    >>> mean(10, 3), mean(0, 0)
    (3.333, None)
    """
    return round(float(total) / of, 3) if of and total is not None else None
