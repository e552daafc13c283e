"""The forecast that a line and its price imply: what the market would say, were it a system.

A line of 24.5 with the over at 1.6 expects more than 24.5. The forecast at which a predictive
distribution gives the over just the market's chance is what to compare a system's forecast with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxline.forecasting.market.bisection import crossing
from boxline.forecasting.rows import Floats


class Family(Protocol):
    """Predictive distributions, one for each forecast."""

    def __call__(self, forecast: Floats, line: Floats, /) -> Floats:
        """P(over the line), row by row: it never falls as the forecast rises."""


def implied_median(
    p_over: Family, line: Floats, chance: Floats, *, least: ArrayLike, most: ArrayLike
) -> Floats:
    """The forecast between `least` and `most` whose P(over the line) is the market's.

    Args:
        p_over: of forecasts and lines. A de-vigged chance holds if no push comes; on an integer
            line this one must too: P(over) / (P(over) + P(under)).
        line: the number to be over; NaN where there is none.
        chance: the market's, margin removed; NaN where there is none.
        least, most: forecasts to look between, one for all or one per row.
    Returns:
        In units of the line. NaN without line or chance, and where no forecast in between has
        this chance: then the family cannot say what the market says.

    >>> def step(forecast, line):
    ...     return np.clip(0.5 + (forecast - line) / 10, 0, 1)
    >>> implied_median(step, np.array([20.5, 20.5]), np.array([0.5, 0.6]), least=0, most=60)
    array([20.5, 21.5])
    """
    low, high = (np.broadcast_to(np.asarray(end, np.float64), line.shape) for end in (least, most))
    found = crossing(lambda forecast: p_over(forecast, line) - chance, low, high)
    is_within = (p_over(low, line) <= chance) & (chance <= p_over(high, line))
    return np.where(is_within, found, np.nan)


@dataclass(frozen=True, kw_only=True)
class TabulatedFamily:
    """A family given at some forecasts and lines, straight in between the forecasts.

    Attributes:
        forecasts: ascending; nothing is known outside of them.
        lines: ascending; of other lines nothing is known.
        p_over: shape (forecasts, lines), P(over the line) at the forecast. What a sample's chance
            makes fall as the forecast rises is levelled: half-way between the most before and the
            least after.
    """

    forecasts: Floats
    lines: Floats
    p_over: NDArray[np.float64]

    @cached_property
    def _levelled(self) -> NDArray[np.float64]:
        most_before = np.maximum.accumulate(self.p_over, axis=0)
        least_after = np.minimum.accumulate(self.p_over[::-1], axis=0)[::-1]
        return np.asarray((most_before + least_after) / 2)

    def __call__(self, forecast: Floats, line: Floats, /) -> Floats:
        """P(over the line); NaN of a line that is not in the table or a forecast beyond it."""
        column = np.clip(np.searchsorted(self.lines, line), 0, len(self.lines) - 1)
        above = np.clip(np.searchsorted(self.forecasts, forecast), 1, len(self.forecasts) - 1)
        low, high = self.forecasts[above - 1], self.forecasts[above]
        share = (forecast - low) / (high - low)
        table = self._levelled
        found = (1 - share) * table[above - 1, column] + share * table[above, column]
        is_known = (self.lines[column] == line) & (share >= 0) & (share <= 1)
        return np.where(is_known, found, np.nan)
