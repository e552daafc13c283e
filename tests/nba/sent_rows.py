"""Rows of box scores as raw tables hold them, written short, for tests of how sources merge."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from boxline.nba.box_score import COUNTS

DAY = date(2025, 1, 15)
GAME = "0022400500"
HAWKS, CELTICS = 1610612737, 1610612738
SEEN = datetime(2025, 1, 16, 11)  # noqa: DTZ001  # in UTC, as the warehouse keeps instants

#: Who they are: NBA.com's id and name.
TRAE, DYSON, JAYSON = (11, "Traé Young"), (12, "Dyson Daniels"), (21, "Jayson Tatum")


def game(**changed: Any) -> dict[str, Any]:
    """The one game of the calendar: Boston in Atlanta."""
    row = {
        "game_id": GAME,
        "game_date": DAY,
        "season": "2024-25",
        "season_type": "regular",
        "home_team_id": HAWKS,
        "away_team_id": CELTICS,
    }
    return row | changed


def counts(points: int, **changed: int) -> dict[str, int]:
    """A line whose points are twos and one free throw."""
    made = points // 2
    row = dict.fromkeys(COUNTS, 0) | {
        "points": points,
        "field_goals_made": made,
        "field_goals_attempted": made,
        "free_throws_made": points % 2,
        "free_throws_attempted": points % 2,
    }
    return row | changed


def archived(
    who: tuple[int, str], points: int, team_id: int = HAWKS, **more: Any
) -> dict[str, Any]:
    """A line of the archive's files."""
    return {
        "game_id": GAME,
        "game_date": DAY,
        "player_id": who[0],
        "player_name": who[1],
        "team_id": team_id,
        "minutes_played": 30,
        "plus_minus_points": 1,
        "known_at": SEEN,
        **counts(points),
        **more,
    }


def logged(who: tuple[int, str], points: int, team_id: int = HAWKS, **more: Any) -> dict[str, Any]:
    """A line of NBA.com's game log."""
    return archived(who, points, team_id) | {"wl": "W", "team": code(team_id)} | more


def boxed(who: tuple[int, str], points: int, team_id: int = HAWKS, **more: Any) -> dict[str, Any]:
    """A player's line of NBA.com's box score of the game."""
    row = archived(who, points, team_id)
    del row["minutes_played"]
    return row | {
        "line_of": "player",
        "line_id": who[0],
        "team": code(team_id),
        "is_starter": True,
        "start_position": "G",
        "has_played": True,
        "seconds_played": 1815,
        **more,
    }


def booked(name: str, points: int, team_id: int = HAWKS, **more: Any) -> dict[str, Any]:
    """A player of the gamebook who played."""
    return {
        "game_code": "20250115/BOSATL",
        "game_id": GAME,
        "game_date": DAY,
        "team": code(team_id),
        "player_name": name,
        "name_number": 1,
        "status": "active",
        "is_starter": False,
        "seconds_played": 1829,
        "known_at": SEEN,
        **counts(points),
        **more,
    }


def sent(name: str, points: int, team_id: int = HAWKS, **more: Any) -> dict[str, Any]:
    """A line of balldontlie."""
    return {
        "game_id_bdl": 7,
        "player_id_bdl": 5,
        "game_date": DAY,
        "game_status": "Final",
        "team": code(team_id),
        "player_name": name,
        "minutes_played": 29,
        "known_at": SEEN,
        **counts(points),
        **more,
    }


def code(team_id: int) -> str:
    """The code of one of the two clubs."""
    return {HAWKS: "ATL", CELTICS: "BOS"}[team_id]
