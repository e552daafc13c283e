"""Predictive distributions of whole numbers, learnt from how earlier forecasts turned out.

A forecast's distribution is that of what came after the forecasts nearest to it, all made out of
sample: an empirical conformal distribution (Vovk, Gammerman and Shafer 2005, Algorithmic Learning
in a Random World, ch. 2, with a neighbourhood in the forecast as the taxonomy).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Floats

#: Of how many forecasts nearest to it a distribution is made, and at how many places.
NEIGHBOURS, NODES = 1200, 160

#: Fewer earlier forecasts than this say nothing of a distribution.
LEAST_FORECASTS = 300


@dataclass(frozen=True)
class Distributions:
    """One distribution per row over 0, 1, 2, ...; a row of NaN where there is none.

    Attributes:
        cdf: shape (rows, numbers): the chance of at most 0, of at most 1, ...; the last is 1.
    """

    cdf: NDArray[np.float32]

    def at_most(self, line: Floats) -> Floats:
        """The chance of at most `line` in each row; NaN where row or line is missing."""
        floor = np.floor(np.nan_to_num(line, nan=0.0)).astype(np.int64)
        held = np.clip(floor, 0, self.cdf.shape[1] - 1)
        found = self.cdf[np.arange(len(held)), held].astype(np.float64)
        found = np.where(floor < 0, np.where(np.isnan(found), np.nan, 0.0), found)
        return np.where(np.isnan(line), np.nan, found)

    def over(self, line: Floats) -> Floats:
        """The chance of more than `line`; one that is met exactly is neither over nor under."""
        return 1.0 - self.at_most(line)

    def push(self, line: Floats) -> Floats:
        """The chance of exactly `line`: 0 where it is no whole number; NaN where row or line is
        missing."""
        reached = self.at_most(line)
        is_whole = line == np.floor(line)
        return np.where(is_whole, reached - self.at_most(line - 1.0), 0.0 * reached)

    def over_without_push(self, line: Floats) -> Floats:
        """The chance of more than `line` if it is not met exactly: what a de-vigged price says."""
        return self.over(line) / np.maximum(1.0 - self.push(line), 1e-9)

    def mean(self) -> Floats:
        """The expected value: the sum of the chances of more than 0, more than 1, ..."""
        return np.asarray((1.0 - self.cdf.astype(np.float64)).sum(axis=1))

    def quantile(self, share: float) -> Floats:
        """The least whole number that is not exceeded with a chance of `share` or more."""
        first = (self.cdf < share - 1e-6).sum(axis=1).astype(np.float64)
        return np.where(np.isnan(self.cdf[:, 0]), np.nan, first)

    def median(self) -> Floats:
        """The unrounded median: that of the whole numbers spread evenly over the unit around each,
        never under 0."""
        whole = self.quantile(0.5)
        up_to = self.at_most(whole)
        before = np.where(whole > 0, self.at_most(whole - 1.0), 0.0)
        within = (0.5 - before) / np.maximum(up_to - before, 1e-9)
        return np.maximum(whole - 0.5 + within, 0.0)


@dataclass(frozen=True)
class Calibration:
    """What came after forecasts of each size.

    Attributes:
        nodes: rising forecasts, shape (places,).
        cdf: shape (places, numbers): the distribution at each.
        forecasts: how many earlier ones it was made from.
    """

    nodes: Floats
    cdf: NDArray[np.float32]
    forecasts: int

    def of(self, forecast: Floats) -> Distributions:
        """The distributions of some forecasts, between the two nearest nodes in proportion, and at
        an outermost node beyond it."""
        place = np.interp(forecast, self.nodes, np.arange(len(self.nodes)))
        known = ~np.isnan(forecast)
        low = np.floor(np.where(known, place, 0.0)).astype(np.int64)
        high = np.minimum(low + 1, len(self.nodes) - 1)
        weight = (np.where(known, place, 0.0) - low).astype(np.float32)[:, None]
        mixed = self.cdf[low] * (1 - weight) + self.cdf[high] * weight
        mixed[~known] = np.nan
        return Distributions(mixed)


def calibration(
    forecast: Floats,
    actual: Floats,
    *,
    neighbours: int = NEIGHBOURS,
    places: int = NODES,
) -> Calibration | None:
    """Learn what comes after forecasts of each size.

    Each place takes its nearest earlier forecasts, what came after them moved by how far the
    forecast lay from the place, so that the largest forecasts are not judged by smaller ones.

    Args:
        forecast: earlier forecasts, made without knowing what came; NaN ones are left out.
        actual: the whole numbers that came.
    Returns:
        None where fewer than LEAST_FORECASTS are known.
    """
    known = ~np.isnan(forecast) & ~np.isnan(actual)
    forecast, actual = forecast[known], actual[known]
    if len(forecast) < LEAST_FORECASTS:
        return None
    order = np.argsort(forecast, kind="stable")
    forecast, actual = forecast[order], actual[order]
    size = min(neighbours, len(forecast))
    nodes = _places(forecast, places)
    top = int(actual.max()) + 2
    cdf = np.empty((len(nodes), top + 1), dtype=np.float32)
    for place, node in enumerate(nodes):
        middle = int(np.searchsorted(forecast, node))
        start = int(np.clip(middle - size // 2, 0, len(forecast) - size))
        near = slice(start, start + size)
        moved = np.clip(actual[near] + node - forecast[near], 0.0, top - 1.0)
        cdf[place] = _cdf(moved, top + 1)
    return Calibration(nodes, cdf, len(forecast))


def _places(forecast: Floats, places: int) -> Floats:
    """Rising nodes at equal shares of the forecasts, the least and the greatest among them."""
    shares: Sequence[float] = np.linspace(0.0, 1.0, places).tolist()
    return np.unique(np.quantile(forecast, shares))


def _cdf(values: Floats, numbers: int) -> NDArray[np.float64]:
    """The distribution of values; one between two whole numbers counts for both in proportion."""
    low = np.floor(values).astype(np.int64)
    part = values - low
    weights = np.bincount(low, 1.0 - part, numbers) + np.bincount(low + 1, part, numbers)
    shares = np.cumsum(weights) / len(values)
    shares[-1] = 1.0
    return shares
