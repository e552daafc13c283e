"""Odds arithmetic, with numbers worked by hand."""

from __future__ import annotations

import math

import pytest

from boxline.domain.odds import (
    LEAST_BOOKED,
    MOST_BOOKED,
    Notation,
    booked,
    decimal_odds,
    fair_probabilities,
    fractional_odds,
    implied_probability,
)


@pytest.mark.parametrize(
    ("american", "decimal"),
    [
        (100, 2.0),
        (-100, 2.0),
        (150, 2.5),
        (-200, 1.5),
        (-137, 1 + 100 / 137),
        (6500, 66.0),
        (-13_000, 1 + 1 / 130),
        (-99_999, 1 + 100 / 99_999),
    ],
)
def test_an_american_price_is_what_a_stake_of_one_returns(american: float, decimal: float) -> None:
    assert decimal_odds(american, Notation.AMERICAN) == pytest.approx(decimal, rel=1e-12)


@pytest.mark.parametrize(
    "price", [None, 0, 8, 99.9, -99.9, -100_000, -250_000, math.nan, math.inf, -math.inf]
)
def test_what_is_no_american_price_is_missing(price: float | None) -> None:
    assert decimal_odds(price, Notation.AMERICAN) is None


@pytest.mark.parametrize("price", [None, 1, 0.5, 0, -110, math.nan, math.inf])
def test_what_is_no_decimal_price_is_missing(price: float | None) -> None:
    assert decimal_odds(price, Notation.DECIMAL) is None


def test_a_decimal_price_stays_as_it_is() -> None:
    assert decimal_odds(1.91, Notation.DECIMAL) == 1.91


@pytest.mark.parametrize(
    ("fractional", "decimal"), [("5/2", 3.5), ("1/1", 2.0), ("4/11", 1 + 4 / 11), (0.5, 1.5)]
)
def test_a_fractional_price_wins_its_numerator_for_its_denominator(
    fractional: float | str, decimal: float
) -> None:
    assert decimal_odds(fractional, Notation.FRACTIONAL) == pytest.approx(decimal, rel=1e-12)


@pytest.mark.parametrize(
    "price",
    [None, "", "5", "5/0", "0/5", "-5/2", "5/2 ", "5.5/2", "²/2", 0, -1, math.nan, math.inf],
)
def test_what_is_no_fractional_price_is_missing(price: float | str | None) -> None:
    assert decimal_odds(price, Notation.FRACTIONAL) is None


@pytest.mark.parametrize("notation", [Notation.AMERICAN, Notation.DECIMAL])
def test_a_text_is_a_price_only_in_fractions(notation: Notation) -> None:
    assert decimal_odds("5/2", notation) is None


@pytest.mark.parametrize("fraction", ["5/2", "1/1", "10/11", "4/11", "1000/1", "83/100"])
def test_a_fraction_is_written_as_it_was_read(fraction: str) -> None:
    assert fractional_odds(decimal_odds(fraction, Notation.FRACTIONAL)) == fraction


@pytest.mark.parametrize("decimal", [None, 1, 0.5, math.nan, math.inf, 1.001])
def test_what_is_no_price_has_no_fraction(decimal: float | None) -> None:
    assert fractional_odds(decimal) is None


def test_the_implied_probability_is_that_at_which_a_bet_breaks_even() -> None:
    # Four in ten bets at 2.5 return 4 x 2.5 = 10 for a stake of 10.
    assert implied_probability(2.5) == 0.4
    assert implied_probability(None) is None


def test_what_both_sides_are_booked_at_beyond_one_is_the_margin() -> None:
    # -110 on both sides: 110 / 210 twice.
    price = decimal_odds(-110, Notation.AMERICAN)
    assert booked(price, price) == pytest.approx(220 / 210)
    assert booked(price, None) is None
    assert booked(None, price) is None


def test_the_margin_is_taken_from_both_sides_in_proportion() -> None:
    # -200 and +150: implied 2/3 and 2/5, together 16/15; so 5/8 and 3/8.
    favourite, other = (decimal_odds(p, Notation.AMERICAN) for p in (-200, 150))
    assert fair_probabilities(favourite, other) == pytest.approx((0.625, 0.375))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (None, 2.0),
        (2.0, None),
        (1.01, 1.01),  # -10000 on both sides: a placeholder
        (1 + 100 / 190, 1 + 100 / 190),  # the favourite's price written twice
        (3.09, 2.45),  # two underdogs
    ],
)
def test_a_pair_that_is_no_market_has_no_chances(one: float | None, other: float | None) -> None:
    assert fair_probabilities(one, other) == (None, None)


@pytest.mark.parametrize(
    ("price", "is_market"),
    [
        (2 / (LEAST_BOOKED - 0.01), False),
        (2 / (LEAST_BOOKED + 0.01), True),
        (2 / (MOST_BOOKED - 0.01), True),
        (2 / (MOST_BOOKED + 0.01), False),
    ],
)
def test_a_market_is_booked_within_bounds(price: float, *, is_market: bool) -> None:
    assert fair_probabilities(price, price) == ((0.5, 0.5) if is_market else (None, None))
