"""A player's season before a game, written by hand, and his row of the context that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import DAY, GAME, GAME_ID, NYK, PHI, TOWNS

Row = dict[str, Any]


def days_before(days: int) -> date:
    return DAY - timedelta(days=days)


def played(
    minutes: Mapping[int, int],
    *,
    player_id: int = TOWNS,
    team_id: int = NYK,
    points: int = 20,
    results: Mapping[int, str] | None = None,
    usage: Mapping[int, int] | None = None,
) -> list[Row]:
    """Games of a player: days before the game -> minutes. Held as
    `nba_analytics.player_game_summary` and `player_form` have them, in one row.

    Args:
        usage: days before the game -> percent of his team's plays that he ended; else 20.
        results: days before the game -> how his points came out against that game's line.
    """
    rows: list[Row] = []
    for number, (days, on_floor) in enumerate(sorted(minutes.items(), reverse=True), start=1):
        day = days_before(days)
        row = {
            "game_id": f"00{day:%Y%m%d}{team_id % 100}",
            "game_date": day,
            "season": "2024-25",
            "player_id": player_id,
            "team_id": team_id,
            "has_played": True,
            "minutes_last_game": on_floor,
            "games_to_date": number,
            "points_to_date": points * number,
            "points_result": (results or {}).get(days),
        }
        before = rows[-1] if rows else {}
        for total, own in (
            ("minutes_to_date", on_floor),
            ("usage_plays_to_date", 5 * (usage or {}).get(days, 20) * on_floor),
            ("usage_chances_to_date", 500 * on_floor),
        ):
            row[total] = before.get(total, 0) + own
        rows.append(row)
    return rows


def expected(player_id: int = TOWNS, **changes: Any) -> Row:
    """A row of `nba_analytics.expected_availability`, without any report."""
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "season": "2024-25",
        "season_type": "regular",
        "player_id": player_id,
        "team_id": NYK,
        "opponent_team_id": PHI,
        "is_home": False,
        "is_candidate": True,
        "has_report": False,
        "expected_minutes": 35.0,
        "points_ewm_8": 25.0,
        **changes,
    }


def on_calendar(*days: int, team_id: int = NYK) -> list[Row]:
    """Earlier games of a side at home, so many days before."""
    return [
        {
            "game_id": f"00{days_before(n):%Y%m%d}{team_id % 100}",
            "game_date": days_before(n),
            "season": "2024-25",
            "season_type": "regular",
            "home_team_id": team_id,
            "away_team_id": 1610612741,
            "is_final": True,
        }
        for n in days
    ]


def at_home(team_id: int) -> Row:
    """A row of `nba_analytics.upcoming_team_game_context`: a side that has not travelled."""
    trip = ("travel_miles", "time_zones_crossed", "miles_last_14_days", "road_games_in_a_row")
    return {"game_id": GAME_ID, "team_id": team_id, **dict.fromkeys(trip, 0)}


_FORM = (
    "minutes_last_game",
    "games_to_date",
    "points_to_date",
    "minutes_to_date",
    "usage_plays_to_date",
    "usage_chances_to_date",
)
_SUMMARY = ("has_played", "points_result")


def contexts(
    past: list[Row], *, spine: list[Row] | None = None, **inputs: list[Row]
) -> dict[int, Row]:
    """The context of the game's players, by player.

    Args:
        past: as `played` gives it, of as many players as there are; games in which one did not
            play have no form.
        spine: rows of the players expected; Towns alone where left out.
    """
    on_floor = [row for row in past if row["has_played"]]
    form = [{k: v for k, v in row.items() if k not in _SUMMARY} for row in on_floor]
    summaries = [{k: v for k, v in row.items() if k not in _FORM} for row in past]
    inputs = {"teams": [at_home(NYK), at_home(PHI)], **inputs}
    rows = computed(
        "nba_analytics.upcoming_player_game_context",
        expected=spine or [expected()],
        games=[GAME],
        cutoffs=cutoffs(GAME),
        form=form,
        summaries=summaries,
        **inputs,
    )
    return {row["player_id"]: row for row in rows}


def context(past: list[Row], **inputs: Any) -> Row:
    """The context of Towns."""
    return contexts(past, **inputs)[TOWNS]
