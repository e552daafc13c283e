"""Intervals: shares by Wilson, means by drawing days."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.scoring.estimates import Estimate, wilson
from boxline.forecasting.scoring.intervals import (
    ByDate,
    change_by_date,
    difference_by_date,
    mean_by_date,
    ratio_by_date,
    total_by_date,
)

quickly = settings(deadline=None, derandomize=True, max_examples=50)


def by(*days: int, **options: int) -> ByDate:
    return ByDate(day=np.array(days), seed=3, **options)


def test_a_share_has_the_interval_of_wilsons_formula() -> None:
    # (3 + 1.92) / (10 + 3.84) = 0.355, half-width 1.96 / 13.84 x sqrt(10 x 0.3 x 0.7 + 0.96)
    found = wilson(3, 10)
    assert found.value == 0.3
    assert (found.low, found.high) == pytest.approx((0.1078, 0.6032), abs=1e-4)


@quickly
@given(n=st.integers(1, 5_000), data=st.data())
def test_a_share_lies_in_its_interval_and_that_within_0_and_1(n: int, data: st.DataObject) -> None:
    found = wilson(data.draw(st.integers(0, n)), n)
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.value + 1e-9
    assert found.value - 1e-9 <= found.high <= 1


def test_a_share_of_nothing_is_none() -> None:
    assert wilson(0, 0) == Estimate(value=None, low=None, high=None, n=0)


def test_days_are_drawn_whole() -> None:
    # Two days of means 0 and 10: a draw has either twice (1/4 each) or both, whatever their rows.
    values = np.array([0.0, 0.0, 0.0, 10.0, 10.0, 10.0])
    found = mean_by_date(values, by(1, 1, 1, 2, 2, 2))
    assert found == Estimate(value=5, low=0, high=10, n=6, days=2)


def test_the_interval_is_that_of_the_day_means() -> None:
    days = np.repeat(np.arange(400), 5)
    of_day = np.random.default_rng(4).normal(0, 1, 400)
    found = mean_by_date(of_day[days], ByDate(day=days, seed=3))
    half = 1.96 * of_day.std() / 20  # of rows taken one by one: less than half of it
    assert found.value == pytest.approx(of_day.mean())
    assert found.low == pytest.approx(of_day.mean() - half, abs=0.15 * half)
    assert found.high == pytest.approx(of_day.mean() + half, abs=0.15 * half)


def test_two_forecasters_are_compared_on_the_rows_that_both_have() -> None:
    one, other = np.array([1.0, 2.0, np.nan, 4.0]), np.array([0.5, 1.5, 9.0, np.nan])
    found = difference_by_date(one, other, by(1, 2, 3, 4))
    assert found == Estimate(value=0.5, low=0.5, high=0.5, n=2, days=2)


def test_a_ratio_is_of_means_and_not_a_mean_of_ratios() -> None:
    found = ratio_by_date(np.array([1.0, 6.0]), np.array([2.0, 8.0]), by(1, 2))
    assert found == Estimate(value=0.7, low=0.5, high=0.75, n=2, days=2)
    assert ratio_by_date(np.ones(2), np.zeros(2), by(1, 2)).value is None


def test_a_total_is_drawn_with_as_many_days() -> None:
    found = total_by_date(np.array([1.0, 1.0, -1.0]), by(1, 1, 2))
    assert found == Estimate(value=1, low=-2, high=4, n=3, days=2)


def test_a_change_draws_the_days_of_both_times_apart() -> None:
    values = np.array([0.0, 2.0, 5.0, 9.0])
    since = np.array([False, False, True, True])
    found = change_by_date(values, by(1, 2, 3, 4), since=since, before=~since)
    # each side is its mean or either end: from 5 - 2 to 9 - 0
    assert found == Estimate(value=6, low=3, high=9, n=4, days=4)


def test_one_day_has_no_interval_and_no_row_no_figure() -> None:
    assert mean_by_date(np.array([1.0, 3.0]), by(1, 1)) == Estimate(
        value=2, low=None, high=None, n=2, days=1
    )
    nothing = Estimate(value=None, low=None, high=None, n=0, days=0)
    assert mean_by_date(np.array([np.nan]), by(1)) == nothing
    assert total_by_date(np.array([np.nan]), by(1)) == nothing


def test_the_same_seed_gives_the_same_interval_and_another_one_another() -> None:
    values, days = np.random.default_rng(5).normal(size=300), np.arange(300) // 3
    one, again = (mean_by_date(values, ByDate(day=days, seed=3)) for _ in range(2))
    other = mean_by_date(values, ByDate(day=days, seed=4))
    assert one == again
    assert (one.value, one.low) != (other.value, other.low)


@quickly
@given(values=st.lists(st.floats(-50, 50), min_size=2, max_size=30), data=st.data())
def test_names_and_order_of_days_change_no_figure(values: list[float], data: st.DataObject) -> None:
    days = data.draw(st.lists(st.integers(0, 5), min_size=len(values), max_size=len(values)))
    found = mean_by_date(np.array(values), by(*days))
    moved = mean_by_date(np.array(values), by(*(day * 7 + 20_000 for day in days)))
    assert found == moved
    if found.low is not None and found.high is not None:
        assert min(values) - 1e-9 <= found.low <= found.high <= max(values) + 1e-9
