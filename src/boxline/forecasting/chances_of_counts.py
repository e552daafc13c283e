"""How many of some trials succeed where their number is itself uncertain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.distribution import Distributions
from boxline.forecasting.rows import Floats


@dataclass(frozen=True, kw_only=True)
class CountFamily:
    """Beta-binomial counts: successes in n trials, at a rate that is not known exactly and moves
    with n.

    Attributes:
        precision: alpha + beta of the beta distribution of the rate; the greater, the surer.
        slope: what each trial above `usual` adds to the rate's log odds.
        usual: the number of trials at which the rate is the one given.
        most_trials, most: where both numbers end.
        lowest, highest, places: rates of the table between which is read, evenly by log odds.

    Source of the family: Skellam (1948), J. Royal Statistical Society B 10(2), 257-261.
    """

    precision: float
    slope: float
    usual: float
    most_trials: int
    most: int
    lowest: float = 0.06
    highest: float = 0.5
    places: int = 60

    def table(self) -> Floats:
        """The chance of k successes, shape (places, trials, successes); each row sums to 1."""
        odds = self._odds()[:, None]
        trials = np.arange(self.most_trials + 1)[None, :]
        rate = np.clip(_rate(odds + self.slope * (trials - self.usual)), 0.01, 0.7)
        hit, miss = rate * self.precision, (1 - rate) * self.precision
        each = np.arange(self.most_trials)[None, None, :]
        factors = np.log((miss[:, :, None] + each) / (self.precision + each))
        chances = np.zeros((self.places, self.most_trials + 1, self.most + 1))
        chances[:, :, 0] = np.exp(np.where(each < trials[:, :, None], factors, 0.0).sum(axis=2))
        for k in range(self.most):
            left = np.maximum(trials - k, 0) / (k + 1)
            step = left * (hit + k) / np.maximum(miss + trials - k - 1, 1e-9)
            chances[:, :, k + 1] = chances[:, :, k] * step
        return np.asarray(chances / chances.sum(axis=2, keepdims=True))

    def mixed(self, table: Floats, rate: Floats, trials: Distributions) -> Distributions:
        """The distribution of successes of some rows.

        Args:
            table: what `table()` gives; it is the same for all.
            rate: of each row, 0 to 1; NaN where unknown.
            trials: of each row, over 0 to `most_trials`.
        Returns:
            One distribution per row; of NaN where either is missing.
        """
        known = ~np.isnan(rate) & ~np.isnan(trials.cdf[:, 0])
        cdf = np.full((len(rate), self.most + 1), np.nan, dtype=np.float32)
        chance = np.diff(trials.cdf[known].astype(np.float64), axis=1, prepend=0.0)
        odds = np.log(rate[known] / (1 - rate[known]))
        place = np.interp(odds, self._odds(), np.arange(self.places))
        low = np.minimum(place.astype(np.intp), self.places - 2)
        share = (place - low)[:, None]
        # Rates share few places, so each place is worked out once and read by all of its rows.
        below = _by_place(table, low, chance)
        above = _by_place(table, low + 1, chance)
        summed = np.cumsum(below * (1 - share) + above * share, axis=1)
        cdf[known] = summed / summed[:, -1:]
        return Distributions(cdf)

    def _odds(self) -> Floats:
        low, high = (float(np.log(rate / (1 - rate))) for rate in (self.lowest, self.highest))
        return np.linspace(low, high, self.places)


def _rate(odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-odds))


def _by_place(table: Floats, place: NDArray[np.intp], trials: Floats) -> Floats:
    found = np.empty((len(place), table.shape[2]))
    for one in np.unique(place):
        chosen = place == one
        found[chosen] = trials[chosen] @ table[one]
    return found
