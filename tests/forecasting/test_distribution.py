"""Distributions of whole numbers: what they say, and whether what they say comes true."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from boxline.forecasting.distribution import (
    LEAST_FORECASTS,
    Calibration,
    Distributions,
    calibration,
)
from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.calibration import coverage, uniform_distance

#: 0, 1, 2 or 3 with 1, 2, 4 and 3 tenths; and a row of which nothing is known.
TENTHS = Distributions(np.array([[0.1, 0.3, 0.7, 1.0], [np.nan] * 4], dtype=np.float32))


class TestWhatARowSays:
    """Worked by hand from the tenths."""

    @pytest.mark.parametrize(
        ("line", "at_most", "over", "push"),
        [
            (-1.0, 0.0, 1.0, 0.0),
            (0.0, 0.1, 0.9, 0.1),
            (0.5, 0.1, 0.9, 0.0),
            (2.0, 0.7, 0.3, 0.4),
            (2.5, 0.7, 0.3, 0.0),
            (3.0, 1.0, 0.0, 0.3),
            (40.0, 1.0, 0.0, 0.0),
        ],
    )
    def test_the_chances_beside_a_line(
        self, line: float, at_most: float, over: float, push: float
    ) -> None:
        lines = np.array([line, line])
        assert_allclose(TENTHS.at_most(lines), [at_most, np.nan], atol=1e-7)
        assert_allclose(TENTHS.over(lines), [over, np.nan], atol=1e-7)
        assert_allclose(TENTHS.push(lines), [push, np.nan], atol=1e-7)
        told = TENTHS.over_without_push(lines)
        assert_allclose(told, [over / (1 - push), np.nan], atol=1e-6)

    def test_a_line_that_is_missing_has_no_chances(self) -> None:
        nothing = np.full(2, np.nan)
        for chance in (TENTHS.at_most, TENTHS.over, TENTHS.push, TENTHS.over_without_push):
            assert np.isnan(chance(nothing)).all()

    def test_the_mean(self) -> None:
        # 1 x 0.2 + 2 x 0.4 + 3 x 0.3
        assert_allclose(TENTHS.mean(), [1.9, np.nan], atol=1e-6)

    @pytest.mark.parametrize(
        ("share", "number"), [(0.05, 0), (0.1, 0), (0.11, 1), (0.5, 2), (0.7, 2), (0.9, 3)]
    )
    def test_a_quantile_is_the_first_number_that_reaches_its_share(
        self, share: float, number: float
    ) -> None:
        assert_array_equal(TENTHS.quantile(share), [number, np.nan])

    def test_the_unrounded_median_lies_within_the_unit_around_the_rounded_one(self) -> None:
        # 3 tenths lie below 1.5, 4 between 1.5 and 2.5: two of these four are needed.
        assert_allclose(TENTHS.median(), [2.0, np.nan], atol=1e-6)
        skewed = Distributions(np.array([[0.1, 0.3, 0.55, 1.0]], dtype=np.float32))
        assert_allclose(skewed.median(), [1.5 + 0.2 / 0.25], atol=1e-6)

    def test_a_median_is_never_below_0(self) -> None:
        mostly_none = Distributions(np.array([[0.9, 1.0], [0.5, 1.0]], dtype=np.float32))
        # Of the unit around 0 five ninths are needed: 0.056; and all of it: 0.5.
        assert_allclose(mostly_none.median(), [5 / 9 - 0.5, 0.5], atol=1e-6)
        always_none = Distributions(np.array([[1.0, 1.0]], dtype=np.float32))
        assert_allclose(always_none.median(), [0.0])


class TestBetweenNodes:
    LEARNT = Calibration(
        np.array([1.0, 3.0]), np.array([[0.8, 1.0, 1.0], [0.2, 0.6, 1.0]], dtype=np.float32), 999
    )

    @pytest.mark.parametrize(
        ("forecast", "cdf"),
        [
            (1.0, [0.8, 1.0, 1.0]),
            (1.5, [0.65, 0.9, 1.0]),
            (2.0, [0.5, 0.8, 1.0]),
            (3.0, [0.2, 0.6, 1.0]),
            (0.0, [0.8, 1.0, 1.0]),  # beyond an outermost node its own is told
            (9.0, [0.2, 0.6, 1.0]),
            (np.nan, [np.nan] * 3),
        ],
    )
    def test_distributions_are_mixed_in_proportion(self, forecast: float, cdf: list[float]) -> None:
        assert_allclose(self.LEARNT.of(np.array([forecast])).cdf, [cdf], atol=1e-6)


class Simulated:
    """A league whose true means are known: Poisson numbers around them, one season to learn from
    and one to be judged by."""

    SIZE = 20_000

    def __init__(self) -> None:
        rng = np.random.default_rng(5)
        self.mean = rng.gamma(3.0, 4.0, self.SIZE)
        before = rng.gamma(3.0, 4.0, self.SIZE)
        learnt = calibration(before, rng.poisson(before).astype(np.float64))
        assert learnt is not None
        self.learnt = learnt
        self.came: Floats = rng.poisson(self.mean).astype(np.float64)
        spread = learnt.of(self.mean)
        self.cdf = spread.cdf
        below, reached = spread.at_most(self.came - 1), spread.at_most(self.came)
        drawn = np.random.default_rng(1).random(self.SIZE)
        self.pit = below + drawn * (reached - below)
        self.tier = np.searchsorted(np.quantile(self.mean, [0.25, 0.5, 0.75, 0.95]), self.mean)


@pytest.fixture(scope="module")
def league() -> Simulated:
    return Simulated()


class TestWhatIsLearntComesTrue:
    def test_chances_rise_with_the_number_and_end_at_1(self, league: Simulated) -> None:
        assert (np.diff(league.learnt.cdf, axis=1) >= 0).all()
        assert (np.diff(league.cdf, axis=1) >= 0).all()
        assert (league.cdf[:, -1] == 1).all()
        assert (league.cdf >= 0).all()

    def test_nodes_rise_from_the_least_to_the_greatest_forecast(self, league: Simulated) -> None:
        assert (np.diff(league.learnt.nodes) > 0).all()

    def test_the_randomised_pit_is_uniform(self, league: Simulated) -> None:
        assert uniform_distance(league.pit).distance < 0.02

    def test_the_80_percent_interval_holds_80_percent(self, league: Simulated) -> None:
        assert 0.785 <= coverage(league.pit).share <= 0.815

    @pytest.mark.parametrize("tier", range(5))
    def test_it_does_so_in_every_tier_the_top_one_too(self, league: Simulated, tier: int) -> None:
        held = coverage(league.pit, league.tier == tier)
        assert held.n >= 1_000
        assert 0.785 <= held.share <= 0.815

    def test_means_and_medians_are_those_of_the_truth(self, league: Simulated) -> None:
        spread = Distributions(league.cdf)
        assert np.abs(spread.mean() - league.mean).mean() < 0.25
        assert abs((spread.mean() - league.mean).mean()) < 0.1
        # Of a Poisson number the median lies about a sixth and half a unit's share below its mean.
        assert np.abs(spread.median() - (league.mean - 1 / 6)).mean() < 0.25

    def test_forecasts_and_numbers_in_another_order_teach_the_same(self) -> None:
        rng = np.random.default_rng(8)
        said = rng.uniform(1, 9, 600)
        came = rng.poisson(said).astype(np.float64)
        turned = rng.permutation(600)
        one, other = calibration(said, came), calibration(said[turned], came[turned])
        assert one is not None
        assert other is not None
        assert_array_equal(one.cdf, other.cdf)

    def test_the_greatest_forecasts_are_not_judged_by_smaller_ones(self) -> None:
        """What came is exactly what was said; the nearest to the greatest are all below it."""
        said = np.arange(0.0, 40.0, 0.05)
        learnt = calibration(said, said.round())
        assert learnt is not None
        assert learnt.of(said[-1:]).mean()[0] == pytest.approx(said[-1], abs=0.1)


def test_too_few_forecasts_teach_nothing() -> None:
    said = np.full(LEAST_FORECASTS, 5.0)
    came = np.full(LEAST_FORECASTS, 4.0)
    assert calibration(said, came) is not None
    assert calibration(said[1:], came[1:]) is None
    said[0] = np.nan  # one that was not made is none
    assert calibration(said, came) is None


def test_a_forecast_that_never_varies_has_the_distribution_of_what_came() -> None:
    said = np.full(400, 2.0)
    came = np.tile([1.0, 2.0, 2.0, 3.0], 100)
    learnt = calibration(said, came)
    assert learnt is not None
    assert_allclose(learnt.of(np.array([2.0])).cdf[0, :4], [0, 0.25, 0.75, 1.0], atol=1e-6)
