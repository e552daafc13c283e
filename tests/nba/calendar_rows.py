"""Calendars written by hand, and the team games that followed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs

BOSTON, NEW_YORK, DENVER = 1610612738, 1610612752, 1610612743
LOS_ANGELES, PHOENIX, TORONTO = 1610612747, 1610612756, 1610612761

Row = dict[str, Any]


def game(number: int, day: date, *, home: int, away: int, **more: Any) -> Row:
    """A game of 2024-25 as a schedule lists it: the regular game of that number, unless `prefix`
    or the whole `game_id` says otherwise."""
    prefix = more.pop("prefix", "002")
    return {
        "game_id": f"{prefix}24{number:05}",
        "game_date": day,
        "home_team_id": home,
        "away_team_id": away,
        **more,
    }


def sides(games: Iterable[Mapping[str, Any]], **inputs: Any) -> list[Row]:
    """Both sides of each game, as `nba_core.team_schedule` has them."""
    listed = list(games)
    days = [{"game_id": row["game_id"], "game_date": row["game_date"]} for row in listed]
    return computed("nba_core.team_schedule", games=days, archive_schedule=listed, **inputs)


def contexts(games: Iterable[Mapping[str, Any]], team: int, **inputs: Any) -> list[Row]:
    """The contexts of one team before each of its games, in their order."""
    rows = computed(
        "nba_analytics.upcoming_team_game_context",
        sides=sides(games),
        cutoffs=cutoffs(*games),
        **inputs,
    )
    own = (row for row in rows if row["team_id"] == team)
    return sorted(own, key=lambda row: str(row["game_date"]))


def context(games: Iterable[Mapping[str, Any]], day: date, **inputs: Any) -> dict[int, Row]:
    """The context of each team that plays on a day, by team."""
    of_day = [row for row in sides(games) if row["game_date"] == day]
    rows = computed(
        "nba_analytics.upcoming_team_game_context", sides=of_day, cutoffs=cutoffs(*games), **inputs
    )
    return {row["team_id"]: row for row in rows}


def team_games(game: Mapping[str, Any], home_points: int, away_points: int) -> list[Row]:
    """Both teams' lines of a game, as far as results go."""
    shared = {"game_id": game["game_id"], "game_date": game["game_date"], "season": "2024-25"}
    home, away = game["home_team_id"], game["away_team_id"]
    return [
        {
            **shared,
            "team_id": home,
            "opponent_team_id": away,
            "points": home_points,
            "is_win": home_points > away_points,
        },
        {
            **shared,
            "team_id": away,
            "opponent_team_id": home,
            "points": away_points,
            "is_win": away_points > home_points,
        },
    ]
