"""How far forecasts lay from what came."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boxline.forecasting.rows import Flags
from boxline.forecasting.scoring.counted_rows import Column, as_floats, counted, mean


@dataclass(frozen=True, kw_only=True)
class PointErrors:
    """Errors are forecast less actual, in units of the prop. None where n is 0.

    Attributes:
        n: rows with a forecast and an actual.
        left_out: rows of the mask that lack either.
        mae, rmse: mean absolute error, and root of the mean squared error.
        bias: mean error; positive where forecasts were too high.
        within_3, within_5: share of rows with an absolute error of at most 3, and 5.
    """

    n: int
    left_out: int
    mae: float | None
    rmse: float | None
    bias: float | None
    within_3: float | None
    within_5: float | None


def point_errors(forecast: Column, actual: Column, where: Flags | None = None) -> PointErrors:
    """The errors over a mask (None: all rows); NaN is missing."""
    rows = counted(where, forecast, actual)
    error = (as_floats(forecast) - as_floats(actual))[rows]
    size = np.abs(error)
    squared = mean(error**2)
    asked = len(rows) if where is None else int(where.sum())
    return PointErrors(
        n=len(error),
        left_out=asked - len(error),
        mae=mean(size),
        rmse=None if squared is None else squared**0.5,
        bias=mean(error),
        within_3=mean(as_floats(size <= 3)),
        within_5=mean(as_floats(size <= 5)),
    )
