"""Sums over what a group did on earlier days, each day's share halved with its age."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags, Floats

Whole = NDArray[np.int64]


def decayed_sums(
    group: Whole, day: Whole, values: Floats, *, half_life_days: float, known: Flags
) -> Floats:
    """Of each row: the sum over known rows of its group on earlier days, times 2^(-age/half-life).

    Args:
        group: whose row it is, shape (rows,).
        day: its day as a whole number. Rows of one day never see one another.
        values: shape (rows, columns); of rows that are not known it does not matter, NaN included.
        half_life_days: after so many days a row counts half.
        known: the rows that count. One that is to be forecast counts for nobody.
    Returns:
        Shape (rows, columns); 0 where nothing came before.

    >>> day = np.array([0, 10, 10])
    >>> known = np.ones(3, dtype=bool)
    >>> decayed_sums(0 * day, day, np.array([[8.0], [1.0], [1.0]]), half_life_days=10, known=known)
    array([[0.],
           [4.],
           [4.]])
    """
    if not len(group):
        return np.zeros(values.shape)
    order = np.lexsort((day, group))
    group, day = group[order], day[order]
    values = np.where(known[:, None], values, 0.0)[order]
    starts = np.flatnonzero(np.r_[True, group[1:] != group[:-1]])
    before = np.empty_like(values)
    # Weights count from each group's own first day: of one running sum over all groups the
    # differences would be small beside it, and lost.
    for first, end in zip(starts, np.r_[starts[1:], len(group)], strict=True):
        growth = np.exp2((day[first:end] - day[first]) / half_life_days)[:, None]
        running = np.zeros((end - first + 1, values.shape[1]))
        np.cumsum(values[first:end] * growth, axis=0, out=running[1:])
        same_day = np.searchsorted(day[first:end], day[first:end], side="left")
        before[first:end] = running[same_day] / growth
    found = np.empty_like(before)
    found[order] = before
    return found
