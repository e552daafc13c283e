"""`v1/tonight/all-players.json`: who could appear today, what is expected, and the market."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from boxline.catalog import Feed, Made, View, feed
from boxline.catalog.feeds import Document
from boxline.nba.analytics.upcoming_player_game_context import UPCOMING_PLAYER_GAME_CONTEXT
from boxline.nba.core.games import GAMES
from boxline.nba.core.live_scores import LIVE_SCORES
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES
from boxline.nba.core.players import PLAYERS
from boxline.nba.core.teams import TEAMS
from boxline.nba.precompute.player_daily_cache import PLAYER_DAILY_CACHE
from boxline.nba.predictions.player_prop_predictions import PLAYER_PROP_PREDICTIONS
from boxline.nba.tonight.speaking import SPOKEN_TODAY
from boxline.nba.tonight_reasons import reasons

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
    reads=(
        GAMES,
        LIVE_SCORES,
        PLAYERS,
        TEAMS,
        PLAYER_GAMES,
        PLAYER_PROP_LINES,
        PLAYER_DAILY_CACHE,
        UPCOMING_PLAYER_GAME_CONTEXT,
        PLAYER_PROP_PREDICTIONS,
    ),
    shrinks_because="who could appear today is told anew by every report and roster",
)

GAMES_OF_TODAY = """\
WITH codes AS (SELECT team_id, max_by(team, game_date) AS team FROM nba_core.teams GROUP BY team_id)
SELECT game_id, tipped_off_at, home.team AS home_team, away.team AS away_team, home_team_id,
    CASE WHEN is_final THEN 'final' ELSE coalesce(live.status, 'scheduled') END AS status,
    coalesce(games.home_points, live.home_points) AS home_points,
    coalesce(games.away_points, live.away_points) AS away_points
FROM nba_core.games AS games
LEFT JOIN nba_core.live_scores AS live USING (game_id)
LEFT JOIN codes AS home ON home.team_id = home_team_id
LEFT JOIN codes AS away ON away.team_id = away_team_id
WHERE games.game_date = $today ORDER BY tipped_off_at, game_id
"""

#: What is said of each prop of today, with names and what it rests on.
PROPS_OF_TODAY = f"""\
WITH {SPOKEN_TODAY},
names AS (
    SELECT player_id, max_by(player_name, game_date) AS name
    FROM nba_core.players GROUP BY player_id
)
SELECT said.*, names.name, context.* EXCLUDE (game_id, player_id),
    cache.* EXCLUDE (game_id, player_id)
FROM spoken AS said
LEFT JOIN names USING (player_id)
LEFT JOIN (
    SELECT game_id, player_id, days_rest, opponent_defensive_rating_last_10, teammates_out,
        (
            SELECT avg(opponent_defensive_rating_last_10)
            FROM nba_analytics.upcoming_player_game_context
            WHERE game_date BETWEEN $today - 14 AND $today
        ) AS usual_rating
    FROM nba_analytics.upcoming_player_game_context WHERE game_date = $today
) AS context USING (game_id, player_id)
LEFT JOIN (
    SELECT game_id, player_id, minutes_avg_season,
        COLUMNS('^(points|rebounds|assists|threes|points_rebounds_assists)_avg_(season|last_10)$')
    FROM nba_precompute.player_daily_cache WHERE game_date = $today
) AS cache USING (game_id, player_id)
ORDER BY game_id, name, player_id, prop_type
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
    said: dict[str, dict[int, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for row in view.rows(PROPS_OF_TODAY, today=today) if standing.is_forecasting else ():
        said[row.game_id][row.player_id].append(row)
    games = [
        _game(
            row,
            [_player(rows, row, books, standing.is_betting) for rows in said[row.game_id].values()],
        )
        for row in view.rows(GAMES_OF_TODAY, today=today)
    ]
    players = [player for game in games for player in game.players]
    document = TonightPlayers(
        game_date=today.isoformat(),
        total_players=len(players),
        total_with_lines=sum(any(p.line is not None for p in one.props) for one in players),
        games=games,
    )
    rows = sum(len(player.props) for player in players)
    yield Made(template=PATH, path=PATH, document=document, day=today, rows=rows)


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
    books: Mapping[tuple[str, int, str], list[Book]],
    is_betting: bool,
) -> TonightPlayer:
    one = rows[0]
    is_home = one.team_id == game.home_team_id
    minutes = [row.expected_minutes for row in rows if row.expected_minutes is not None]
    return TonightPlayer(
        player_id=one.player_id,
        name=one.name,
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
        why=reasons(row),
    )


def _rounded(value: float | None, places: int) -> float | None:
    return None if value is None else round(value, places)
