"""Flat stakes: how bets end, what they win, and how many tell anything."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.scoring.bets import (
    Settled,
    bets_needed,
    hits,
    profits,
    settled,
    units_won,
)
from boxline.forecasting.scoring.intervals import ByDate

OVER = np.array([True, False, True, False, True, True])
LINE = np.array([20.5, 20.5, 20.5, 20.5, 20.0, 20.5])
ACTUAL = np.array([21, 21, 20, 20, 20, np.nan])
ENDED = np.array(
    [Settled.WON, Settled.LOST, Settled.LOST, Settled.WON, Settled.PUSH, Settled.VOID],
    dtype=np.int8,
)


def test_a_bet_is_won_lost_pushed_or_void() -> None:
    np.testing.assert_array_equal(settled(OVER, LINE, ACTUAL), ENDED)


def test_there_is_no_bet_without_a_line() -> None:
    with pytest.raises(ValueError, match="no line"):
        settled(OVER[:1], np.array([np.nan]), ACTUAL[:1])


def test_only_what_was_won_or_lost_counts() -> None:
    np.testing.assert_array_equal(hits(ENDED), [1, 0, 0, 1, np.nan, np.nan])


def test_a_winner_earns_its_price_less_the_stake() -> None:
    price = np.array([2.5, 1.9, np.nan, 1.5, 1.9, 1.9])
    np.testing.assert_array_equal(profits(ENDED, price), [1.5, -1, np.nan, 0.5, np.nan, np.nan])


def test_units_are_told_with_what_was_left_out() -> None:
    price = np.array([2.5, 1.9, np.nan, 1.5, 1.9, 1.9])
    by = ByDate(day=np.array([1, 1, 2, 2, 2, 2]), seed=1)
    found = units_won(ENDED, price, by)
    # day 1: +0.5 of two bets; day 2: +0.5 of one bet with a price
    assert (found.total.value, found.total.low, found.total.high) == (1, 1, 1)
    assert (found.per_bet.value, found.per_bet.n) == (pytest.approx(1 / 3), 3)
    assert (found.per_bet.low, found.per_bet.high) == (0.25, 0.5)
    assert (found.pushes, found.voids, found.no_price) == (1, 1, 1)
    later = units_won(ENDED, price, by, by.day == 2)
    assert (later.total.value, later.total.low, later.no_price) == (0.5, None, 1)


def test_nothing_bet_wins_nothing_that_can_be_told() -> None:
    found = units_won(ENDED[4:], np.full(2, 1.9), ByDate(day=np.array([1, 2]), seed=1))
    assert (found.total.value, found.per_bet.value, found.total.n) == (None, None, 0)


@pytest.mark.parametrize(
    ("hit_rate", "power", "bets"),
    [
        # ((1.96 x 0.49943 + 0.8416 x 0.49749) / 0.0262)^2, and so on
        (0.55, 0.8, 2846),
        (0.58, 0.8, 616),
        (0.55, 0.5, 1396),
        (0.5, 0.8, 3459),
    ],
)
def test_the_nearer_to_break_even_the_more_bets_it_takes(
    hit_rate: float, power: float, bets: int
) -> None:
    assert bets_needed(hit_rate, 0.5238, power=power) == bets


def test_no_number_of_bets_tells_equal_rates_apart() -> None:
    assert bets_needed(0.5238, 0.5238) is None


def test_that_many_bets_do_tell_so_often() -> None:
    n = bets_needed(0.58, 0.5238)
    assert n is not None
    rates = np.random.default_rng(6).binomial(n, 0.58, 20_000) / n
    beyond = np.abs(rates - 0.5238) > 1.96 * (0.5238 * 0.4762 / n) ** 0.5
    assert beyond.mean() == pytest.approx(0.8, abs=0.02)
