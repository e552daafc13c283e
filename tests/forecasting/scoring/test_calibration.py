"""The randomised PIT of counts: uniform where distributions are right."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.calibration import (
    Coverage,
    UniformDistance,
    coverage,
    pit_histogram,
    uniform_distance,
)


def rng(stream: int = 0) -> np.random.Generator:
    return np.random.default_rng([7, stream])


def pit_of_tosses(chances: Floats, came: NDArray[np.int64]) -> Floats:
    """A point within the lump of what came of 4 tosses: few values, so large lumps."""
    k = np.arange(5)
    mass = np.array([1, 4, 6, 4, 1]) * chances[:, None] ** k * (1 - chances[:, None]) ** (4 - k)
    lump = mass[np.arange(len(came)), came]
    reached = mass.cumsum(axis=1)[np.arange(len(came)), came]
    return reached - rng().random(len(came)) * lump


def test_a_discrete_forecaster_who_is_right_has_uniform_points() -> None:
    chances = rng(1).uniform(0.1, 0.9, 20_000)
    came = rng(2).binomial(4, chances)
    points = pit_of_tosses(chances, came)
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
    points = pit_of_tosses(surer, came)
    found, distance = coverage(points), uniform_distance(points)
    assert found.share is not None
    assert found.share < 0.75
    assert found.is_near(0.015) is False
    assert distance.distance is not None
    assert distance.distance > 0.02


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
