"""Calibration error beside the one that a perfect forecaster would show."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.scoring.reliability import Reliability, reliability


def rng(stream: int = 0) -> np.random.Generator:
    return np.random.default_rng([11, stream])


def judged(stated: list[float], came: list[float]) -> Reliability:
    return reliability(np.array(stated), np.array(came), rng(), draws=200)


def test_the_error_is_the_distance_of_each_bin_weighed_by_its_rows() -> None:
    found = judged([0.22, 0.28, 0.9, 1.0, 0.5, np.nan], [1, 0, 1, 1, np.nan, 1])
    # 0.2-0.3: two rows, mean 0.25, half came true; 0.9-1: two rows, mean 0.95, both did.
    assert found.n == 4
    assert found.error == pytest.approx((2 * 0.25 + 2 * 0.05) / 4)
    told = [(each.low, each.mean_probability, each.observed.n) for each in found.bins]
    assert told[2] == (0.2, 0.25, 2)
    assert told[9] == (0.9, 0.95, 2)
    assert told[5] == (0.5, None, 0)
    assert found.bins[2].observed.value == 0.5


@pytest.mark.parametrize("n", [300, 20_000])
def test_a_perfect_forecaster_is_within_his_band(n: int) -> None:
    stated = rng(1).uniform(0.02, 0.98, n)
    came = rng(2).random(n) < stated
    found = reliability(stated, came, rng(), draws=300)
    assert found.error is not None
    assert found.perfect.percentile_95 is not None
    assert found.error < found.perfect.percentile_95


def test_the_band_holds_a_perfect_forecaster_nineteen_times_in_twenty() -> None:
    stated = rng(1).uniform(0.3, 0.7, 1_000)
    worlds = rng(2)
    within = 0
    for _ in range(200):
        found = reliability(stated, worlds.random(1_000) < stated, rng(), draws=200)
        assert found.error is not None
        assert found.perfect.percentile_95 is not None
        within += found.error <= found.perfect.percentile_95
    assert 180 <= within <= 199


def test_one_who_is_too_sure_is_beyond_it() -> None:
    true = rng(1).uniform(0.35, 0.65, 5_000)
    came = rng(2).random(5_000) < true
    found = reliability(0.5 + 2 * (true - 0.5), came, rng(), draws=200)
    assert found.error is not None
    assert found.perfect.percentile_95 is not None
    assert found.error > 2 * found.perfect.percentile_95


def test_fewer_rows_give_a_wider_band() -> None:
    few, many = (
        reliability(rng(1).random(n), np.zeros(n), rng(), draws=100).perfect for n in (500, 20_000)
    )
    assert few.mean is not None
    assert many.mean is not None
    assert few.mean > 4 * many.mean  # the root of 40 is 6.3


def test_the_same_seed_gives_the_same_band() -> None:
    assert judged([0.2, 0.7, 0.4], [0, 1, 1]) == judged([0.2, 0.7, 0.4], [0, 1, 1])


def test_no_rows_have_no_error() -> None:
    found = judged([np.nan], [1])
    assert (found.n, found.error, found.perfect.mean, found.perfect.percentile_95) == (
        0,
        None,
        None,
        None,
    )


@pytest.mark.parametrize("stated", [-0.1, 1.1])
def test_what_is_no_probability_is_refused(stated: float) -> None:
    with pytest.raises(ValueError, match="lies outside 0"):
        judged([stated], [1])
