"""What the score and the clock make of the last possessions."""

from __future__ import annotations

import pytest

from boxline.sandbox.endgame import Tactic, composure, tactic


@pytest.mark.parametrize(
    ("lead", "seconds_left", "expected"),
    [
        (0, 33, Tactic.ORDINARY),
        (7, 20, Tactic.ORDINARY),
        (-7, 20, Tactic.ORDINARY),
        (3, 20, Tactic.IS_FOULED),
        (3, 2, Tactic.ORDINARY),
        (-2, 30, Tactic.HURRY),
        (-4, 10, Tactic.HURRY),
        (0, 20, Tactic.HOLD),
        (-2, 20, Tactic.HOLD),
        (-3, 20, Tactic.HOLD_FOR_THREE),
    ],
)
def test_the_tactic_follows_from_score_and_clock(
    lead: int, seconds_left: int, expected: Tactic
) -> None:
    assert tactic(lead, seconds_left) is expected


def test_who_leads_eases_off_and_who_trails_does_not() -> None:
    assert composure(20, 600) == -composure(-20, 600) < 0


def test_a_last_shot_that_would_equalise_goes_in_more_often_than_one_that_would_win() -> None:
    assert composure(-2, 1) > 0 > composure(0, 1)
