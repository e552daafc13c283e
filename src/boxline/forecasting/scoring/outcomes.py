"""What came, as whole numbers, and where a predictive distribution puts it.

A distribution is a row of `cdf`, shape (rows, K + 1): `cdf[:, k]` is P(value <= k), and the last
column is 1. A row of NaN says that nothing was predicted.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.counted_rows import Column, as_floats

Cdf: TypeAlias = NDArray[np.float32]


def whole_outcomes(outcomes: Column) -> Floats:
    """Counts as floats, NaN where missing.

    Raises:
        ValueError: an outcome is negative or lies between whole numbers: it is no count.
    """
    came = as_floats(outcomes)
    known = came[~np.isnan(came)]
    if (known < 0).any() or (known != np.floor(known)).any():
        raise ValueError("an outcome is no count: outcomes are whole numbers from 0 up")
    return came


def chance_up_to(cdf: Cdf, reached: Floats) -> Floats:
    """P(value <= reached), row by row: 0 below 0, 1 above K, NaN where either is missing."""
    last = cdf.shape[1] - 1
    known = ~np.isnan(reached)
    place = np.where(known, reached, 0).astype(np.int64)
    chance = cdf[np.arange(len(place)), np.clip(place, 0, last)].astype(np.float64)
    known &= ~np.isnan(chance)
    return np.where(known, np.where(place < 0, 0.0, np.where(place > last, 1.0, chance)), np.nan)


def quantile_of(cdf: Cdf, level: float) -> Floats:
    """The least whole number that is reached with at least this chance; NaN of a row of NaN.

    >>> quantile_of(np.array([[0.2, 0.5, 1.0]], dtype=np.float32), 0.6).tolist()
    [2.0]
    """
    found = (cdf >= np.float32(level)).argmax(axis=1).astype(np.float64)
    return np.where(np.isnan(cdf[:, -1]), np.nan, found)
