"""`v1/today.json`: what there is today, in one short document."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.games_of_day import READS, games_of_day

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
    reads=READS,
    shrinks_because="a game of today was moved to another day",
)

NEXT_DAY = "SELECT min(game_date) AS day FROM nba_core.games WHERE game_date > $today"


@feed(TODAY)
def today(view: View) -> Iterator[Made]:
    """Today's games, whether or not there are any."""
    games = [
        TodayGame(
            game_id=row.game_id,
            tipped_off_at=row.tipped_off_at,
            home_team=row.home_team,
            away_team=row.away_team,
            is_final=row.is_final,
            home_points=row.home_points,
            away_points=row.away_points,
        )
        for row in games_of_day(view, view.today)
    ]
    (following,) = view.rows(NEXT_DAY, today=view.today)
    document = Today(
        game_date=view.today.isoformat(),
        total_games=len(games),
        next_game_date=None if following.day is None else following.day.isoformat(),
        games=games,
    )
    yield Made(template=PATH, path=PATH, document=document, day=view.today, rows=len(games))
