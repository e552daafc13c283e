"""Who says what of a starter's strikeouts and outs: means of his own, and what models expect.

Unlike systems of `boxline.forecasting`, these read a starter's features as they stand, and what was
learnt is of both props at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.distribution import Distributions
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import Forecast, made
from boxline.mlb.props import PROP_TYPES
from boxline.mlb.starters.bottom_up import NO_ARM, NO_ORDER
from boxline.mlb.starters.distributions import LEAST_FORECASTS, strikeouts_at
from boxline.mlb.summary.starts import NO_START_YET

SEASON_AVERAGE, LAST_5 = "season_average", "last_5"
BATTERS_THEN_RATE, BOTTOM_UP = "batters_then_rate", "bottom_up"

#: Each system, and the props it speaks of.
SYSTEMS: Mapping[str, tuple[str, ...]] = {
    SEASON_AVERAGE: PROP_TYPES,
    LAST_5: PROP_TYPES,
    BATTERS_THEN_RATE: PROP_TYPES,
    BOTTOM_UP: ("strikeouts",),
}

#: Which of them speaks first.
MAIN = BATTERS_THEN_RATE

#: Why nothing is summed up of an order.
NOT_TOLD = (NO_ORDER, NO_ARM)

NOTHING_LEARNT = f"fewer than {LEAST_FORECASTS} earlier starts to learn from"

#: What the means of his own are read from.
_MEANS = {"strikeouts": "strikeouts_mean_last_5", "outs": "outs_mean_last_5"}
_SUMS = {"strikeouts": "season_strikeouts", "outs": "season_outs"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one system says of one prop of some starts.

    Attributes:
        distribution: None of systems that learn none.
        batters: those it expects; None of systems that expect none.
    """

    system: str
    prop: str
    forecast: Forecast
    distribution: Distributions | None = None
    batters: Floats | None = None


def say(starters: Rows, spread: Mapping[str, Distributions]) -> list[Said]:
    """What every system says of every prop it speaks of.

    Args:
        starters: with features and what `starter_forecasts` expects.
        spread: the distributions of `distributions.spread`; empty where nothing was learnt yet.
    """
    found = []
    for prop in PROP_TYPES:
        started = starters.floats("season_starts")
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = starters.floats(_SUMS[prop]) / started
        is_first = started == 0
        none = {NO_START_YET: is_first}
        last = starters.floats(_MEANS[prop])
        found += [
            Said(system=SEASON_AVERAGE, prop=prop, forecast=made(mean, none)),
            Said(system=LAST_5, prop=prop, forecast=made(last, none)),
            _learnt(BATTERS_THEN_RATE, prop, starters, spread.get(prop)),
        ]
    return [*found, _bottom_up(starters, spread)]


def _learnt(
    system: str,
    prop: str,
    starters: Rows,
    distribution: Distributions | None,
    reasons: Mapping[str, NDArray[np.bool_]] | None = None,
) -> Said:
    """The whole number that splits the distribution: it errs least, as what comes is whole."""
    unlearnt = np.full(len(starters), distribution is None)
    value = np.full(len(starters), np.nan) if distribution is None else distribution.quantile(0.5)
    said = made(value, {**(reasons or {}), NOTHING_LEARNT: unlearnt}, is_median=True)
    batters = np.where(np.isnan(said.value), np.nan, starters.floats("expected_batters_faced"))
    return Said(system=system, prop=prop, forecast=said, distribution=distribution, batters=batters)


def _bottom_up(starters: Rows, spread: Mapping[str, Distributions]) -> Said:
    """As many batters, and of each what the line-up says in place of what the models do."""
    told = starters.floats("bottom_up_strikeouts")
    distribution = None
    if spread:
        rate = np.clip(told / starters.floats("expected_batters_faced"), 0.01, 0.7)
        distribution = strikeouts_at(rate, spread["batters_faced"])
    is_missing = np.isnan(told)
    reasons = {why: is_missing & (starters["no_line_up_reason"] == why) for why in NOT_TOLD}
    return _learnt(BOTTOM_UP, "strikeouts", starters, distribution, reasons)
