"""Why a bet is taken, in words."""

from dataclasses import replace

from boxline.nba.bets.reasons import reasons
from tests.nba.bets.test_filters import GOOD

TAKEN = replace(
    GOOD,
    recommendation_reason="the best price pays more than the chance asks for",
    fair_chance_over=0.52,
    forecast=26.4,
    line_movement=1.0,
    injury_status="Probable",
)


def test_the_rule_comes_first_and_each_fact_with_its_numbers() -> None:
    assert reasons(TAKEN) == [
        "The best price pays more than the chance asks for",
        "Over is believed 58.0 % likely; all prices at the line say 52.0 %",
        "1.90 at draftkings asks for 52.6 %",
        "26.4 expected, the line is 24.5",
        "The line stands at 4 bookmakers and moved by +1",
        "30 earlier games this season; listed as Probable",
    ]


def test_a_side_on_which_the_number_does_not_lie_says_so() -> None:
    told = reasons(replace(TAKEN, side="UNDER"))
    assert "26.4 expected, the line is 24.5; the price pays for the other side" in told
    assert "Under is believed 58.0 % likely; all prices at the line say 48.0 %" in told


def test_what_is_not_known_is_not_told() -> None:
    bare = replace(GOOD, price=None, line_books=1)
    assert reasons(bare) == [
        "Over is believed 58.0 % likely",
        "The line stands at 1 bookmaker and has not moved",
        "30 earlier games this season",
    ]
