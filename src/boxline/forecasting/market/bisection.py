"""Where a function crosses zero, for many rows at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from boxline.forecasting.rows import Floats

#: Each step halves what is left: after 60 a double has no finer number to give.
STEPS = 60


def crossing(
    rising: Callable[[Floats], Floats], low: Floats, high: Floats, *, steps: int = STEPS
) -> Floats:
    """The place between `low` and `high` where a rising function comes to zero, row by row.

    Args:
        rising: takes one place per row and gives one value per row; it never falls.
        low, high: where to look; the same shape.
    Returns:
        The end that is nearest where it does not cross in between. Of a stretch at zero its
        beginning. NaN where an end or the function is.

    >>> crossing(lambda x: x**2 - np.array([4.0, 9.0]), np.zeros(2), np.full(2, 10.0)).round(9)
    array([2., 3.])
    """
    missing = np.isnan(low) | np.isnan(high)
    for _ in range(steps):
        middle = (low + high) / 2
        value = rising(middle)
        missing = missing | np.isnan(value)
        low, high = np.where(value < 0, middle, low), np.where(value < 0, high, middle)
    return np.where(missing, np.nan, high)
