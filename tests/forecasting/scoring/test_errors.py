"""Errors of forecasts, by hand."""

from __future__ import annotations

import numpy as np

from boxline.forecasting.scoring.errors import PointErrors, point_errors

FORECAST = np.array([20.0, 10.0, 8.0, np.nan, 5.0])
ACTUAL = np.array([23, 6, 14, 9, np.nan])  # errors -3, 4, -6; then no forecast, then void


def test_errors_are_forecast_less_actual() -> None:
    assert point_errors(FORECAST, ACTUAL) == PointErrors(
        n=3,
        left_out=2,
        mae=13 / 3,
        rmse=((9 + 16 + 36) / 3) ** 0.5,
        bias=-5 / 3,
        within_3=1 / 3,
        within_5=2 / 3,
    )


def test_only_rows_of_the_mask_count() -> None:
    found = point_errors(FORECAST, ACTUAL, np.array([True, False, False, True, False]))
    assert (found.n, found.left_out, found.mae, found.bias) == (1, 1, 3, -3)


def test_no_rows_have_no_errors() -> None:
    found = point_errors(FORECAST, ACTUAL, np.zeros(5, dtype=bool))
    assert found == PointErrors(
        n=0, left_out=0, mae=None, rmse=None, bias=None, within_3=None, within_5=None
    )
