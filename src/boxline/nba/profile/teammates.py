"""What a player does with each team-mate on the floor too, and when that one misses the game."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import Any

from boxline.catalog import Table, View
from boxline.nba.analytics.player_game_summary import PLAYER_GAME_SUMMARY
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.core.players import PLAYERS
from boxline.nba.profile.parts import Beside, Teammate
from boxline.nba.profile.season import mean

READS: tuple[Table, ...] = (PLAYER_GAME_SUMMARY, EXPECTED_PLAYERS, PLAYERS)

#: So many games with and without each other are needed to tell of a team-mate.
LEAST_GAMES = 5

#: Who belonged to a side in a game: who was listed for it, and who was expected before it.
BESIDE = """\
WITH summary AS (
    SELECT game_id, team_id, player_id, has_played, minutes_played, points, rebounds, assists
    FROM nba_analytics.player_game_summary WHERE season = $season
),
played AS (FROM summary WHERE has_played),
belonged AS (
    SELECT game_id, team_id, player_id FROM summary
    UNION
    SELECT game_id, team_id, player_id FROM nba_core.expected_players WHERE season = $season
),
listed AS (
    SELECT belonged.*, played.player_id IS NOT NULL AS is_with
    FROM belonged LEFT JOIN played USING (game_id, team_id, player_id)
),
beside AS (
    SELECT played.player_id, listed.player_id AS mate_id, is_with, count(*) AS games,
        sum(minutes_played) AS minutes, sum(points) AS points, sum(rebounds) AS rebounds,
        sum(assists) AS assists
    FROM played JOIN listed
        ON listed.game_id = played.game_id AND listed.team_id = played.team_id
        AND listed.player_id <> played.player_id
    GROUP BY ALL HAVING count(*) >= $least
),
names AS (
    SELECT player_id AS mate_id, max_by(player_name, game_date) AS name FROM nba_core.players
    GROUP BY player_id
)
SELECT own.player_id, mate_id, name, own.games, own.minutes, own.points, own.rebounds, own.assists,
    other.games AS other_games, other.minutes AS other_minutes, other.points AS other_points,
    other.rebounds AS other_rebounds, other.assists AS other_assists
FROM beside AS own
JOIN beside AS other USING (player_id, mate_id)
LEFT JOIN names USING (mate_id)
WHERE own.is_with AND NOT other.is_with
ORDER BY player_id, other.games DESC, mate_id
"""


def teammates(view: View, season: str) -> dict[int, list[Teammate]]:
    """By player, his team-mates with enough games both ways, who missed the most first."""
    rows = view.rows(BESIDE, season=season, least=LEAST_GAMES)
    by_player = groupby(rows, attrgetter("player_id"))
    return {player: [_teammate(row) for row in own] for player, own in by_player}


def _teammate(row: Any) -> Teammate:
    return Teammate(
        player_id=row.mate_id,
        name=row.name,
        with_him=_beside(row, ""),
        without_him=_beside(row, "other_"),
    )


def _beside(row: Any, which: str) -> Beside:
    games = getattr(row, f"{which}games")
    return Beside(
        games=games,
        minutes=mean(getattr(row, f"{which}minutes"), games),
        points=mean(getattr(row, f"{which}points"), games),
        rebounds=mean(getattr(row, f"{which}rebounds"), games),
        assists=mean(getattr(row, f"{which}assists"), games),
    )
