"""What came beside a line: which side won, and flags that are unknown where nothing came."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.forecasting.rows import Flags, Floats


def line_results(actual: Floats, line: Floats) -> NDArray[np.object_]:
    """Which side of each line won; None without a line, or where nothing came.

    >>> line_results(np.array([6.0, 5.0, np.nan]), np.array([5.5, 5.0, 5.5])).tolist()
    ['OVER', 'PUSH', None]
    """
    found = np.full(len(actual), None, dtype=object)
    found[actual > line] = OVER
    found[actual < line] = UNDER
    found[actual == line] = PUSH
    return found


def over_outcomes(result: NDArray[np.object_]) -> Floats:
    """1 where the over won, 0 where the under did; NaN of a push and of neither."""
    return np.where(result == OVER, 1.0, np.where(result == UNDER, 0.0, np.nan))


def flags(value: Flags, known: Floats) -> NDArray[np.object_]:
    """A flag per row; None where what it rests on is not known."""
    found = value.astype(object)
    found[np.isnan(known)] = None
    return found
