"""`v1/tonight/all-players.json`: who could appear today, what is expected, and the market."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.core.players import PLAYERS
from boxline.nba.games_of_day import READS as GAMES_READ
from boxline.nba.games_of_day import games_of_day
from boxline.nba.tonight.said import READS as SAID_READ
from boxline.nba.tonight.said import said_today, why

PATH = "v1/tonight/all-players.json"


class Book(msgspec.Struct):
    """One bookmaker's main line. Prices are decimal odds, null where none is sent; `known_at` is
    when it was first seen to say so."""

    bookmaker: str
    line: float
    over: float | None
    under: float | None
    known_at: datetime


class TonightProp(msgspec.Struct):
    """One prop of one player, by the system that speaks first of it.

    Numbers of the prop; chances from 0 to 1; prices as decimal odds; all null where they are not
    known. `not_made_reason` says why there is no forecast. `line` is the one that most bookmakers
    showed; `edge` is the expected gain per unit staked on the side taken; `books` are all of them.
    """

    prop_type: str
    system: str
    forecast: float | None
    not_made_reason: str | None
    median: float | None
    low_80: float | None
    high_80: float | None
    season_average: float | None
    last_10_average: float | None
    line: float | None
    line_movement: float | None
    chance_over: float | None
    fair_chance_over: float | None
    over_price: float | None
    over_bookmaker: str | None
    under_price: float | None
    under_bookmaker: str | None
    recommendation: str
    recommendation_reason: str | None
    edge: float | None
    confidence: float | None
    books: list[Book]
    why: list[str]


class TonightPlayer(msgspec.Struct):
    """One player who could appear. `injury_status` is the newest report's, null without one."""

    player_id: int
    name: str | None
    team: str | None
    is_home: bool
    injury_status: str | None
    games_this_season: int
    expected_minutes: float | None
    props: list[TonightProp]


class TonightGame(msgspec.Struct):
    """One game of today; codes are null while a club is unknown, points before it begins.
    `status` is `scheduled`, `live` or `final`, by the newest scoreboard."""

    game_id: str
    tipped_off_at: datetime | None
    home_team: str | None
    away_team: str | None
    status: str
    home_points: int | None
    away_points: int | None
    players: list[TonightPlayer]


class TonightPlayers(Document, kw_only=True):
    """The document. `total_with_lines` counts players with a line on any prop."""

    game_date: str
    total_players: int
    total_with_lines: int
    games: list[TonightGame]


TONIGHT_PLAYERS = Feed(
    "nba_exports.tonight_players",
    grain="one prop of one player who could appear today",
    documents={PATH: TonightPlayers},
    reads=(*GAMES_READ, PLAYERS, PLAYER_PROP_LINES, *SAID_READ),
    shrinks_because="who could appear today is told anew by every report and roster",
)

NAMES = """\
SELECT player_id, max_by(player_name, game_date) AS name FROM nba_core.players GROUP BY player_id
"""

#: What each bookmaker shows now: its newest main line on each prop.
BOOKS_OF_TODAY = """\
SELECT game_id, player_id, prop_type, bookmaker, line, over_price_decimal AS over,
    under_price_decimal AS under, known_at
FROM nba_core.player_prop_lines
WHERE game_date = $today AND NOT is_alternate AND NOT is_after_start
QUALIFY row_number() OVER (
    PARTITION BY game_id, player_id, prop_type, bookmaker ORDER BY known_at DESC
) = 1
ORDER BY bookmaker
"""


@feed(TONIGHT_PLAYERS)
def tonight_players(view: View) -> Iterator[Made]:
    """Today's games with everybody who could appear; none is told of while forecasts are not."""
    standing, today = view.standing(view.today), view.today
    books: dict[tuple[str, int, str], list[Book]] = defaultdict(list)
    for row in view.rows(BOOKS_OF_TODAY, today=today):
        books[row.game_id, row.player_id, row.prop_type].append(_book(row))
    names = {row.player_id: row.name for row in view.rows(NAMES)}
    said: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    rows = said_today(view).values() if standing.is_forecasting else ()
    for row in sorted(rows, key=lambda row: (names.get(row.player_id) or "", row.prop_type)):
        said[row.game_id][row.player_id].append(row)
    games = [
        _game(
            row,
            [
                _player(rows, row, names.get(player_id), books, standing.is_betting)
                for player_id, rows in said[row.game_id].items()
            ],
        )
        for row in games_of_day(view, today)
    ]
    players = [player for game in games for player in game.players]
    document = TonightPlayers(
        game_date=today.isoformat(),
        total_players=len(players),
        total_with_lines=sum(any(p.line is not None for p in one.props) for one in players),
        games=games,
    )
    count = sum(len(player.props) for player in players)
    yield Made(template=PATH, path=PATH, document=document, day=today, rows=count)


def _book(row: Any) -> Book:
    return Book(
        bookmaker=row.bookmaker,
        line=row.line,
        over=row.over,
        under=row.under,
        known_at=row.known_at,
    )


def _game(row: Any, players: Iterable[TonightPlayer]) -> TonightGame:
    return TonightGame(
        game_id=row.game_id,
        tipped_off_at=row.tipped_off_at,
        home_team=row.home_team,
        away_team=row.away_team,
        status=row.status,
        home_points=row.home_points,
        away_points=row.away_points,
        players=list(players),
    )


def _player(
    rows: Sequence[Any],
    game: Any,
    name: str | None,
    books: Mapping[tuple[str, int, str], list[Book]],
    is_betting: bool,
) -> TonightPlayer:
    one = rows[0]
    is_home = one.team_id == game.home_team_id
    minutes = [row.expected_minutes for row in rows if row.expected_minutes is not None]
    return TonightPlayer(
        player_id=one.player_id,
        name=name,
        team=game.home_team if is_home else game.away_team,
        is_home=is_home,
        injury_status=one.injury_status,
        games_this_season=one.games_this_season,
        expected_minutes=round(minutes[0], 1) if minutes else None,
        props=[_prop(row, books, is_betting) for row in rows],
    )


def _prop(
    row: Any, books: Mapping[tuple[str, int, str], list[Book]], is_betting: bool
) -> TonightProp:
    is_taken = row.recommendation in ("OVER", "UNDER")
    recommendation = row.recommendation if is_betting or not is_taken else "PASS"
    return TonightProp(
        prop_type=row.prop_type,
        system=row.system,
        forecast=_rounded(row.forecast, 2),
        not_made_reason=row.not_made_reason,
        median=row.median_rounded,
        low_80=row.low_80,
        high_80=row.high_80,
        season_average=_rounded(getattr(row, f"{row.prop_type}_avg_season"), 2),
        last_10_average=_rounded(getattr(row, f"{row.prop_type}_avg_last_10"), 2),
        line=row.line,
        line_movement=row.line_movement,
        chance_over=_rounded(row.chance_over, 4),
        fair_chance_over=_rounded(row.fair_chance_over, 4),
        over_price=row.over_price_decimal,
        over_bookmaker=row.over_bookmaker,
        under_price=row.under_price_decimal,
        under_bookmaker=row.under_bookmaker,
        recommendation=recommendation,
        recommendation_reason=row.recommendation_reason,
        edge=_rounded(row.edge, 4),
        confidence=_rounded(row.confidence, 4),
        books=books.get((row.game_id, row.player_id, row.prop_type), []),
        why=why(row),
    )


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)
