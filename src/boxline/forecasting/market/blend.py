"""A model's chance and the market's, blended on the logit scale by one weight.

Source: Genest and Zidek (1986), Combining probability distributions, Statistical Science 1(1),
114-135 (the logarithmic pool, which on two outcomes is linear in the logits).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from boxline.forecasting.market.bisection import crossing
from boxline.forecasting.rows import Floats

#: A chance is believed no nearer to 0 and 1 than this: some 1,000 earlier errors tell no finer, and
#: one surprise must not decide a weight.
LEAST_CHANCE = 0.001


def blend(model_p: Floats, market_p: Floats, weight: ArrayLike) -> Floats:
    """The chance between the model's and the market's.

    Args:
        model_p, market_p: chances of the over if no push comes, clipped to LEAST_CHANCE.
        weight: the model's, 0 to 1: at 0 the market speaks alone. One, or one per row.
    Returns:
        NaN where either chance or the weight is missing: nothing stands in for it.

    >>> blend(np.array([0.8, 0.8]), np.array([0.5, 0.5]), [0.0, 0.5]).round(4)
    array([0.5   , 0.6667])
    """
    model, market = _logit(model_p), _logit(market_p)
    return _chance(market + np.asarray(weight, dtype=np.float64) * (model - market))


def fitted_weight(model_p: Floats, market_p: Floats, outcome: Floats) -> float:
    """The model's weight between 0 and 1 with the least log loss on these rows.

    The loss is convex in the weight, so its slope crosses zero once; where it rises all the way the
    weight is 0, where it falls all the way 1.

    Args:
        outcome: 1 of an over, 0 of an under, NaN of neither.
    Returns:
        NaN without a row that has all three; such rows alone count. 0 where both always agree.
    """
    is_whole = ~np.isnan(model_p + market_p + outcome)
    if not is_whole.any():
        return np.nan
    model, market, came = (_logit(model_p[is_whole]), _logit(market_p[is_whole]), outcome[is_whole])
    apart = model - market

    def slope(weight: Floats) -> Floats:
        return np.atleast_1d(np.mean((_chance(market + weight * apart) - came) * apart))

    ends = np.zeros(1), np.ones(1)
    if slope(ends[0])[0] >= 0:
        return 0.0
    return float(crossing(slope, *ends)[0])


def _logit(chance: Floats) -> Floats:
    believed = np.clip(chance, LEAST_CHANCE, 1 - LEAST_CHANCE)
    return np.asarray(np.log(believed) - np.log1p(-believed))


def _chance(logit: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logit)))
