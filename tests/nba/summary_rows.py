"""One game of two clubs as the core tables hold it, written short, for tests of its summaries."""

from __future__ import annotations

from typing import Any

from boxline.nba.box_score import COUNTS
from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, GAME_ID, MAXEY, NYK, PHI, TOWNS, Row

PLAYERS, OFFENSE, DEFENSE = (
    f"nba_analytics.{name}_game_summary" for name in ("player", "team_offense", "team_defense")
)
RESULTS = "nba_analytics.player_prop_results"

EMBIID, HART = 203954, 1628404
CLUB_OF = {TOWNS: NYK, HART: NYK, MAXEY: PHI, EMBIID: PHI}


def side(team_id: int, **changes: Any) -> Row:
    """Which game, and which of its sides."""
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "season": "2024-25",
        "season_type": "regular",
        "team_id": team_id,
        "opponent_team_id": PHI if team_id == NYK else NYK,
        "is_home": team_id == PHI,
        **changes,
    }


def line(player_id: int = TOWNS, **changes: Any) -> Row:
    """A row of `nba_core.player_games`: of who played, unless it says otherwise."""
    return {
        **side(CLUB_OF.get(player_id, NYK)),
        "player_id": player_id,
        "has_played": True,
        "minutes_played": 30,
        "plus_minus_points": 0,
        **dict.fromkeys(COUNTS, 0),
        **changes,
    }


def team(team_id: int = NYK, **changes: Any) -> Row:
    """A row of `nba_core.team_games`: 100 attempts, 25 free throws, 15 turnovers, 20 offensive
    rebounds, and so 106 possessions."""
    return {
        **side(team_id),
        "is_win": team_id == NYK,
        "overtime_periods": 0,
        "game_minutes": 240,
        **dict.fromkeys(COUNTS, 0),
        "points": 106,
        "field_goals_attempted": 100,
        "free_throws_attempted": 25,
        "turnovers": 15,
        "offensive_rebounds": 20,
        **changes,
    }


def shot(player_id: int, zone: str = "Restricted Area", **changes: Any) -> Row:
    """A row of `nba_core.shots`: missed, of a source that tells passers, blockers and and-ones."""
    where = side(CLUB_OF[player_id])
    return {
        **{name: where[name] for name in where if name not in ("season_type", "is_home")},
        "player_id": player_id,
        "is_made": False,
        "point_value": 3 if "3" in zone or zone == "Backcourt" else 2,
        "zone": zone,
        "is_and_one": False,
        **changes,
    }


NON_RA, MID, CORNER, ABOVE = (
    "In The Paint (Non-RA)",
    "Mid-Range",
    "Left Corner 3",
    "Above the Break 3",
)

#: New York: Towns 2 of 3 in the paint, 1 of 1 between, 1 of 2 threes; Hart a made three.
#: Philadelphia: Maxey 0 of 2 in the paint, both blocked by Towns, and 0 of 1 between, blocked by
#: Hart.
SHOTS = [
    shot(TOWNS, is_made=True, assist_player_id=HART),
    shot(TOWNS, NON_RA, is_made=True, is_and_one=True),
    shot(TOWNS),
    shot(TOWNS, MID, is_made=True),
    shot(TOWNS, ABOVE, is_made=True, assist_player_id=HART),
    shot(TOWNS, "Backcourt"),
    shot(HART, CORNER, is_made=True, assist_player_id=TOWNS),
    shot(MAXEY, block_player_id=TOWNS),
    shot(MAXEY, NON_RA, block_player_id=TOWNS),
    shot(MAXEY, MID, block_player_id=HART),
]

ZONES = tuple(
    f"{zone}_{what}"
    for zone in ("paint_field_goals", "mid_range_field_goals", "charted_threes")
    for what in ("made", "attempted")
)
PASSES = ("assisted_field_goals_made", "unassisted_field_goals_made", "and_ones")
BLOCKS = ("blocks_paint", "blocks_mid_range", "blocks_three")
WHY = "zones_missing_reason"


def summaries(
    box: list[Row], *, teams: list[Row] | None = None, **inputs: list[Row]
) -> dict[int, Row]:
    """The player summaries of the game, by player."""
    both = teams or [team(NYK), team(PHI)]
    rows = computed(PLAYERS, player_games=box, team_games=both, **inputs)
    return {row["player_id"]: row for row in rows}


def team_summaries(
    dataset: str, *, teams: list[Row] | None = None, **inputs: list[Row]
) -> dict[int, Row]:
    """The summaries of both sides, by team."""
    rows = computed(dataset, team_games=teams or [team(NYK), team(PHI)], **inputs)
    return {row["team_id"]: row for row in rows}


def came_out(box: list[Row], states: list[Row]) -> dict[int, Row]:
    """The player summaries of a game whose lines were these rows of
    `nba_core.player_prop_lines`."""
    results = computed(RESULTS, lines=states, games=[GAME], player_games=box)
    return summaries(box, results=results, lines=states)


def part(row: Row, *names: str) -> tuple[Any, ...]:
    """Some of a row's values."""
    return tuple(row[name] for name in names)
