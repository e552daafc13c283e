"""The games of one day with their sides' codes, and how they stand, for documents of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from boxline.catalog import View
from boxline.nba.core.games import GAMES
from boxline.nba.core.live_scores import LIVE_SCORES
from boxline.nba.core.teams import TEAMS

READS = (GAMES, LIVE_SCORES, TEAMS)

GAMES_OF_DAY = """\
WITH codes AS (SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id)
SELECT game_id, tipped_off_at, home_team_id, home.team AS home_team, away.team AS away_team,
    is_final, CASE WHEN is_final THEN 'final' ELSE coalesce(live.status, 'scheduled') END AS status,
    live.period, live.seconds_left, live.known_at,
    coalesce(games.home_points, live.home_points) AS home_points,
    coalesce(games.away_points, live.away_points) AS away_points
FROM nba_core.games AS games
LEFT JOIN nba_core.live_scores AS live USING (game_id)
LEFT JOIN codes AS home ON home.team_id = home_team_id
LEFT JOIN codes AS away ON away.team_id = away_team_id
WHERE games.game_date = $day ORDER BY tipped_off_at, game_id
"""


def games_of_day(view: View, day: date) -> list[Any]:
    """The games of a day by their starts; codes are None while a club is unknown, points before a
    game begins, and `status` is the newest scoreboard's."""
    return view.rows(GAMES_OF_DAY, day=day)
