"""Scores of probabilities and of distributions over counts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.scoring.outcomes import chance_up_to, quantile_of
from boxline.forecasting.scoring.probabilities import brier, crps, log_loss, pinball

quickly = settings(deadline=None, derandomize=True, max_examples=50)

CDF = np.array([[0.2, 0.5, 1.0], [0.0, 0.0, 1.0], [np.nan] * 3], dtype=np.float32)
MASSES = st.lists(st.integers(0, 20), min_size=2, max_size=12).filter(any)


def test_brier_is_the_squared_distance() -> None:
    found = brier(np.array([0.8, 0.3, np.nan, 0.5]), np.array([1, 1, 1, np.nan]))
    np.testing.assert_allclose(found, [0.04, 0.49, np.nan, np.nan])


def test_log_loss_is_minus_the_logarithm_of_what_came_and_never_infinite() -> None:
    found = log_loss(np.array([0.8, 0.3, 0.0, np.nan]), np.array([1, 0, 1, 1]))
    expected = [-math.log(0.8), -math.log(0.7), -math.log(1e-6), np.nan]
    np.testing.assert_allclose(found, expected)


@pytest.mark.parametrize(("level", "costs"), [(0.5, [1.5, 1.0]), (0.9, [2.7, 0.2])])
def test_a_quantile_costs_by_the_side_on_which_it_missed(level: float, costs: list[float]) -> None:
    found = pinball(np.array([10.0, 10.0]), np.array([13, 8]), level)
    np.testing.assert_allclose(found, costs)


def test_crps_is_worked_by_hand() -> None:
    # of 0.2, 0.5, 1 and an outcome of 1: 0.2^2 + 0.5^2 + 0; of a certain 2 and an outcome of 5: 3
    np.testing.assert_allclose(crps(CDF, np.array([1, 5, 1])), [0.29, 3, np.nan], rtol=1e-6)
    np.testing.assert_allclose(crps(CDF, np.array([np.nan, 0, 1])), [np.nan, 2, np.nan])


@quickly
@given(masses=MASSES, came=st.integers(0, 15))
def test_crps_is_the_mean_distance_less_half_the_spread(masses: list[int], came: int) -> None:
    mass = np.array(masses) / sum(masses)
    k = np.arange(len(mass))
    distance = mass @ np.abs(k - came)
    spread = mass @ np.abs(k[:, None] - k) @ mass
    cdf = mass.cumsum()[None].astype(np.float32)
    assert crps(cdf, np.array([came]))[0] == pytest.approx(distance - spread / 2, abs=1e-4)


@quickly
@given(masses=MASSES, level=st.floats(0.01, 0.99))
def test_a_quantile_is_the_first_value_that_reaches_its_level(
    masses: list[int], level: float
) -> None:
    cdf = (np.array(masses) / sum(masses)).cumsum()[None].astype(np.float32)
    cdf[:, -1] = 1
    found = quantile_of(cdf, level)
    assert chance_up_to(cdf, found)[0] >= np.float32(level) > chance_up_to(cdf, found - 1)[0]


def test_a_row_without_a_distribution_has_no_quantile() -> None:
    np.testing.assert_array_equal(quantile_of(CDF, 0.5), [1, 2, np.nan])
