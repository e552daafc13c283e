"""Scores of probabilities."""

from __future__ import annotations

import math

import numpy as np

from boxline.forecasting.scoring.probabilities import brier, log_loss


def test_brier_is_the_squared_distance() -> None:
    found = brier(np.array([0.8, 0.3, np.nan, 0.5]), np.array([1, 1, 1, np.nan]))
    np.testing.assert_allclose(found, [0.04, 0.49, np.nan, np.nan])


def test_log_loss_is_minus_the_logarithm_of_what_came_and_never_infinite() -> None:
    found = log_loss(np.array([0.8, 0.3, 0.0, np.nan]), np.array([1, 0, 1, 1]))
    expected = [-math.log(0.8), -math.log(0.7), -math.log(1e-6), np.nan]
    np.testing.assert_allclose(found, expected)
