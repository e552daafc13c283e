"""`v1/live/{date}.json` and `latest.json`: how games stand, and their players' lines so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.players import PLAYERS
from boxline.nba.games_of_day import READS as GAMES_READ
from boxline.nba.games_of_day import games_of_day
from boxline.nba.live.lines import LIVE_LINES_READ, LivePlayer, live_lines

DATED, LATEST = "v1/live/{date}.json", "v1/live/latest.json"


class LiveGame(msgspec.Struct):
    """One game of the day. `status` is `scheduled`, `live` or `final`; `seconds_left` are those of
    the period, null while no clock runs; `known_at` is when the newest word of it was fetched."""

    game_id: str
    tipped_off_at: datetime | None
    home_team: str | None
    away_team: str | None
    status: str
    period: int | None
    seconds_left: float | None
    home_points: int | None
    away_points: int | None
    known_at: datetime | None
    players: list[LivePlayer]


class Live(Document, kw_only=True):
    """The document: games that are on, over and to come."""

    game_date: date
    games_in_progress: int
    games_final: int
    total_games: int
    games: list[LiveGame]


LIVE = Feed(
    "nba_exports.live",
    grain="one game of today",
    documents={DATED: Live, LATEST: Live},
    reads=(*GAMES_READ, PLAYER_GAMES, PLAYERS, *LIVE_LINES_READ),
    shrinks_because="a game of today was moved to another day",
    is_kept=True,
)


@feed(LIVE)
def live(view: View) -> Iterator[Made]:
    """Today, and yesterday for as long as a game of it is on."""
    for template, path, day in _paths(view):
        document = _document(view, day)
        yield Made(
            template=template, path=path, document=document, day=day, rows=document.total_games
        )


def _paths(view: View) -> Iterator[tuple[str, str, date]]:
    before = max((day for day in view.days if day < view.today), default=None)
    if before is not None:
        yield DATED, DATED.replace("{date}", before.isoformat()), before
    yield DATED, DATED.replace("{date}", view.today.isoformat()), view.today
    yield LATEST, LATEST, view.today


def _document(view: View, day: date) -> Live:
    players: dict[str, list[LivePlayer]] = defaultdict(list)
    for game_id, line in live_lines(view, day):
        players[game_id].append(line)
    games = [
        LiveGame(
            game_id=row.game_id,
            tipped_off_at=row.tipped_off_at,
            home_team=row.home_team,
            away_team=row.away_team,
            status=row.status,
            period=row.period,
            seconds_left=row.seconds_left,
            home_points=row.home_points,
            away_points=row.away_points,
            known_at=row.known_at,
            players=players[row.game_id],
        )
        for row in games_of_day(view, day)
    ]
    return Live(
        game_date=day,
        games_in_progress=sum(game.status == "live" for game in games),
        games_final=sum(game.status == "final" for game in games),
        total_games=len(games),
        games=games,
    )
