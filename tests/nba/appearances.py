"""A side's games before one, written by hand: who appeared in which, and what he does in each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from tests.nba.by_hand import computed
from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import DAY, GAME, GAME_ID, NYK, PHI, TOWNS

BOS = 1610612738
BRUNSON, HART, ROBINSON = 1628973, 1628404, 1629011

#: Minutes, points, rebounds, assists and field goals attempted in every game of each.
LINES = {
    BRUNSON: (36, 24, 3, 9, 18),
    TOWNS: (35, 25, 12, 3, 16),
    HART: (30, 12, 9, 6, 9),
    ROBINSON: (20, 6, 6, 0, 3),
}

Row = dict[str, Any]


def days_before(days: int) -> date:
    return DAY - timedelta(days=days)


def season_of(day: date) -> str:
    return "2024-25" if day >= date(2024, 8, 1) else "2023-24"


def appearance(player_id: int, day: date, *, team_id: int = NYK) -> Row:
    """A player's line of a game; his club plays one on the day."""
    minutes, points, rebounds, assists, attempts = LINES[player_id]
    return {
        "game_id": f"00{day:%Y%m%d}{team_id % 100}",
        "game_date": day,
        "season": season_of(day),
        "season_type": "regular",
        "player_id": player_id,
        "team_id": team_id,
        "opponent_team_id": PHI,
        "is_home": True,
        "has_played": True,
        "minutes_played": minutes,
        "points": points,
        "rebounds": rebounds,
        "assists": assists,
        "field_goals_attempted": attempts,
    }


def three_games() -> list[Row]:
    """The Knicks' last three: Towns missed the newest, Robinson the two newest."""
    fives = {5: (BRUNSON, TOWNS, HART, ROBINSON), 3: (BRUNSON, TOWNS, HART), 1: (BRUNSON, HART)}
    return [appearance(who, days_before(n)) for n, those in fives.items() for who in those]


def expected(played: list[Row], *rosters: Row) -> list[Row]:
    """The spine of the game, as `nba_core.expected_players` computes it."""
    return computed(
        "nba_core.expected_players",
        games=[GAME],
        cutoffs=cutoffs(GAME),
        played=played,
        rosters=rosters,
    )


def form_of(played: list[Row]) -> list[Row]:
    """How players stood after each of these games, as `nba_analytics.player_form` computes it."""
    sides = {(row["game_id"], row["team_id"]): row for row in played}.values()
    same = ("game_id", "game_date", "season", "season_type", "team_id")
    teams = [{name: row[name] for name in same} for row in sides]
    form = computed("nba_analytics.player_form", games=played, so_far=played, team_games=teams)
    assert len(form) == len(played)
    return form


def listed(player_id: int, status: str, known_at: Any, *, team_id: int = NYK) -> Row:
    """A run of a status on the reports on the game."""
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "player_id": player_id,
        "team_id": team_id,
        "status": status,
        "known_at": known_at,
    }
