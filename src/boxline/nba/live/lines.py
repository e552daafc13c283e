"""Lines of players while games are on: the box score where it is in, else the live one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import View
from boxline.domain.names import normalised_name
from boxline.nba.core.expected_players import EXPECTED_PLAYERS
from boxline.nba.raw.bdl_live_box_scores import BDL_LIVE_BOX_SCORES

#: What is read beside games, teams, players and box scores.
LIVE_LINES_READ = (EXPECTED_PLAYERS, BDL_LIVE_BOX_SCORES)


class LivePlayer(msgspec.Struct):
    """One player's line so far; of a game that is over his box score. `player_id` is null of a
    name that is nobody's who could appear."""

    player_id: int | None
    name: str
    team: str | None
    minutes_played: int | None
    points: int | None
    rebounds: int | None
    assists: int | None
    threes: int | None


BOX_SCORES = """\
WITH codes AS (SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id)
SELECT game_id, player_id, player_name AS name, team, minutes_played, points, rebounds, assists,
    threes_made AS threes
FROM nba_core.player_games LEFT JOIN codes USING (team_id)
WHERE game_date = $day AND has_played ORDER BY game_id, points DESC, player_id
"""

#: The newest word on every player of a game that has no box score yet.
SENT_LIVE = """\
WITH codes AS (SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id)
SELECT games.game_id, sent.player_name AS name, sent.team, sent.minutes_played, sent.points,
    sent.rebounds, sent.assists, sent.threes_made AS threes
FROM nba_raw.bdl_live_box_scores AS sent
JOIN nba_core.games AS games ON games.game_date = sent.game_date
JOIN codes AS home ON home.team_id = games.home_team_id AND home.team = sent.home_team
JOIN codes AS away ON away.team_id = games.away_team_id AND away.team = sent.away_team
WHERE sent.game_date = $day AND game_id NOT IN (
    SELECT game_id FROM nba_core.player_games WHERE game_date = $day
)
QUALIFY row_number() OVER (
    PARTITION BY games.game_id, sent.player_id_bdl ORDER BY sent.known_at DESC
) = 1 AND NOT sent.is_retracted
ORDER BY games.game_id, sent.points DESC, name
"""

EXPECTED = """\
WITH names AS (SELECT DISTINCT player_id, player_name FROM nba_core.players)
SELECT game_id, player_id, player_name
FROM nba_core.expected_players JOIN names USING (player_id) WHERE game_date = $day
"""


def live_lines(view: View, day: date) -> Iterator[tuple[str, LivePlayer]]:
    """The lines of a day's games, each with its game's id, the best scorer of each game first."""
    for row in view.rows(BOX_SCORES, day=day):
        yield row.game_id, _line(row, row.player_id)
    sent = view.rows(SENT_LIVE, day=day)
    if not sent:
        return
    ids: dict[tuple[str, str], set[int]] = {}
    for row in view.rows(EXPECTED, day=day):
        ids.setdefault((row.game_id, normalised_name(row.player_name)), set()).add(row.player_id)
    for row in sent:
        found = ids.get((row.game_id, normalised_name(row.name)), set())
        yield row.game_id, _line(row, next(iter(found)) if len(found) == 1 else None)


def _line(row: Any, player_id: int | None) -> LivePlayer:
    return LivePlayer(
        player_id=player_id,
        name=row.name,
        team=row.team,
        minutes_played=row.minutes_played,
        points=row.points,
        rebounds=row.rebounds,
        assists=row.assists,
        threes=row.threes,
    )
