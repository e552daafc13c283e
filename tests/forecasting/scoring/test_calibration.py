"""The randomised PIT of counts: uniform where distributions are right."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from boxline.forecasting.scoring.calibration import (
    Coverage,
    UniformDistance,
    coverage,
    pit_histogram,
    randomised_pit,
    uniform_distance,
)

#: P(value <= 0, 1, 2), the same in each row.
ONE = np.array([[0.25, 0.75, 1.0]], dtype=np.float32)


def rng(stream: int = 0) -> np.random.Generator:
    return np.random.default_rng([7, stream])


def binomial_cdf(n: int, chances: NDArray[np.float64]) -> NDArray[np.float32]:
    """One row per chance, of n tosses: few values, so large lumps."""
    ways = np.array([1, 4, 6, 4, 1]) if n == 4 else np.array([1, 1])
    k = np.arange(n + 1)
    mass = ways * chances[:, None] ** k * (1 - chances[:, None]) ** (n - k)
    return mass.cumsum(axis=1).astype(np.float32)


@pytest.mark.parametrize(
    ("came", "low", "high"), [(0, 0.0, 0.25), (1, 0.25, 0.75), (2, 0.75, 1.0), (3, 1.0, 1.0)]
)
def test_a_point_lies_between_less_and_at_most(came: int, low: float, high: float) -> None:
    points = randomised_pit(np.repeat(ONE, 500, axis=0), np.full(500, came), rng())
    assert low <= points.min() <= points.max() <= high
    assert points.max() - points.min() >= (high - low) * 0.95


def test_a_discrete_forecaster_who_is_right_has_uniform_points() -> None:
    chances = rng(1).uniform(0.1, 0.9, 20_000)
    came = rng(2).binomial(4, chances)
    points = randomised_pit(binomial_cdf(4, chances), came, rng())
    found = uniform_distance(points)
    assert found.distance is not None
    assert found.luck is not None
    assert found.distance < found.luck
    assert coverage(points).is_near(0.0)
    assert min(pit_histogram(points)) > 850
    assert sum(pit_histogram(points)) == 20_000


def test_a_forecaster_who_is_too_sure_covers_too_little() -> None:
    chances = rng(1).uniform(0.1, 0.9, 20_000)
    came = rng(2).binomial(4, chances)
    surer = chances**3 / (chances**3 + (1 - chances) ** 3)
    points = randomised_pit(binomial_cdf(4, surer), came, rng())
    found, distance = coverage(points), uniform_distance(points)
    assert found.share is not None
    assert found.share < 0.75
    assert found.is_near(0.015) is False
    assert distance.distance is not None
    assert distance.distance > 0.02


def test_a_missing_outcome_or_distribution_has_no_point_and_moves_no_other() -> None:
    cdf = np.repeat(ONE, 3, axis=0)
    cdf[1] = np.nan
    points = randomised_pit(cdf, np.array([np.nan, 9, 1]), rng())
    whole = randomised_pit(np.repeat(ONE, 3, axis=0), np.array([0, 0, 1]), rng())
    assert np.isnan(points[:2]).all()
    assert points[2] == whole[2]


@pytest.mark.parametrize("came", [-1.0, 2.5])
def test_what_is_no_count_is_refused(came: float) -> None:
    with pytest.raises(ValueError, match="whole numbers from 0 up"):
        randomised_pit(ONE, np.array([came]), rng())


def test_coverage_is_the_share_in_the_middle() -> None:
    points = np.array([0.05, 0.1, 0.5, 0.9, 0.95, np.nan])
    found = coverage(points)
    assert (found.level, found.n, found.share) == (0.8, 5, 0.6)
    assert found.standard_error == pytest.approx((0.8 * 0.2 / 5) ** 0.5)
    assert found.is_near(0.01)  # 0.2 off, and two standard errors of five rows are 0.36


def test_the_distance_is_the_largest_gap_to_uniform() -> None:
    found = uniform_distance(np.array([0.5, 0.1, 0.7, np.nan]))
    # The steps 1/3, 2/3, 1 at 0.1, 0.5, 0.7: the last one is 0.3 above its point, and the second
    # point 0.167 above the step before it; at 0.7 the step before is 0.033 below.
    assert found.distance == pytest.approx(0.3)


def test_nothing_says_nothing() -> None:
    nothing = np.array([np.nan])
    assert coverage(nothing) == Coverage(level=0.8, n=0, share=None, standard_error=None)
    assert coverage(nothing).is_near(1.0) is None
    assert uniform_distance(nothing) == UniformDistance(n=0, distance=None, luck=None)
