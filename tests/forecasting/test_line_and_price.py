"""The market as a system: what its line and price expect."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from boxline.forecasting import gradient_boosting
from boxline.forecasting.learnt import Learnt
from boxline.forecasting.line_and_price import BEYOND, NO_FAMILY, NO_LINE, even_number, forecast
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known
from tests.forecasting.poisson_family import chance_over, poisson_family

LEARNT = Learnt(
    calibrations={(gradient_boosting.NAME, "points", EVERYBODY): poisson_family(most=30.5)}
)


def known(line: list[float], chance: list[float], learnt: Learnt = LEARNT) -> Known:
    columns = {"market_line_points": np.array(line), "market_over_points": np.array(chance)}
    return Known(rows=Rows(columns), learnt=learnt)


def test_the_number_is_the_one_whose_distribution_has_the_price_s_chance() -> None:
    true = np.array([4.0, 12.5, 22.25])
    line = np.array([5.5, 11.5, 20.5])
    chance = chance_over(true, line)
    made = forecast(known(line.tolist(), chance.tolist()), "points")
    assert_allclose(made.value, true, atol=0.01)
    assert made.is_median


def test_the_likelier_the_over_the_higher_the_number() -> None:
    made = forecast(known([15.5] * 3, [0.4, 0.5, 0.6]), "points")
    assert (np.diff(made.value) > 0).all()


def test_on_a_whole_line_the_chance_is_that_without_a_push() -> None:
    spread = poisson_family().of(np.array([11.0]))
    chance = spread.over_without_push(np.array([10.0]))
    made = forecast(known([10.0], chance.tolist()), "points")
    assert_allclose(made.value, [11.0], atol=0.01)


def test_a_line_without_a_price_is_all_that_is_said() -> None:
    assert forecast(known([15.5], [np.nan]), "points").value.tolist() == [15.5]
    alone = known([15.5], [np.nan], Learnt())
    assert forecast(alone, "points").value.tolist() == [15.5]


@pytest.mark.parametrize(
    ("line", "chance", "learnt", "reason"),
    [
        (np.nan, np.nan, LEARNT, NO_LINE),
        (np.nan, 0.5, LEARNT, NO_LINE),
        (15.5, 0.5, Learnt(), NO_FAMILY),
        (60.5, 0.5, LEARNT, BEYOND),
    ],
)
def test_it_says_why_it_makes_no_number(
    line: float, chance: float, learnt: Learnt, reason: str
) -> None:
    made = forecast(known([line], [chance], learnt), "points")
    assert np.isnan(made.value).all()
    assert made.reason.tolist() == [reason]


def test_an_even_number_is_the_one_for_which_the_line_is_an_even_chance() -> None:
    line = np.array([0.5, 11.5, np.nan, 0.5])
    even = even_number(poisson_family(), line)
    assert np.isnan(even[2])
    known = ~np.isnan(line)
    # After a mean of log 2 none comes as often as any.
    assert even[0] == even[3] == pytest.approx(np.log(2), abs=0.02)
    assert_allclose(chance_over(even[known], line[known]), 0.5, atol=0.01)


def test_a_line_for_which_no_forecast_is_even_is_taken_as_it_is() -> None:
    assert even_number(poisson_family(most=30.5), np.array([60.5])).tolist() == [60.5]
