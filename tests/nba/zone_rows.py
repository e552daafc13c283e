"""Rows of charted games, for tests that work zone analyses out by hand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tests.nba.by_hand import computed

Row = dict[str, Any]

SEASON = "2023-24"
OPENING = date(2023, 10, 24)
TEAMS = "nba_precompute.team_defense_zone_analysis"
PLAYERS = "nba_precompute.player_shot_zone_analysis"

#: Made and attempted from the paint, the mid-range and the three-point line.
Zones = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
PLAIN: Zones = ((5, 10), (2, 5), (2, 5))


def on(days: int) -> date:
    """A day by its days into the season."""
    return OPENING + timedelta(days=days)


def game(days: int) -> Row:
    """A game on the calendar."""
    return {"game_id": f"g{days}", "game_date": on(days), "season": SEASON}


#: How the columns of shots and of points begin, and what a shot is worth.
ZONES = (
    ("paint_field_goals", "paint_points", 2),
    ("mid_range_field_goals", "mid_range_points", 2),
    ("charted_threes", "charted_threes_points", 3),
)


def _zones(zones: Zones | None, prefix: str = "") -> Row:
    """Columns of what was charted; none where the game is not charted."""
    found: Row = {}
    for (shots, points, value), (made, attempted) in zip(ZONES, zones or (), strict=False):
        found |= {f"{prefix}{shots}_made": made, f"{prefix}{shots}_attempted": attempted}
        if prefix:
            found[f"{prefix}{points}"] = made * value
    return found


def allowed(team: int, days: int, zones: Zones | None = PLAIN, **more: Any) -> Row:
    """What a club allowed in a game: 100 points on 100 possessions in regulation, unless said."""
    return {
        "game_id": f"{team}-{days}",
        "game_date": on(days),
        "season": SEASON,
        "team_id": team,
        "points_allowed": 100,
        "opponent_possessions": 100.0,
        "overtime_periods": 0,
        **_zones(zones, "opponent_"),
        **more,
    }


def shot_by(player: int, days: int, zones: Zones | None = PLAIN, **more: Any) -> Row:
    """What a player took in a game."""
    return {
        "game_id": f"{player}-{days}",
        "game_date": on(days),
        "season": SEASON,
        "player_id": player,
        **_zones(zones),
        **more,
    }


def charted_on(*days: int) -> list[Row]:
    """Shots of some days."""
    return [{"season": SEASON, "game_date": on(n)} for n in days]


def _calendar(days: Iterable[int]) -> dict[str, list[Row]]:
    return {"games": [game(n) for n in days], "earlier_games": [game(0)]}


def of_teams(
    summaries: Iterable[Row], *days: int, teams: Iterable[int] = (1,), shots: Any = None
) -> list[Row]:
    """The analysis of some days of the season, where all clubs are known and the opening day is
    charted."""
    clubs = [{"team_id": team, "game_date": date(2015, 10, 27)} for team in teams]
    charted = charted_on(0) if shots is None else shots
    given = {"clubs": clubs, "summaries": list(summaries), "shots": charted}
    return computed(TEAMS, **_calendar(days), **given)


def of_players(
    summaries: Iterable[Row], *days: int, players: Iterable[int] = (7,), shots: Any = None
) -> list[Row]:
    """The analysis of players of club 1 in some days' games."""
    expected = [
        {"player_id": player, "team_id": 1, "opponent_team_id": 2, "is_home": True, **game(n)}
        for n in days
        for player in players
    ]
    charted = charted_on(0) if shots is None else shots
    given = {"expected": expected, "summaries": list(summaries), "shots": charted}
    return computed(PLAYERS, **_calendar(days), **given)
