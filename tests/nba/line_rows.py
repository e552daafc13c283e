"""A game, its names and its lines, written by hand for the tests of lines."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

DAY = date(2025, 1, 15)
NYK, PHI = 1610612752, 1610612755
TIP = datetime(2025, 1, 16, 0, 30)  # noqa: DTZ001  # the warehouse's instants are UTC without a zone
GAME_ID = "0022400561"
GAME = {
    "game_id": GAME_ID,
    "game_date": DAY,
    "season": "2024-25",
    "season_type": "regular",
    "home_team_id": PHI,
    "away_team_id": NYK,
    "tipped_off_at": TIP,
    "is_final": True,
}
SIDES = {"home_team": "Philadelphia 76ers", "away_team": "New York Knicks"}
TOWNS, MAXEY = 1626157, 1630178
NAMES = [
    {"game_id": GAME_ID, "name_sent": "Karl-Anthony Towns", "player_id": TOWNS, "team_id": NYK},
    {"game_id": GAME_ID, "name_sent": "Tyrese Maxey", "player_id": MAXEY, "team_id": PHI},
    {
        "game_id": GAME_ID,
        "name_sent": "Nobody Known",
        "unresolved_reason": "no player of that name is known",
    },
]

Row = dict[str, Any]


def before(hours: float) -> datetime:
    """So many hours before the start; after it where negative."""
    return TIP - timedelta(hours=hours)


def pickem(
    line: float,
    hours: float = 4,
    *,
    player: str = "Karl-Anthony Towns",
    bookmaker: str = "PrizePicks",
    market: str = "player_points",
    price: float = -137,
    sides: tuple[str, ...] = ("Over", "Under"),
    **changes: Any,
) -> list[Row]:
    """The sides of a pick'em line, seen so many hours before the start."""
    row = {
        **SIDES,
        "game_date": DAY,
        "starts_at": TIP,
        "player_name": player,
        "bookmaker": bookmaker,
        "market": market,
        "line": line,
        "price_american": price,
        "known_at": before(hours),
        **changes,
    }
    return [row | {"side": side} for side in sides]


def pra(line: float, over: float | None, under: float | None, hours: float, **changes: Any) -> Row:
    """A line on points + rebounds + assists."""
    return {
        **SIDES,
        "game_date": DAY,
        "player_name": "Karl-Anthony Towns",
        "bookmaker": "DraftKings",
        "line": line,
        "over_price_american": over,
        "under_price_american": under,
        "known_at": before(hours),
        **changes,
    }


def state(line: float, hours: float, **changes: Any) -> Row:
    """A row of `nba_core.player_prop_lines`: a main line at even odds."""
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "season": "2024-25",
        "season_type": "regular",
        "player_id": TOWNS,
        "player_name": "Karl-Anthony Towns",
        "team_id": NYK,
        "prop_type": "points",
        "bookmaker": "draftkings",
        "line": line,
        "over_price_decimal": 1.9,
        "under_price_decimal": 1.9,
        "is_alternate": False,
        "known_at": before(hours),
        "is_after_start": hours < 0,
        **changes,
    }
