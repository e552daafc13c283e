"""What probabilities cost, row by row: the lower, the better.

Rows and not means are returned, so that two forecasters are compared on the same rows
(`intervals.difference_by_date`). NaN where the forecast or the outcome is missing.
"""

from __future__ import annotations

import numpy as np

from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.counted_rows import Column, as_floats

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
