"""What the predecessor's summaries got wrong, as it is right; the numbers are its list's."""

from __future__ import annotations

import pytest

from boxline.home import Home
from tests.builders import rows_of
from tests.nba.line_rows import MAXEY, NYK, PHI, TOWNS, state
from tests.nba.summary_rows import (
    DEFENSE,
    HART,
    OFFENSE,
    PLAYERS,
    came_out,
    line,
    part,
    shot,
    summaries,
    team,
    team_summaries,
)

OVERTIME = {"overtime_periods": 1, "game_minutes": 265}


def test_defect_2_usage_is_measured_by_the_minutes_that_the_game_lasted() -> None:
    his = {"field_goals_attempted": 20, "free_throws_attempted": 5, "turnovers": 3}
    played = [line(TOWNS, minutes_played=40, **his), line(MAXEY)]
    overtime = summaries(played, teams=[team(NYK, **OVERTIME), team(PHI, **OVERTIME)])[TOWNS]
    # 25.2 plays of 126, in 40 minutes of the 53 that one overtime makes.
    assert overtime["usage_percent"] == pytest.approx(100 * 25.2 * 53 / (40 * 126))
    assert overtime["usage_percent"] == pytest.approx(26.5)
    regular = summaries(played)[TOWNS]
    assert regular["usage_percent"] == pytest.approx(24.0)


def test_defect_3_the_opponents_pace_is_corrected_for_overtime() -> None:
    row = team_summaries(DEFENSE, teams=[team(NYK, **OVERTIME), team(PHI, **OVERTIME)])[NYK]
    # 106 possessions in 53 minutes are 96 in 48.
    assert part(row, "opponent_possessions", "opponent_pace") == pytest.approx((106, 96))


def test_defect_10_free_throws_alone_are_enough_for_true_shooting() -> None:
    counts = {"free_throws_attempted": 2, "free_throws_made": 2, "points": 2}
    rows = summaries([line(TOWNS, **counts), line(HART), line(MAXEY)])
    assert rows[TOWNS]["true_shooting_share"] == pytest.approx(2 / (2 * 0.88))
    assert rows[HART]["true_shooting_share"] is None


def test_defect_11_threes_are_those_of_the_box_score_whatever_was_charted() -> None:
    counts = {"threes_attempted": 9, "threes_made": 3, "field_goals_attempted": 9}
    three = "Above the Break 3"
    charted = [shot(TOWNS, three, is_made=n < 2) for n in range(8)] + [shot(MAXEY)]
    row = summaries([line(TOWNS, **counts), line(MAXEY)], shots=charted)[TOWNS]
    assert part(row, "threes_made", "threes_attempted") == (3, 9)
    assert part(row, "charted_threes_made", "charted_threes_attempted") == (2, 8)


def test_defect_12_a_win_is_the_teams_and_a_starter_is_one_by_a_sources_word() -> None:
    rows = summaries(
        [
            line(TOWNS, is_starter=True, minutes_played=9, plus_minus_points=-7),
            line(HART, is_starter=False, minutes_played=35),
            line(MAXEY, is_starter=None, minutes_played=40, plus_minus_points=3),
        ]
    )
    assert part(rows[TOWNS], "is_win", "is_starter") == (True, True)
    assert part(rows[HART], "is_win", "is_starter") == (True, False)
    assert part(rows[MAXEY], "is_win", "is_starter") == (False, None)


def test_defect_13_whoever_stands_in_a_box_score_has_a_summary_be_it_his_first_game(
    settled_home: Home,
) -> None:
    listed = {
        (r["game_id"], r["player_id"]) for r in rows_of(settled_home, "nba_core.player_games")
    }
    told = {(r["game_id"], r["player_id"]) for r in rows_of(settled_home, PLAYERS)}
    assert told == listed != set()
    nobody_knows = 9_999_999
    rows = summaries([line(nobody_knows, points=31), line(TOWNS)])
    assert rows[nobody_knows]["points"] == 31


def test_defect_14_a_line_keeps_its_half_point() -> None:
    states = [state(25, hours=6), state(25.5, hours=2)]
    row = came_out([line(TOWNS, points=25), line(MAXEY)], states)[TOWNS]
    assert part(row, "points_line", "points_opening_line") == (25.5, 25)
    assert part(row, "points_line_movement", "points_margin") == (0.5, -0.5)
    assert row["points_result"] == "UNDER"


def test_defect_25_a_teams_pace_and_its_opponents_are_one_measure_after_overtime_too() -> None:
    teams = [team(NYK, **OVERTIME), team(PHI, **OVERTIME)]
    offense = team_summaries(OFFENSE, teams=teams)
    defense = team_summaries(DEFENSE, teams=teams)
    # Equal possessions: the difference of the two is nothing, and not the overtime's 10 percent.
    assert offense[NYK]["pace"] - defense[NYK]["opponent_pace"] == 0
    for mine, other in ((NYK, PHI), (PHI, NYK)):
        assert defense[mine]["opponent_pace"] == offense[other]["pace"] == pytest.approx(96)
