"""What a game's summaries say of its shots and of its lines."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nba.line_rows import GAME_ID, MAXEY, NYK, PHI, TOWNS, Row, state
from tests.nba.summary_rows import (
    BLOCKS,
    DEFENSE,
    EMBIID,
    HART,
    OFFENSE,
    PASSES,
    SHOTS,
    WHY,
    ZONES,
    came_out,
    line,
    part,
    summaries,
    team,
    team_summaries,
)


def charted(**inputs: Any) -> dict[int, Row]:
    return summaries([line(TOWNS), line(HART), line(MAXEY), line(EMBIID)], **inputs)


def test_a_players_shots_are_counted_by_zone() -> None:
    rows = charted(shots=SHOTS)
    assert part(rows[TOWNS], *ZONES) == (2, 3, 1, 1, 1, 2)
    assert part(rows[HART], *ZONES) == (0, 0, 0, 0, 1, 1)
    assert part(rows[MAXEY], *ZONES) == (0, 2, 0, 1, 0, 0)
    assert {row[WHY] for row in rows.values()} == {None}


def test_who_took_no_shot_in_a_charted_game_has_none_in_any_zone() -> None:
    row = charted(shots=SHOTS)[EMBIID]
    assert part(row, *ZONES, *PASSES, *BLOCKS) == (0,) * 12


def test_made_shots_are_told_apart_by_who_passed_and_who_was_fouled() -> None:
    rows = charted(shots=SHOTS)
    assert part(rows[TOWNS], *PASSES) == (2, 2, 1)
    assert part(rows[HART], *PASSES) == (1, 0, 0)


def test_blocks_are_the_blockers_by_the_zone_of_the_shot() -> None:
    rows = charted(shots=SHOTS)
    assert part(rows[TOWNS], *BLOCKS) == (2, 0, 0)
    assert part(rows[HART], *BLOCKS) == (0, 1, 0)


def test_a_source_that_names_nobody_says_nothing_of_passes_fouls_and_blocks() -> None:
    silent = [
        row | {"assist_player_id": None, "block_player_id": None, "is_and_one": None}
        for row in SHOTS
    ]
    row = charted(shots=silent)[TOWNS]
    assert part(row, *ZONES) == (2, 3, 1, 1, 1, 2)
    assert part(row, *PASSES, *BLOCKS) == (None,) * 6
    offense, defense = (team_summaries(name, shots=silent)[NYK] for name in (OFFENSE, DEFENSE))
    assert part(offense, *PASSES) == (None,) * 3
    assert part(defense, *BLOCKS) == (None,) * 3


@pytest.mark.parametrize(
    ("season", "season_type", "reason"),
    [
        ("2023-24", "regular", "the shots of the game are not in yet"),
        ("2023-24", "playoffs", "the shot archive does not cover the game"),
        ("2024-25", "regular", "the shot archive does not cover the game"),
        ("2018-19", "regular", "the shot archive does not cover the game"),
        ("2025-26", "regular", "the shots of the game are not in yet"),
        ("2025-26", "playoffs", "the shots of the game are not in yet"),
    ],
)
def test_a_game_without_shots_has_nothing_by_zone_and_says_why(
    season: str, season_type: str, reason: str
) -> None:
    when = {"season": season, "season_type": season_type}
    row = summaries([line(**when)])[TOWNS]
    teams = [team(NYK, **when), team(PHI, **when)]
    offense, defense = (team_summaries(name, teams=teams)[NYK] for name in (OFFENSE, DEFENSE))
    assert part(row, *ZONES, *PASSES, *BLOCKS, WHY) == (*(None,) * 12, reason)
    assert part(offense, *ZONES, "paint_points", WHY) == (*(None,) * 7, reason)
    assert part(defense, "opponent_paint_field_goals_made", *BLOCKS, WHY) == (*(None,) * 4, reason)


def test_a_game_of_which_one_sides_shots_are_in_is_not_charted_yet() -> None:
    of_one_side = [row for row in SHOTS if row["team_id"] == NYK]
    lines = [line(TOWNS, season="2025-26"), line(MAXEY, season="2025-26")]
    rows = summaries(lines, shots=of_one_side)
    assert {row[WHY] for row in rows.values()} == {"the shots of the game are not in yet"}
    assert {part(row, *ZONES, *PASSES, *BLOCKS) for row in rows.values()} == {(None,) * 12}


def test_a_teams_zones_are_those_of_its_players_and_what_its_opponent_allowed() -> None:
    offense = team_summaries(OFFENSE, shots=SHOTS)
    defense = team_summaries(DEFENSE, shots=SHOTS)
    points = ("paint_points", "mid_range_points", "charted_threes_points")
    assert part(offense[NYK], *ZONES) == (2, 3, 1, 1, 2, 3)
    assert part(offense[NYK], *points) == (4, 2, 6)
    assert part(offense[PHI], *ZONES, *points) == (0, 2, 0, 1, 0, 0, 0, 0, 0)
    assert part(offense[NYK], *PASSES) == (3, 2, 1)
    for mine, other in ((NYK, PHI), (PHI, NYK)):
        allowed = [f"opponent_{name}" for name in (*ZONES, *points)]
        assert part(defense[mine], *allowed) == part(offense[other], *ZONES, *points)
    assert part(defense[NYK], *BLOCKS) == (2, 1, 0)
    assert part(defense[PHI], *BLOCKS) == (0, 0, 0)


def test_a_player_whose_team_has_no_line_waits_for_it() -> None:
    row = summaries([line(TOWNS)], teams=[team(PHI)])[TOWNS]
    assert part(row, "is_win", "usage_percent") == (None, None)


# How his props came out.

POINTS = tuple(
    f"points_{name}"
    for name in ("line", "opening_line", "line_movement", "line_bookmaker", "margin", "result")
)


def test_a_prop_came_out_against_the_line_that_stood_at_the_start() -> None:
    states = [state(22.5, hours=9), state(23.5, hours=5), state(24.5, hours=1)]
    row = came_out([line(TOWNS, points=24), line(MAXEY)], states)[TOWNS]
    assert part(row, *POINTS) == (24.5, 22.5, 2.0, "draftkings", -0.5, "UNDER")


def test_lines_seen_after_the_start_and_alternates_never_count() -> None:
    states = [
        state(30.5, hours=10, is_alternate=True),
        state(24.5, hours=5),
        state(20.5, hours=-1),
    ]
    row = came_out([line(TOWNS, points=24), line(MAXEY)], states)[TOWNS]
    assert part(row, *POINTS) == (24.5, 24.5, 0.0, "draftkings", -0.5, "UNDER")


def test_the_opening_line_is_that_of_the_same_bookmaker() -> None:
    states = [
        state(20.5, hours=20, bookmaker="prizepicks"),
        state(23.5, hours=6, bookmaker="fanduel"),
        state(24.5, hours=2, bookmaker="fanduel"),
    ]
    row = came_out([line(TOWNS, points=25), line(MAXEY)], states)[TOWNS]
    assert part(row, *POINTS) == (24.5, 23.5, 1.0, "fanduel", 0.5, "OVER")


def test_each_prop_is_measured_by_what_it_sums() -> None:
    states = [
        state(10.5, hours=5, prop_type="rebounds"),
        state(3, hours=5, prop_type="threes"),
        state(38.5, hours=5, prop_type="points_rebounds_assists"),
    ]
    counts = {"points": 20, "rebounds": 12, "assists": 6, "threes_made": 3}
    row = came_out([line(TOWNS, **counts), line(MAXEY)], states)[TOWNS]
    assert part(row, "rebounds_margin", "rebounds_result") == (1.5, "OVER")
    assert part(row, "threes_margin", "threes_result") == (0, "PUSH")
    both = part(row, "points_rebounds_assists_margin", "points_rebounds_assists_result")
    assert both == (-0.5, "UNDER")
    assert part(row, *POINTS) == (None,) * 6


def test_a_line_on_who_did_not_play_came_out_in_no_way() -> None:
    lines = [line(TOWNS, has_played=False), line(MAXEY)]
    row = came_out(lines, [state(24.5, hours=5)])[TOWNS]
    assert part(row, *POINTS) == (24.5, 24.5, 0.0, "draftkings", None, None)


def test_shots_of_another_game_count_for_nothing() -> None:
    elsewhere = [row | {"game_id": f"{GAME_ID[:-1]}9"} for row in SHOTS]
    row = summaries([line(TOWNS, season="2025-26")], shots=elsewhere)[TOWNS]
    assert part(row, *ZONES, WHY) == (*(None,) * 6, "the shots of the game are not in yet")
