"""A rising function crosses zero where bisection says."""

from __future__ import annotations

import numpy as np

from boxline.forecasting.market.bisection import crossing


def test_each_row_has_its_own_crossing() -> None:
    found = crossing(lambda x: x**3 - np.array([8.0, 27.0]), np.zeros(2), np.full(2, 5.0))
    np.testing.assert_allclose(found, [2, 3], rtol=1e-15)


def test_what_does_not_cross_gives_the_nearer_end() -> None:
    found = crossing(lambda x: x - np.array([-1.0, 7.0]), np.zeros(2), np.full(2, 5.0))
    np.testing.assert_allclose(found, [0, 5], atol=1e-15)


def test_of_a_stretch_at_zero_the_beginning_counts() -> None:
    found = crossing(lambda x: np.clip(x - 1, -1, 0), np.zeros(1), np.full(1, 5.0))
    np.testing.assert_allclose(found, [1], rtol=1e-15)


def test_a_missing_end_or_value_gives_nothing() -> None:
    ends = np.array([0.0, np.nan, 0.0])
    found = crossing(lambda x: x - np.array([1.0, 1.0, np.nan]), ends, np.full(3, 5.0))
    np.testing.assert_allclose(found, [1, np.nan, np.nan])
