"""From what is expected of a start to how likely each number of strikeouts and outs is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from boxline.forecasting.chances_of_counts import CountFamily
from boxline.forecasting.distribution import Distributions
from boxline.forecasting.nearby_outcomes import nearby_outcomes
from boxline.forecasting.rows import Floats, Rows

#: The most that is told of one start.
MOST_BATTERS, MOST_STRIKEOUTS, MOST_OUTS = 40, 20, 27

#: How sure a rate is, and how much it rises with each batter more: short starts are the bad ones.
STRIKEOUTS = CountFamily(
    precision=150.0, slope=0.010, usual=22.0, most_trials=MOST_BATTERS, most=MOST_STRIKEOUTS
)

#: Forecasts so near count, in batters and in outs.
BANDWIDTH = 0.7

BATTERS_AT, OUTS_AT = np.arange(5.0, 30.01, 0.5), np.arange(3.0, 22.01, 0.5)

#: Fewer earlier forecasts than this say nothing of a distribution. While fewer than the second
#: number were made by a model, those without one are heard too.
LEAST_FORECASTS, ENOUGH_BY_MODEL = 300, 600


@lru_cache(maxsize=1)
def _strikeout_table() -> Floats:
    return STRIKEOUTS.table()


def strikeouts_at(rate: Floats, batters: Distributions) -> Distributions:
    """Strikeouts at a rate per batter (at 22 of them), where so many batters may come up."""
    return STRIKEOUTS.mixed(_strikeout_table(), rate, batters)


def spread(expected: Mapping[str, Floats], earlier: Rows) -> dict[str, Distributions]:
    """The distributions of `batters_faced`, `strikeouts` and `outs` of some starts.

    Args:
        expected: what `model.expect` says of them.
        earlier: starts that were made: `expected_batters_faced`, `expected_outs` and `is_by_model`
            as they were before, and `batters_faced` and `outs` as they came.
    Returns:
        Nothing where too few starts came before.
    """
    if earlier.floats("is_by_model").sum() >= ENOUGH_BY_MODEL:
        earlier = earlier.where(earlier.floats("is_by_model") > 0)
    if len(earlier) < LEAST_FORECASTS:
        return {}
    batters = nearby_outcomes(
        earlier.floats("expected_batters_faced"),
        earlier.floats("batters_faced"),
        nodes=BATTERS_AT,
        bandwidth=BANDWIDTH,
        most=MOST_BATTERS,
    ).of(expected["batters_faced"])
    outs = nearby_outcomes(
        earlier.floats("expected_outs"),
        earlier.floats("outs"),
        nodes=OUTS_AT,
        bandwidth=BANDWIDTH,
        most=MOST_OUTS,
    ).of(expected["outs"])
    strikeouts = strikeouts_at(expected["strikeout_rate"], batters)
    return {"batters_faced": batters, "strikeouts": strikeouts, "outs": outs}
