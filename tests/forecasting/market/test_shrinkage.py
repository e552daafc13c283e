"""How much of a model's distance to the market comes true."""

from __future__ import annotations

import numpy as np
import pytest

from boxline.forecasting.market import fitted_slope, shrunken
from boxline.forecasting.rows import Floats


def floats(*values: float) -> Floats:
    return np.array(values, dtype=np.float64)


def test_the_slope_is_what_comes_of_each_unit_of_distance() -> None:
    # Distances -2, 0, 2; what came lies 1 above the market, and 0.25 of the distance beyond.
    market = floats(20, 10, 30)
    apart = floats(-2, 0, 2)
    assert fitted_slope(market + apart, market, market + 1 + 0.25 * apart) == pytest.approx(0.25)


def test_a_slope_needs_distances_that_differ() -> None:
    assert np.isnan(fitted_slope(floats(21, 11), floats(20, 10), floats(25, 9)))
    assert np.isnan(fitted_slope(floats(), floats(), floats()))


def test_rows_that_lack_something_do_not_count() -> None:
    model, market = floats(18, 10, 32, 99, np.nan), floats(20, 10, 30, np.nan, 10)
    assert fitted_slope(model, market, floats(19, 10, 31, 0, 0)) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("slope", "number"), [(0.25, 21), (0, 20), (1, 24), (1.7, 24), (-0.4, 20), (np.nan, np.nan)]
)
def test_a_forecast_is_drawn_to_the_market_by_its_slope(slope: float, number: float) -> None:
    np.testing.assert_allclose(shrunken(floats(24), floats(20), floats(slope)), [number])
