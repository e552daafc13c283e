"""The forecast that a line and its price imply."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.forecasting.market import TabulatedFamily, implied_median
from boxline.forecasting.rows import Floats

quickly = settings(deadline=None, derandomize=True)


def logistic(forecast: Floats, line: Floats) -> Floats:
    """A logistic distribution of scale 2 around the forecast."""
    return np.asarray(1 / (1 + np.exp((line - forecast) / 2)))


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def test_at_even_chances_the_line_itself_is_implied() -> None:
    found = implied_median(logistic, floats(24.5), floats(0.5), least=0, most=60)
    np.testing.assert_allclose(found, [24.5], rtol=1e-12)


def test_a_likely_over_implies_more_than_the_line() -> None:
    # Chance 0.8 is a logit of log 4, and the scale is 2.
    found = implied_median(logistic, floats(24.5), floats(0.8), least=0, most=60)
    np.testing.assert_allclose(found, [24.5 + 2 * np.log(4)], rtol=1e-12)


@given(
    st.lists(
        st.tuples(st.sampled_from([0.5, 4.5, 24.5]), st.floats(0.05, 0.95)), min_size=1, max_size=5
    )
)
@quickly
def test_the_implied_forecast_has_the_markets_chance_row_by_row(
    rows: list[tuple[float, float]],
) -> None:
    line, chance = np.array(rows).T
    found = implied_median(logistic, line, chance, least=-10, most=60)
    np.testing.assert_allclose(logistic(found, line), chance, rtol=1e-9)
    alone = [
        implied_median(logistic, line[[n]], chance[[n]], least=-10, most=60)[0]
        for n in range(len(line))
    ]
    np.testing.assert_array_equal(found, alone)


@pytest.mark.parametrize(
    ("line", "chance"),
    [(np.nan, 0.5), (24.5, np.nan), (24.5, 1e-9), (24.5, 1 - 1e-9)],
    ids=["no line", "no chance", "below what any forecast has", "above what any forecast has"],
)
def test_what_no_forecast_has_implies_none(line: float, chance: float) -> None:
    found = implied_median(logistic, floats(line), floats(chance), least=10, most=40)
    assert np.isnan(found).all()


def test_each_row_may_have_ends_of_its_own() -> None:
    found = implied_median(
        logistic, floats(4.5, 24.5), floats(0.5, 0.5), least=floats(0, 0), most=floats(10, 10)
    )
    np.testing.assert_allclose(found, [4.5, np.nan])


TABLE = TabulatedFamily(
    forecasts=floats(0, 2, 4),
    lines=floats(0.5, 1.5),
    p_over=np.array([[0.2, 0.0], [0.6, 0.4], [0.8, 0.5]]),
)


def test_a_table_is_straight_between_its_forecasts() -> None:
    found = TABLE(floats(0, 1, 2, 3, 4), floats(0.5, 0.5, 1.5, 1.5, 1.5))
    np.testing.assert_allclose(found, [0.2, 0.4, 0.4, 0.45, 0.5])


@pytest.mark.parametrize(
    ("forecast", "line"), [(1, 1.0), (1, 2.5), (1, 0.0), (-1, 0.5), (5, 0.5), (np.nan, 0.5)]
)
def test_a_table_knows_nothing_beside_itself(forecast: float, line: float) -> None:
    assert np.isnan(TABLE(floats(forecast), floats(line))).all()


def test_a_table_is_turned_round_at_each_line() -> None:
    found = implied_median(TABLE, floats(0.5, 1.5, 1.5), floats(0.7, 0.2, 0.6), least=0, most=4)
    np.testing.assert_allclose(found, [3, 1, np.nan])


def test_a_table_that_falls_by_chance_is_levelled_half_way() -> None:
    bumpy = TabulatedFamily(
        forecasts=floats(0, 1, 2, 3),
        lines=floats(0.5),
        p_over=np.array([[0.1], [0.5], [0.4], [0.9]]),
    )
    found = bumpy(floats(0, 1, 2, 3), np.full(4, 0.5))
    np.testing.assert_allclose(found, [0.1, 0.45, 0.45, 0.9])
