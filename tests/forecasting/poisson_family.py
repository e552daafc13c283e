"""Distributions that are known without learning: Poisson numbers around each forecast."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.distribution import Calibration

#: The greatest number that is told apart.
TOP = 80


def poisson_cdf(mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """The chances of at most 0, 1, ..., TOP, a row for each mean."""
    numbers = np.arange(TOP + 1)
    factorials = np.cumsum(np.log(np.maximum(numbers, 1)))
    cdf = np.cumsum(np.exp(numbers * np.log(mean[:, None]) - mean[:, None] - factorials), axis=1)
    cdf[:, -1] = 1.0
    return np.minimum(cdf, 1.0)


def chance_over(mean: NDArray[np.float64], line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of a Poisson number more than a line that is no whole number."""
    at_most = np.floor(line).astype(np.int64)
    return 1.0 - poisson_cdf(mean)[np.arange(len(mean)), at_most]


def poisson_family(least: float = 0.5, most: float = 45.0) -> Calibration:
    """What comes after a forecast is Poisson around it."""
    nodes = np.arange(least, most, 0.25)
    return Calibration(nodes, poisson_cdf(nodes).astype(np.float32), 5_000)
