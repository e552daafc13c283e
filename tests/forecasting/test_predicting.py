"""From forecasts to predictions: what is believed of a line, and what is done about it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from boxline.domain.line_sides import OVER, UNDER
from boxline.forecasting import gradient_boosting, line_and_price
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.market.recommendation import (
    EDGE_AT_REFERENCE,
    NO_LINE,
    PASS,
    REFERENCE_PRICE,
    WITHOUT_DISTRIBUTION,
    WITHOUT_LINE,
)
from boxline.forecasting.populations import EVERYBODY, ROTATION
from boxline.forecasting.predicting import Prediction, predict
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Forecast, Known, made
from tests.forecasting.poisson_family import chance_over, poisson_family

SYSTEM, PROP = gradient_boosting.NAME, "points"
MARKET = line_and_price.NAME
FAMILY = poisson_family()
KEYS = [(name, PROP, whom) for name in (SYSTEM, MARKET) for whom in (EVERYBODY, ROTATION)]


def learnt(**beside: float) -> Learnt:
    """Distributions, and `shrink` or `blend` of the system."""
    heard: dict[str, Any] = {name: {(SYSTEM, PROP): value} for name, value in beside.items()}
    return Learnt(calibrations=dict.fromkeys(KEYS, FAMILY), **heard)


def tonight(*lines: tuple[float, float, float, float]) -> Rows:
    """Line, the price's own chance of the over, and the best prices of both sides; NaN is none."""
    line, fair, over, under = (np.array(column) for column in zip(*lines, strict=True))
    return Rows(
        {
            "market_line_points": line,
            "market_over_points": fair,
            "best_over_points": over,
            "best_under_points": under,
        }
    )


NAN = np.nan
#: A line of 19.5 at even chances for 1.91 on both sides; the same of a pick'em site, which has no
#: price; and nobody's.
EVEN, PICKEM, NOBODYS = (19.5, 0.5, 1.91, 1.91), (19.5, NAN, NAN, NAN), (NAN, NAN, NAN, NAN)


def predicted(said: list[float], rows: Rows, learnt: Learnt, system: str = SYSTEM) -> Prediction:
    told: dict[tuple[str, str], Forecast] = {}
    value = np.array(said)
    told[SYSTEM, PROP] = made(value, {"none is made": np.isnan(value)}, is_median=True)
    told[MARKET, PROP] = line_and_price.forecast(Known(rows=rows, learnt=learnt), PROP)
    (found,) = [one for one in predict(rows, told, learnt) if one.system == system]
    return found


class TestBeforeAnythingWasLearnt:
    """A model is believed once earlier games on which there were lines say so."""

    def test_what_is_believed_is_the_price_s_own_chance_whatever_the_model_says(self) -> None:
        rows = tonight(EVEN, EVEN, (19.5, 0.6, 1.6, 2.4))
        one = predicted([10.0, 40.0, 10.0], rows, learnt())
        assert_allclose(one.over, [0.5, 0.5, 0.6])
        assert one.advice.pick.tolist() == [PASS, PASS, PASS]
        assert_array_equal(one.stake, [0, 0, 0])
        assert_allclose(one.confidence, [0.5, 0.5, 0.6])

    @pytest.mark.parametrize("line", [0.5, 1.5, 2.0, 7.5, 19.5, 30.0])
    @pytest.mark.parametrize("said", [0.6, 5.0, 40.0])
    def test_a_line_without_a_price_is_an_even_chance_and_passed(
        self, line: float, said: float
    ) -> None:
        """Also one that may be met exactly, and one near to 0, where means lie above medians."""
        one = predicted([said], tonight((line, NAN, NAN, NAN)), learnt())
        assert one.confidence[0] == pytest.approx(0.5, abs=0.01)
        assert one.over[0] == pytest.approx((1 - one.push[0]) / 2, abs=0.005)
        assert one.advice.pick.tolist() == [PASS]

    def test_without_distributions_there_is_no_chance_and_no_side(self) -> None:
        one = predicted([30.0], tonight(EVEN), Learnt())
        assert np.isnan([one.over[0], one.confidence[0], one.push[0]]).all()
        assert one.advice.pick.tolist() == [PASS]
        assert one.advice.reason.tolist() == [WITHOUT_DISTRIBUTION]
        assert one.stake.tolist() == [0]


