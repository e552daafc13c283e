"""How sure a mean is, when the rows of one day hang together: the bootstrap by date.

Days are drawn with replacement, as many as there are, and each brings all its rows. Rows are summed
by day once, so a draw is a row of weights. Ends of an interval are percentiles of the draws; of a
single day there is no interval.

Sources:
    Efron, Tibshirani (1993), An Introduction to the Bootstrap, chapter 13; Cameron, Gelbach, Miller
    (2008), Review of Economics and Statistics 90(3), 414-427, for drawing whole clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.counted_rows import Column, as_floats, counted
from boxline.forecasting.scoring.estimates import LEVEL, Estimate

DRAWS = 1_000


@dataclass(frozen=True, kw_only=True)
class ByDate:
    """How to draw days: what every interval of a report shares.

    Attributes:
        day: the day of each row, as a number; rows of one day share it.
        seed: the same seed and days give the same interval, whatever was asked before.
    """

    day: NDArray[np.integer]
    seed: int
    draws: int = DRAWS
    level: float = LEVEL


def mean_by_date(values: Column, by: ByDate, where: Flags | None = None) -> Estimate:
    """The mean of the rows of a mask in which it is known."""
    rows = counted(where, values)
    return _estimate(_resampled(as_floats(values), np.ones(len(values)), rows, by), by)


def difference_by_date(
    one: Column, other: Column, by: ByDate, where: Flags | None = None
) -> Estimate:
    """Mean of `one` less mean of `other`, on the rows that have both."""
    return mean_by_date(as_floats(one) - as_floats(other), by, where)


def ratio_by_date(one: Column, other: Column, by: ByDate, where: Flags | None = None) -> Estimate:
    """Mean of `one` over mean of `other`, on the rows that have both; None where that is 0."""
    rows = counted(where, one, other)
    return _estimate(_resampled(as_floats(one), as_floats(other), rows, by), by)


def total_by_date(values: Column, by: ByDate, where: Flags | None = None) -> Estimate:
    """The sum of the rows of a mask in which it is known; None where there is none."""
    return _estimate(_resampled(as_floats(values), None, counted(where, values), by), by)


def change_by_date(values: Column, by: ByDate, *, since: Flags, before: Flags) -> Estimate:
    """Mean over some days less mean over others: the days of both are drawn apart."""
    columns = as_floats(values), np.ones(len(values))
    new = _resampled(*columns, counted(since, values), by)
    old = _resampled(*columns, counted(before, values), by, stream=1)
    if new.value is None or old.value is None:
        draws, value = np.empty(0), None
    else:
        both = min(len(new.draws), len(old.draws))  # 0 where either is a single day
        draws, value = new.draws[:both] - old.draws[:both], new.value - old.value
    n, days = new.n + old.n, new.days + old.days
    return _estimate(_Resampled(value=value, draws=draws, n=n, days=days), by)


@dataclass(frozen=True, kw_only=True)
class _Resampled:
    value: float | None
    draws: Floats  # empty where they say nothing
    n: int
    days: int


def _resampled(
    top: Floats, bottom: Floats | None, rows: Flags, by: ByDate, *, stream: int = 0
) -> _Resampled:
    """Sum of `top` over sum of `bottom` (None: the sum itself), as it is and as it is drawn."""
    days, place = np.unique(by.day[rows], return_inverse=True)
    n, found = int(rows.sum()), len(days)
    tops = np.bincount(place, top[rows], found)
    bottoms = None if bottom is None else np.bincount(place, bottom[rows], found)
    below = 1.0 if bottoms is None else float(bottoms.sum())
    if n == 0 or below == 0:
        return _Resampled(value=None, draws=np.empty(0), n=n, days=found)
    value = float(tops.sum()) / below
    if found < 2:
        return _Resampled(value=value, draws=np.empty(0), n=n, days=found)
    weights = _day_weights(found, by.draws, by.seed, stream)
    draws: Floats = weights @ tops
    if bottoms is not None:
        drawn = weights @ bottoms
        draws = draws[drawn != 0] / drawn[drawn != 0]
    return _Resampled(value=value, draws=draws, n=n, days=found)


@lru_cache(maxsize=8)
def _day_weights(days: int, draws: int, seed: int, stream: int) -> Floats:
    """How often each day is drawn: shape (draws, days), each row sums to the number of days.

    Remembered, because many figures in a row are of as many days, and drawing is most of the work.
    """
    drawn = (
        np.random.default_rng([seed, stream]).integers(days, size=(draws, days))
        + np.arange(draws)[:, None] * days
    )
    return np.bincount(drawn.ravel(), minlength=draws * days).reshape(draws, days).astype(float)


def _estimate(found: _Resampled, by: ByDate) -> Estimate:
    low = high = None
    if len(found.draws):
        tail = (1 - by.level) / 2
        low, high = (float(end) for end in np.quantile(found.draws, [tail, 1 - tail]))
    return Estimate(value=found.value, low=low, high=high, n=found.n, days=found.days)
