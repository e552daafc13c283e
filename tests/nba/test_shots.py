"""Shots of the archive and of the play-by-play as one table."""

from __future__ import annotations

from typing import Any

import pytest

from tests.nba.by_hand import computed
from tests.nba.line_rows import DAY, GAME, GAME_ID, MAXEY, NYK, PHI, TOWNS

Row = dict[str, Any]


def action(number: int, seconds_left: float, **changes: Any) -> Row:
    """An attempt of Towns, as the live feed tells it."""
    return {
        "game_id": GAME_ID,
        "game_date": DAY,
        "action_number": number,
        "order_number": number,
        "period": 1,
        "seconds_left": seconds_left,
        "action_type": "2pt",
        "sub_type": "Layup",
        "descriptor": "driving",
        "team_id": NYK,
        "player_id": TOWNS,
        "is_field_goal": True,
        "is_made": True,
        "point_value": 2,
        "zone": "Restricted Area",
        "x_feet": 0.8,
        "y_feet": 7.05,
        "distance_feet": 2.9,
        **changes,
    }


def throw(number: int, seconds_left: float, **changes: Any) -> Row:
    own = {"action_type": "freethrow", "sub_type": "1 of 1", "descriptor": None}
    return action(number, seconds_left) | own | {"is_field_goal": False} | changes


def shots(*actions: Row, **inputs: Any) -> list[Row]:
    return computed("nba_core.shots", games=[GAME], play_by_play=actions, **inputs)


def test_an_attempt_stands_with_its_zone_and_with_who_passed() -> None:
    (row,) = shots(action(8, 640.5, assist_player_id=1628384))
    assert row == {
        "game_id": GAME_ID,
        "game_date": DAY,
        "season": "2024-25",
        "player_id": TOWNS,
        "team_id": NYK,
        "opponent_team_id": PHI,
        "period": 1,
        "seconds_left": 640,
        "attempt_in_second": 1,
        "is_made": True,
        "point_value": 2,
        "zone": "Restricted Area",
        "action_type": "driving Layup",
        "x_feet": 0.8,
        "y_feet": 7.05,
        "distance_feet": 2,
        "assist_player_id": 1628384,
        "block_player_id": None,
        "is_and_one": False,
        "source": "nbac_play_by_play",
    }


def test_one_free_throw_at_the_instant_of_a_made_shot_makes_an_and_one() -> None:
    rows = shots(
        action(8, 640.5),
        throw(9, 640.5),
        action(20, 500),  # the throw is another player's
        throw(21, 500, player_id=MAXEY, team_id=PHI),
        action(30, 400),  # a technical foul
        throw(31, 400) | {"descriptor": "technical"},
        action(40, 300, is_made=False),  # fouled again after a miss
        throw(41, 300),
        action(50, 200),
        throw(51, 200, sub_type="1 of 2"),
    )
    assert {row["seconds_left"]: row["is_and_one"] for row in rows} == {
        640: True,
        500: False,
        400: False,
        300: False,
        200: False,
    }


def test_attempts_in_one_second_are_numbered_as_they_came() -> None:
    rows = shots(action(9, 30.1, is_made=True), action(8, 30.9, is_made=False))
    told = [(row["attempt_in_second"], row["is_made"], row["seconds_left"]) for row in rows]
    assert told == [(1, False, 30), (2, True, 30)]


@pytest.mark.parametrize(
    ("x", "y", "points", "zone"),
    [
        (0, 9.2, 2, "Restricted Area"),
        (0, 9.3, 2, "In The Paint (Non-RA)"),
        (-8, 19, 2, "In The Paint (Non-RA)"),
        (8.1, 19, 2, "Mid-Range"),
        (0, 19.1, 2, "Mid-Range"),
        (22, 14, 3, "Left Corner 3"),
        (-22, 1, 3, "Right Corner 3"),
        (22, 14.1, 3, "Above the Break 3"),
        (3, 47.1, 3, "Backcourt"),
    ],
)
def test_a_shot_without_a_zone_gets_that_of_its_place(
    x: float, y: float, points: int, zone: str
) -> None:
    for sent in (None, "Somewhere"):
        (row,) = shots(action(8, 60, x_feet=x, y_feet=y, point_value=points, zone=sent))
        assert row["zone"] == zone
    assert shots(action(8, 60, x_feet=None, y_feet=None, zone=None))[0]["zone"] is None


def test_a_game_that_the_archive_charts_is_the_archives_alone() -> None:
    charted = {
        "game_id": GAME_ID,
        "game_date": DAY,
        "team_id": NYK,
        "player_id": TOWNS,
        "shot_made": True,
        "action_type": "Driving Layup Shot",
        "shot_type": "2PT Field Goal",
        "basic_zone": "Mid-Range",
        "loc_x": 0.8,
        "loc_y": 7.05,
        "shot_distance": 2,
        "quarter": 1,
        "mins_left": 10,
        "secs_left": 40,
        "attempt_in_second": 1,
    }
    rows = shots(action(8, 640.5), action(10, 600), archive=[charted])
    (row,) = rows
    assert (row["source"], row["zone"], row["seconds_left"]) == ("archive_shots", "Mid-Range", 640)
    assert (row["assist_player_id"], row["is_and_one"]) == (None, None)


def test_shots_of_games_that_do_not_count_are_left_out() -> None:
    assert shots(action(8, 640.5, game_id="0012400001")) == []
