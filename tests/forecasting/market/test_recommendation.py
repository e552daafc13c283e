"""What is recommended, and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.domain.line_sides import OVER, UNDER
from boxline.domain.odds import implied_probability
from boxline.forecasting.market import recommend
from boxline.forecasting.market.recommendation import (
    EDGE,
    EDGE_AT_REFERENCE,
    EDGE_TOO_SMALL,
    NO_LINE,
    PASS,
    REASONS,
    REFERENCE_PRICE,
    TOO_NEAR,
    WITHOUT_DISTRIBUTION,
    WITHOUT_LINE,
)

NAN = np.nan
CHANCES = st.floats(0, 1) | st.just(NAN)
PRICES = st.floats(1.01, 5) | st.just(NAN)

quickly = settings(deadline=None, derandomize=True)


def recommended(
    p_over: float,
    over: float = NAN,
    under: float = NAN,
    *,
    push: float = 0.0,
    line: float = 24.5,
    **options: Any,
) -> tuple[str, str]:
    arrays = (np.array([value]) for value in (p_over, push, line, over, under))
    found = recommend(*arrays, **options)
    return found.pick.item(), found.reason.item()


@pytest.mark.parametrize(
    ("p_over", "over", "under", "expected"),
    [
        (0.56, 1.9, 1.9, (OVER, EDGE)),  # 0.56 x 1.9 = 1.064
        (0.44, 1.9, 1.9, (UNDER, EDGE)),
        (0.50, 1.9, 1.9, (PASS, EDGE_TOO_SMALL)),  # 0.95 on both sides
        (0.53, 1.9, 1.9, (PASS, EDGE_TOO_SMALL)),  # 1.007
        (0.40, 2.7, 1.5, (OVER, EDGE)),  # 1.08: the less likely side, at a price that pays for it
        (0.56, NAN, 1.9, (PASS, EDGE_TOO_SMALL)),  # the over cannot be taken
        (0.40, NAN, 1.9, (UNDER, EDGE)),
        (0.55, 2.0, 2.4, (OVER, EDGE)),  # 1.1 and 1.08: the higher of two
        (0.54, 1.01, 1.0, (PASS, EDGE_TOO_SMALL)),
        (NAN, 1.9, 1.9, (PASS, WITHOUT_DISTRIBUTION)),
    ],
)
def test_the_side_that_gains_most_is_taken_if_it_gains_enough(
    p_over: float, over: float, under: float, expected: tuple[str, str]
) -> None:
    assert recommended(p_over, over, under) == expected


def test_two_picks_at_the_reference_price_pay_three() -> None:
    break_even = implied_probability(REFERENCE_PRICE)
    assert break_even == pytest.approx(0.57735, abs=1e-5)


@pytest.mark.parametrize(
    ("p_over", "expected"),
    [
        (0.60, (OVER, EDGE_AT_REFERENCE)),  # 0.6 x 1.732 = 1.039
        (0.58, (PASS, TOO_NEAR)),  # 1.005: beyond 0.577, by less than the edge asked for
        (0.50, (PASS, TOO_NEAR)),
        (0.40, (UNDER, EDGE_AT_REFERENCE)),
        (NAN, (PASS, WITHOUT_DISTRIBUTION)),
    ],
)
def test_a_line_without_a_price_is_judged_by_the_reference_price(
    p_over: float, expected: tuple[str, str]
) -> None:
    assert recommended(p_over) == expected


def test_without_a_line_nothing_else_is_told() -> None:
    assert recommended(0.9, 1.9, 1.9, line=NAN) == (NO_LINE, WITHOUT_LINE)
    assert recommended(NAN, line=NAN) == (NO_LINE, WITHOUT_LINE)


def test_a_push_returns_the_stake() -> None:
    # 0.5 x 1.9 + 0.1 = 1.05 on the over; 0.4 x 1.9 + 0.1 = 0.86 on the under.
    found = recommend(*(np.array([value]) for value in (0.5, 0.1, 24.0, 1.9, 1.9)))
    np.testing.assert_allclose([found.edge_over, found.edge_under], [[0.05], [-0.14]])
    assert found.pick.item() == OVER


def test_only_an_integer_line_can_push() -> None:
    assert recommended(0.5, 1.9, 1.9, push=0.1, line=24.5) == (PASS, EDGE_TOO_SMALL)
    assert recommended(0.56, 1.9, 1.9, push=NAN, line=24.5) == (OVER, EDGE)
    assert recommended(0.56, 1.9, 1.9, push=NAN, line=24.0) == (PASS, WITHOUT_DISTRIBUTION)


def test_the_least_edge_can_be_asked_for() -> None:
    assert recommended(0.53, 1.9, 1.9, least_edge=0.005) == (OVER, EDGE)
    assert recommended(0.56, 1.9, 1.9, least_edge=0.07) == (PASS, EDGE_TOO_SMALL)


@pytest.mark.parametrize(("p_over", "push"), [(1.1, 0.0), (-0.1, 0.0), (0.6, 0.5), (0.5, -0.1)])
def test_what_is_no_chance_is_refused(p_over: float, push: float) -> None:
    with pytest.raises(ValueError, match="a chance is below 0"):
        recommended(p_over, 1.9, 1.9, push=push, line=24.0)


ROWS = st.lists(
    st.tuples(CHANCES, PRICES, PRICES, st.sampled_from([4.0, 4.5, NAN])), min_size=1, max_size=6
)


@given(ROWS)
@quickly
def test_the_direction_follows_the_number_itself(rows: list[tuple[float, ...]]) -> None:
    p_over, over, under, line = np.array(rows).T
    found = recommend(p_over, 0.1 * (1 - p_over), line, over, under)
    other = {OVER: (found.edge_over, found.edge_under), UNDER: (found.edge_under, found.edge_over)}
    for n, (pick, reason) in enumerate(zip(found.pick, found.reason, strict=True)):
        assert reason in REASONS
        if pick in other:
            own, against = other[pick]
            assert own[n] >= 0.02
            assert np.isnan(against[n]) or own[n] >= against[n]
        else:
            assert (pick == NO_LINE) == np.isnan(line[n])
            assert np.isnan(line[n]) or not max(found.edge_over[n], found.edge_under[n]) >= 0.02


@given(p_over=st.floats(0, 1), price=st.floats(1.3, 5))
@quickly
def test_at_equal_prices_only_the_likelier_side_is_taken(p_over: float, price: float) -> None:
    pick, _ = recommended(p_over, price, price)
    assert pick in {PASS, OVER if p_over >= 0.5 else UNDER}


@given(ROWS)
@quickly
def test_many_rows_at_once_are_the_rows_one_by_one(rows: list[tuple[float, ...]]) -> None:
    p_over, over, under, line = np.array(rows).T
    together = recommend(p_over, np.zeros(len(rows)), line, over, under)
    alone = [recommended(*row[:3], line=row[3]) for row in rows]
    assert list(zip(together.pick, together.reason, strict=True)) == alone
