"""What probabilities and distributions cost, row by row: the lower, the better.

Rows and not means are returned, so that two forecasters are compared on the same rows
(`intervals.difference_by_date`). NaN where the forecast or the outcome is missing.
"""

from __future__ import annotations

import numpy as np

from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.counted_rows import Column, as_floats
from boxline.forecasting.scoring.outcomes import Cdf, whole_outcomes

#: Log loss counts no probability as smaller: a certainty that fails costs 13.8, not infinity.
LEAST_PROBABILITY = 1e-6


def brier(probability: Column, came: Column) -> Floats:
    """Squared distance of a probability (0..1) from what came (1, or 0).

    Source: Brier (1950), Monthly Weather Review 78(1), 1-3.
    """
    return (as_floats(probability) - as_floats(came)) ** 2


def log_loss(probability: Column, came: Column) -> Floats:
    """Minus the natural logarithm of the probability that was given to what came (1, or 0).

    Source: Good (1952), J. Royal Statistical Society B 14(1), 107-114.
    """
    likely = np.clip(as_floats(probability), LEAST_PROBABILITY, 1 - LEAST_PROBABILITY)
    happened = as_floats(came)
    return -(happened * np.log(likely) + (1 - happened) * np.log(1 - likely))


def pinball(quantile: Column, outcomes: Column, level: float) -> Floats:
    """What a quantile costs: its distance times the level where it lay low, times 1 - level where
    it lay high. At 0.5 that is half the absolute error. `outcomes.quantile_of` reads a quantile
    from a distribution.

    Source: Koenker, Bassett (1978), Econometrica 46(1), 33-50.
    """
    short = as_floats(outcomes) - as_floats(quantile)
    return np.maximum(level * short, (level - 1) * short)


def crps(cdf: Cdf, outcomes: Column) -> Floats:
    """The continuous ranked probability score of a distribution over whole numbers, in units of the
    prop: sum over k of (P(value <= k) - 1 where k >= outcome)^2. Of a certain number it is the
    absolute error.

    Source: Gneiting, Raftery (2007), J. American Statistical Association 102(477), 359-378.

    Raises:
        ValueError: an outcome is no count.
    """
    came = whole_outcomes(outcomes)
    reached = np.arange(cdf.shape[1]) >= came[:, None]
    squares: Floats = ((cdf - reached) ** 2).sum(axis=1, dtype=np.float64)
    above_all: Floats = np.maximum(came - cdf.shape[1], 0)  # beyond K a distribution says 1
    return squares + above_all
