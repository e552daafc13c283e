"""How much of a model's distance to the market comes true, and its forecast drawn in by that.

Source: Mincer and Zarnowitz (1969), The evaluation of economic forecasts, in: Economic Forecasts
and Expectations, NBER, 3-46 (the regression of what came on what was expected).
"""

from __future__ import annotations

import numpy as np

from boxline.forecasting.rows import Floats


def fitted_slope(model: Floats, market: Floats, actual: Floats) -> float:
    """The least-squares slope, beside an intercept, of (actual - market) on (model - market).

    1 of a model that is right where it differs from the market, 0 of one whose difference means
    nothing.

    Args:
        model, market, actual: in one unit, be it the prop's (forecast, implied median, what came)
            or chances (P(over) of both; 1, 0).
    Returns:
        NaN with fewer than two rows that have all three, or where all distances are equal.
    """
    is_whole = ~np.isnan(model + market + actual)
    if not is_whole.any():
        return np.nan
    apart = (model - market)[is_whole]
    apart = apart - apart.mean()
    spread = apart @ apart
    return float(apart @ (actual - market)[is_whole] / spread) if spread > 0 else np.nan


def shrunken(model: Floats, market: Floats, slope: Floats) -> Floats:
    """The model's number drawn to the market's: all the way at a slope of 0, not at all at 1.

    A slope outside of 0 to 1 is taken as the nearer end: nobody bets against a model because it
    was wrong so far, nor trusts it beyond its own word. NaN where any of the three is missing.
    """
    return np.asarray(market + np.clip(slope, 0, 1) * (model - market))
