"""How much is staked, by Kelly's rule and by the unit."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.market import Stakes, suggested_stakes
from boxline.forecasting.market.stakes import kelly
from boxline.forecasting.rows import Floats

PRICES = st.floats(1.05, 20)

quickly = settings(deadline=None, derandomize=True)


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def share(p_win: float, p_push: float, price: float) -> float:
    return float(kelly(floats(p_win), floats(p_push), floats(price)).item())


def stakes(p_win: float, price: float, *, is_bet: bool = True, **options: float) -> Stakes:
    bet = np.array([is_bet])
    return suggested_stakes(floats(p_win), floats(0), floats(price), is_bet=bet, **options)


@pytest.mark.parametrize(
    ("p_win", "p_push", "price", "expected"),
    [
        (0.6, 0.0, 2.0, 0.2),  # p - l at evens
        (0.6, 0.0, 1.5, 0.0),  # 0.6 x 1.5 = 0.9: no edge
        (0.4, 0.0, 3.0, 0.1),  # (0.4 x 2 - 0.6) / 2
        (0.5, 0.2, 2.0, 0.25),  # (0.5 - 0.3) / 0.8
        (1.0, 0.0, 2.0, 1.0),
        (0.0, 1.0, 2.0, 0.0),  # always a push
        (0.5, 0.0, 1.9, 0.0),
    ],
)
def test_kellys_share(p_win: float, p_push: float, price: float, expected: float) -> None:
    assert share(p_win, p_push, price) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize(
    ("p_win", "p_push", "price"),
    [(np.nan, 0.0, 2.0), (0.6, np.nan, 2.0), (0.6, 0.0, np.nan), (0.6, 0.0, 1.0)],
)
def test_what_is_unknown_has_no_share(p_win: float, p_push: float, price: float) -> None:
    assert np.isnan(share(p_win, p_push, price))


@given(price=PRICES, p_push=st.floats(0, 0.5))
@quickly
def test_at_no_edge_nothing_is_staked(price: float, p_push: float) -> None:
    assert share((1 - p_push) / price, p_push, price) == pytest.approx(0, abs=1e-12)


@given(p_win=st.floats(0, 0.5), p_push=st.floats(0, 0.5), price=PRICES)
@quickly
def test_kellys_share_makes_the_bankroll_grow_fastest(
    p_win: float, p_push: float, price: float
) -> None:
    def growth(f: Floats) -> Floats:
        p_lose = 1 - p_win - p_push
        return np.asarray(p_win * np.log1p((price - 1) * f) + p_lose * np.log1p(-f))

    best = growth(floats(min(share(p_win, p_push, price), 1 - 1e-9))).item()
    assert best >= growth(np.linspace(0, 0.999, 200)).max() - 1e-9


@given(p_win=st.floats(0, 1), better=st.floats(0, 1), price=PRICES)
@quickly
def test_a_better_chance_never_stakes_less(p_win: float, better: float, price: float) -> None:
    low, high = sorted([p_win, better])
    assert share(low, 0, price) <= share(high, 0, price)


def test_an_eighth_is_suggested_and_never_more_than_the_cap() -> None:
    assert stakes(0.54, 2.0).share.item() == pytest.approx(0.01)  # 0.08 / 8
    assert stakes(0.60, 2.0).share.item() == 0.02  # 0.2 / 8 is over it
    assert stakes(0.60, 2.0, fraction=0.5, cap=1.0).share.item() == pytest.approx(0.1)


@pytest.mark.parametrize(
    ("p_win", "price", "is_bet", "units"),
    [(0.6, 2.0, True, 1), (0.6, 2.0, False, 0), (0.4, 2.0, True, 0), (np.nan, np.nan, False, 0)],
)
def test_a_flat_stake_is_one_unit_on_each_bet_with_an_edge(
    p_win: float, price: float, *, is_bet: bool, units: float
) -> None:
    assert stakes(p_win, price, is_bet=is_bet).units.item() == units


def test_a_bet_without_a_price_has_no_stake() -> None:
    found = stakes(0.6, np.nan)
    assert np.isnan([found.share.item(), found.units.item()]).all()


def test_many_bets_at_once_are_the_bets_one_by_one() -> None:
    p_win, p_push = floats(0.6, 0.5, 0.4, np.nan, 0.0), floats(0.0, 0.2, 0.0, 0.0, 1.0)
    price = floats(2.0, 2.0, 3.0, 2.0, 2.0)
    alone = [share(*row) for row in zip(p_win, p_push, price, strict=True)]
    np.testing.assert_array_equal(kelly(p_win, p_push, price), alone)
