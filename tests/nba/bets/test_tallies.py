"""What bets came to, on figures worked by hand."""

from dataclasses import replace
from datetime import date

import pytest

from boxline.forecasting.market.recommendation import REFERENCE_PRICE
from boxline.nba.bets.candidates import Candidate
from boxline.nba.bets.tallies import bets_of, series, tally
from tests.nba.bets.test_filters import GOOD

WON = replace(GOOD, price=2.0, stake_share=0.01, is_graded=True, actual=30, line_result="OVER")
LOST = replace(WON, actual=10, line_result="UNDER")
PUSHED = replace(WON, line=24.0, actual=24, line_result="PUSH")
VOID = replace(WON, actual=None, line_result=None, void_reason="did not play")
OPEN = replace(GOOD, stake_share=0.01)


def test_stakes_come_back_from_pushes_and_voids_and_are_out_on_open_bets() -> None:
    found = tally(bets_of([WON, WON, LOST, PUSHED, VOID, OPEN]))
    counts = (found.bets, found.won, found.lost, found.pushes, found.voids, found.open)
    assert counts == (6, 2, 1, 1, 1, 1)
    assert (found.hit_rate.value, found.hit_rate.n) == (0.666667, 3)
    assert (found.units.value, found.units_per_bet.value) == (1.0, 0.333333)
    assert (found.staked, found.gained) == (0.03, 0.01)


def test_a_bet_without_a_price_is_told_at_the_reference_price() -> None:
    found = tally(bets_of([replace(WON, price=None)]))
    assert found.at_reference == 1
    assert found.units.value == pytest.approx(REFERENCE_PRICE - 1, abs=1e-6)


def test_no_bet_has_no_rate_and_no_interval() -> None:
    found = tally(bets_of([]))
    assert (found.bets, found.hit_rate.value, found.units.value) == (0, None, None)
    assert (found.bets_needed, found.break_even) == (None, None)


def test_bets_needed_are_told_only_above_break_even() -> None:
    assert tally(bets_of([LOST, LOST, WON])).bets_needed is None
    assert tally(bets_of([WON, WON, LOST])).bets_needed == 69


def test_how_many_bets_are_needed_is_told_before_any_is_settled() -> None:
    found = tally(bets_of([OPEN, replace(OPEN, confidence=0.6)]))
    assert (found.believed, found.break_even) == (0.59, 0.526316)
    assert (found.bets_needed, found.bets_needed_as_believed) == (None, 479)


def test_units_add_up_day_by_day() -> None:
    later = [replace(LOST, game_date=date(2025, 1, 12)), replace(OPEN, game_date=date(2025, 1, 13))]
    found = series(bets_of([WON, WON, *later]))
    assert found.days == [date(2025, 1, 10), date(2025, 1, 12)]
    assert (found.bets, found.units, found.total_units) == ([2, 1], [2.0, -1.0], [2.0, 1.0])
    assert found.total_gained == [0.02, 0.01]


@pytest.mark.parametrize(
    ("one", "result", "fair"),
    [
        (replace(WON, fair_chance_over=0.52), "WON", 0.52),
        (replace(LOST, side="UNDER", fair_chance_over=0.52), "WON", 0.48),
        (PUSHED, "PUSH", None),
        (VOID, "VOID", None),
        (OPEN, None, None),
    ],
)
def test_a_candidate_knows_how_it_ended(one: Candidate, result: str, fair: float) -> None:
    assert (one.result, one.fair_chance) == (result, pytest.approx(fair))
