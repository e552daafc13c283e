"""Which rows a figure counts: those of a mask in which nothing is missing."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags, Floats

#: One value per row, of any kind of number; NaN where missing.
Column: TypeAlias = NDArray[np.generic]


def as_floats(column: Column) -> Floats:
    """Numbers or flags as floats; NaN stays what it is."""
    return np.asarray(column, dtype=np.float64)


def counted(where: Flags | None, *columns: Column) -> Flags:
    """The rows of a mask (None: all) in which no column is NaN.

    >>> counted(np.array([True, True, False]), np.array([1.0, np.nan, 3.0])).tolist()
    [True, False, False]
    """
    known = np.ones(len(columns[0]), dtype=np.bool_) if where is None else where.copy()
    for column in columns:
        known &= ~np.isnan(as_floats(column))
    return known


def mean(values: Floats) -> float | None:
    """The mean; None of nothing."""
    return float(values.mean()) if len(values) else None
