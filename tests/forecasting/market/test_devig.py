"""The margin is removed from two prices, by four ideas of where it lies."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from boxline.domain import odds
from boxline.forecasting.market import Devig, fair_probabilities

METHODS = pytest.mark.parametrize("method", list(Devig))
PRICES = st.floats(1.02, 40)
CHANCES = st.floats(0.02, 0.98)
MARGINS = st.floats(odds.LEAST_BOOKED + 0.001, odds.MOST_BOOKED - 0.001)

quickly = settings(deadline=None, derandomize=True)


def market(chance: float, booked: float) -> tuple[float, float]:
    """Two prices whose implied probabilities come to `booked`."""
    assume(max(chance, 1 - chance) * booked < 0.99)
    return 1 / (chance * booked), 1 / ((1 - chance) * booked)


# -200 and +150: implied 2/3 and 2/5, together 16/15.
@pytest.mark.parametrize(
    ("method", "over"),
    [
        (Devig.MULTIPLICATIVE, 5 / 8),  # (2/3) / (16/15)
        (Devig.ADDITIVE, 19 / 30),  # 2/3 - (1/15) / 2
        (Devig.SHIN, 19 / 30),
    ],
)
def test_each_method_gives_the_favourite_its_share(method: Devig, over: float) -> None:
    found = fair_probabilities([1.5], [2.5], method=method)
    np.testing.assert_allclose(found, [[over], [1 - over]], rtol=1e-6)


def test_power_is_the_default() -> None:
    found, _ = fair_probabilities(1.5, 2.5)
    assert found == fair_probabilities(1.5, 2.5, method=Devig.POWER)[0]


def test_power_halves_a_half_and_a_quarter_by_the_golden_ratio() -> None:
    # 2**-k + 4**-k = 1 has 2**-k = (sqrt(5) - 1) / 2. Both come to 0.75, which is no market, so
    # the pair is raised to the power 0.8 first, which leaves the answer as it is.
    over, _ = fair_probabilities(2**0.8, 4**0.8)
    assert over == pytest.approx((math.sqrt(5) - 1) / 2, rel=1e-12)


@given(chance=CHANCES, booked=MARGINS)
@quickly
def test_shins_own_equations_hold_for_his_chances(chance: float, booked: float) -> None:
    # Shin (1993): pi = sqrt(booked) sqrt(z p + (1 - z) p^2), with one z for both sides.
    prices = market(chance, booked)
    p = np.array([side.item() for side in fair_probabilities(*prices, method=Devig.SHIN)])
    squares = 1 / np.array(prices) ** 2 / booked
    z = (squares - p**2) / (p - p**2)
    assert z[0] == pytest.approx(z[1], abs=1e-9)


@METHODS
@given(over=PRICES, under=PRICES)
@quickly
def test_both_sides_add_up_to_one_or_there_is_no_market(
    method: Devig, over: float, under: float
) -> None:
    first, second = fair_probabilities(over, under, method=method)
    is_market = odds.fair_probabilities(over, under) != (None, None)
    assert np.isnan(first) == np.isnan(second) == (not is_market)
    if is_market:
        assert first + second == pytest.approx(1, abs=1e-15)
        assert 0 < first < 1


@METHODS
@given(chance=CHANCES, booked=MARGINS)
@quickly
def test_swapped_prices_swap_the_chances(method: Devig, chance: float, booked: float) -> None:
    over, under = market(chance, booked)
    there = fair_probabilities(over, under, method=method)
    back = fair_probabilities(under, over, method=method)
    np.testing.assert_allclose(there, back[::-1], rtol=1e-9)


@METHODS
@given(chance=CHANCES, booked=MARGINS, longer=st.floats(1.001, 1.1))
@quickly
def test_a_longer_price_is_a_smaller_chance(
    method: Devig, chance: float, booked: float, longer: float
) -> None:
    over, under = market(chance, booked)
    less, _ = fair_probabilities(over * longer, under, method=method)
    more, _ = fair_probabilities(over, under, method=method)
    assume(not np.isnan(less))
    assert less < more


@METHODS
@given(chance=CHANCES)
@quickly
def test_without_a_margin_the_implied_chances_are_fair(method: Devig, chance: float) -> None:
    over, _ = fair_probabilities(1 / chance, 1 / (1 - chance), method=method)
    assert over == pytest.approx(chance, rel=1e-12)


@given(chance=CHANCES, booked=st.floats(1.001, odds.MOST_BOOKED - 0.001))
@quickly
def test_power_takes_more_of_the_longshot_than_proportion_does(
    chance: float, booked: float
) -> None:
    prices = market(chance, booked)
    power, in_proportion = (
        min(fair_probabilities(*prices, method=method))
        for method in (Devig.POWER, Devig.MULTIPLICATIVE)
    )
    assert power <= in_proportion + 1e-12


@given(over=PRICES, under=PRICES)
@quickly
def test_multiplicative_is_the_domains_rule(over: float, under: float) -> None:
    found = fair_probabilities(over, under, method=Devig.MULTIPLICATIVE)
    expected = odds.fair_probabilities(over, under)
    np.testing.assert_allclose(found, np.array(expected, dtype=np.float64), rtol=1e-12)


@METHODS
def test_many_rows_at_once_are_the_rows_one_by_one(method: Devig) -> None:
    over = np.array([1.5, 1.9, 1.05, np.nan, 2.5, 1.01, 1.9])
    under = np.array([2.5, 1.9, 11.0, 1.9, 1.5, 1.01, 1.0])
    together = fair_probabilities(over, under, method=method)
    one_by_one = [fair_probabilities(*row, method=method) for row in zip(over, under, strict=True)]
    np.testing.assert_array_equal(np.array(together).T, one_by_one)


@METHODS
@pytest.mark.parametrize("price", [np.nan, 1.0, 0.0, -110.0, np.inf])
def test_a_side_without_a_price_leaves_no_chances(method: Devig, price: float) -> None:
    assert np.isnan(fair_probabilities([price, 2.0], [2.0, price], method=method)).all()