class TestWhatIsBelieved:
    def test_beside_a_price_it_is_the_blend_with_it(self) -> None:
        one = predicted([24.0], tonight(EVEN), learnt(blend=0.25))
        model = chance_over(np.array([24.0]), np.array([19.5]))
        # On the scale of log odds a quarter of the way from even.
        odds = (model / (1 - model)) ** 0.25
        assert_allclose(one.over, odds / (1 + odds), rtol=1e-5)
        assert_allclose(one.raw_over, model, rtol=1e-5)
        assert 0.5 < one.over[0] < one.raw_over[0]

    @pytest.mark.parametrize("shrink", [0.0, 0.4, 1.0])
    def test_of_a_pick_em_line_it_is_the_shrunken_chance(self, shrink: float) -> None:
        """That of a number between the model's and the one for which 19.5 is an even chance."""
        even = line_and_price.even_number(FAMILY, np.array([19.5]))
        assert_allclose(chance_over(even, np.array([19.5])), [0.5], atol=1e-3)
        one = predicted([24.5], tonight(PICKEM), learnt(shrink=shrink, blend=0.9))
        expected = chance_over(even + shrink * (24.5 - even), np.array([19.5]))
        assert_allclose(one.over, expected, atol=1e-3)
        assert_array_equal(one.over, one.shrunken_over)

    def test_chances_of_a_line_never_come_to_more_than_1(self) -> None:
        rng = np.random.default_rng(4)
        line = rng.integers(1, 80, 400) / 2
        fair = np.where(rng.random(400) < 0.5, NAN, rng.uniform(0.05, 0.95, 400))
        price = np.where(np.isnan(fair), NAN, 1.9)
        rows = tonight(*zip(line, fair, price, price, strict=True))
        for slope in (0.0, 0.3, 1.0):
            one = predicted(
                rng.uniform(0.5, 44, 400).tolist(), rows, learnt(shrink=slope, blend=slope)
            )
            assert (one.over >= 0).all()
            assert (one.push >= 0).all()
            assert (one.over + one.push <= 1 + 1e-12).all()
            assert ((one.push > 0) <= (line == np.floor(line))).all()
            assert (one.confidence >= 0).all()
            assert (one.confidence <= 1).all()

    def test_the_rotation_s_predictions_hear_the_market_as_everybody_s_do(self) -> None:
        rows = tonight(EVEN, PICKEM)
        told = {(SYSTEM, PROP): made(np.array([40.0, 40.0]), {}, is_median=True)}
        heard = learnt(blend=0.2, shrink=0.3)
        market = line_and_price.forecast(Known(rows=rows, learnt=heard), PROP)
        everybody = {**told, (MARKET, PROP): market}
        (first, _) = predict(rows, everybody, heard)
        (second,) = predict(rows, told, heard, ROTATION, of_everybody=everybody)
        assert (first.population, second.population) == (EVERYBODY, ROTATION)
        assert_array_equal(second.over, first.over)
        assert (second.over < second.raw_over).all()

    def test_the_market_believes_its_own_price(self) -> None:
        rows = tonight((19.5, 0.62, 1.55, 2.4), (19.5, 0.4, 2.3, 1.6))
        one = predicted([30.0, 30.0], rows, learnt(blend=1.0), MARKET)
        assert_allclose(one.over, [0.62, 0.4], atol=1e-3)
        assert one.advice.pick.tolist() == [PASS, PASS]


class TestWhatIsDone:
    def test_the_side_follows_what_is_believed_against_the_best_price(self) -> None:
        """Believed 0.6: at 1.5 the over pays 0.9 a unit, at 1.8 1.08; at 2.7 the under pays 1.08
        though it is the less likely side."""
        rows = tonight((19.5, 0.6, 1.5, 2.4), (19.5, 0.6, 1.8, 2.4), (19.5, 0.6, 1.5, 2.7))
        one = predicted([20.0, 20.0, 20.0], rows, learnt())
        assert one.advice.pick.tolist() == [PASS, OVER, UNDER]
        assert_allclose(one.confidence, [0.6, 0.6, 0.4])
        assert one.stake[0] == 0
        # Kelly: (0.6 x 1.8 - 1) / 0.8 = 0.1 and (0.4 x 2.7 - 1) / 1.7; an eighth, at most 0.02.
        assert_allclose(one.stake[1:], [0.1 / 8, 0.08 / 1.7 / 8])

    def test_without_a_line_there_is_nothing_to_be_over(self) -> None:
        one = predicted([24.0], tonight(NOBODYS), learnt(blend=0.5, shrink=0.5))
        assert one.advice.pick.tolist() == [NO_LINE]
        assert one.advice.reason.tolist() == [WITHOUT_LINE]
        assert np.isnan([one.over[0], one.push[0], one.confidence[0]]).all()
        assert one.stake.tolist() == [0]
        assert one.forecast.tolist() == [24.0]
        assert one.distribution is not None

    def test_a_pick_em_line_is_taken_where_the_chance_beats_its_usual_payout(self) -> None:
        one = predicted([15.0, 19.4, 26.0], tonight(PICKEM, PICKEM, PICKEM), learnt(shrink=1.0))
        assert one.advice.pick.tolist() == [UNDER, PASS, OVER]
        assert one.advice.reason[2] == EDGE_AT_REFERENCE
        assert (one.confidence[[0, 2]] > 1.02 / REFERENCE_PRICE).all()

    def test_confidence_is_the_believed_chance_of_the_side_if_no_push_comes(self) -> None:
        whole = (20.0, 0.5, 2.2, 1.91)
        one = predicted([24.0], tonight(whole), learnt(blend=0.5))
        assert one.push[0] > 0.04
        assert one.advice.pick.tolist() == [OVER]
        assert one.confidence[0] == pytest.approx(one.over[0] / (1 - one.push[0]))

    def test_where_no_number_is_made_nothing_is_believed(self) -> None:
        one = predicted([NAN], tonight((20.5, 0.5, 1.91, 1.91)), learnt(blend=0.5))
        told = (one.forecast, one.raw_over, one.shrunken_over, one.over, one.push, one.confidence)
        assert np.isnan(told).all()
        assert one.reason.tolist() == ["none is made"]
        assert one.advice.pick.tolist() == [PASS]
