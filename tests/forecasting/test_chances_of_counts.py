"""Successes of an uncertain number of trials."""

import numpy as np
import pytest

from boxline.forecasting.chances_of_counts import CountFamily
from boxline.forecasting.distribution import Distributions

FAMILY = CountFamily(precision=1e9, slope=0.0, usual=2, most_trials=3, most=3)


def exactly(*trials: int) -> Distributions:
    return Distributions(
        np.array([np.arange(4) >= n for n in trials], dtype=np.float32),
    )


def chances(family: CountFamily, rate: float, trials: Distributions) -> list[float]:
    found = family.mixed(family.table(), np.full(len(trials.cdf), rate), trials)
    return np.diff(found.cdf[0].astype(float), prepend=0.0).tolist()


def test_a_rate_that_is_sure_gives_the_binomial_chances() -> None:
    assert chances(FAMILY, 0.25, exactly(2)) == pytest.approx(
        [0.5625, 0.375, 0.0625, 0.0], abs=1e-3
    )


def test_an_uncertain_rate_gives_the_beta_binomial_chances() -> None:
    # alpha = 1, beta = 3, n = 2: B(k+1, 5-k)/B(1, 3) times the number of ways
    unsure = CountFamily(precision=4.0, slope=0.0, usual=2, most_trials=3, most=3)
    assert chances(unsure, 0.25, exactly(2)) == pytest.approx([0.6, 0.3, 0.1, 0.0], abs=1e-3)


def test_uncertain_trials_mix_in_proportion() -> None:
    half = Distributions(np.array([[0.0, 0.5, 1.0, 1.0]], dtype=np.float32))
    one, two = chances(FAMILY, 0.25, exactly(1)), chances(FAMILY, 0.25, exactly(2))
    assert chances(FAMILY, 0.25, half) == pytest.approx(
        [(a + b) / 2 for a, b in zip(one, two, strict=True)], abs=1e-6
    )


def test_more_trials_than_usual_raise_the_rate_by_the_slope() -> None:
    rising = CountFamily(precision=1e9, slope=0.5, usual=2, most_trials=3, most=3)
    odds = np.log(0.25 / 0.75) + 0.5
    rate = 1 / (1 + np.exp(-odds))
    assert chances(rising, 0.25, exactly(3))[3] == pytest.approx(rate**3, abs=1e-3)


def test_nothing_is_known_where_rate_or_trials_are_not() -> None:
    unknown = Distributions(np.array([[np.nan] * 4, [0, 0, 1, 1]], dtype=np.float32))
    found = FAMILY.mixed(FAMILY.table(), np.array([0.2, np.nan]), unknown)
    assert np.isnan(found.cdf).all()


def test_each_distribution_ends_at_1() -> None:
    found = FAMILY.mixed(FAMILY.table(), np.array([0.01, 0.3, 0.9]), exactly(0, 1, 3))
    assert found.cdf[:, -1].tolist() == [1.0, 1.0, 1.0]
