"""`v1/today.json`: what there is today, in one short document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.games import GAMES
from boxline.nba.core.teams import TEAMS

PATH = "v1/today.json"


class TodayGame(msgspec.Struct):
    """One game; codes are null while a club is unknown, points before a score is in."""

    game_id: str
    tipped_off_at: datetime | None
    home_team: str | None
    away_team: str | None
    is_final: bool
    home_points: int | None
    away_points: int | None


class Today(Document, kw_only=True):
    """The document. `next_game_date` is the next day with games, null where none is known."""

    game_date: str
    total_games: int
    next_game_date: str | None
    games: list[TodayGame]


TODAY = Feed(
    "nba_exports.today",
    grain="one game of today",
    documents={PATH: Today},
    reads=(GAMES, TEAMS),
    shrinks_because="a game of today was moved to another day",
)

GAMES_OF_TODAY = """\
WITH codes AS (SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id)
SELECT game_id, tipped_off_at, home.team AS home_team, away.team AS away_team, is_final,
    home_points, away_points
FROM nba_core.games
LEFT JOIN codes AS home ON home.team_id = home_team_id
LEFT JOIN codes AS away ON away.team_id = away_team_id
WHERE game_date = $today ORDER BY tipped_off_at, game_id
"""

NEXT_DAY = "SELECT min(game_date) AS day FROM nba_core.games WHERE game_date > $today"


@feed(TODAY)
def today(view: View) -> Iterator[Made]:
    """Today's games, whether or not there are any."""
    games = [TodayGame(**row._asdict()) for row in view.rows(GAMES_OF_TODAY, today=view.today)]
    (following,) = view.rows(NEXT_DAY, today=view.today)
    document = Today(
        game_date=view.today.isoformat(),
        total_games=len(games),
        next_game_date=None if following.day is None else following.day.isoformat(),
        games=games,
    )
    yield Made(template=PATH, path=PATH, document=document, day=view.today, rows=len(games))
