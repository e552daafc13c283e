"""The market as a system: the forecast that its line and price imply.

Of a line without a price (a pick'em site's) it is the line itself, which then is all that is said.
"""

from __future__ import annotations

import numpy as np

from boxline.forecasting import gradient_boosting
from boxline.forecasting.distribution import Calibration, Distributions
from boxline.forecasting.market import TabulatedFamily, implied_median
from boxline.forecasting.populations import EVERYBODY
from boxline.forecasting.rows import Floats
from boxline.forecasting.system import Forecast, Known, made

NAME = "market"

NO_LINE = "no line is known"
NO_FAMILY = "no distribution is learnt that would tell what the price says"
BEYOND = "no forecast has the chance that the price says"


def line_column(prop: str) -> str:
    """The column of the line that most bookmakers show; NaN without one."""
    return f"market_line_{prop}"


def chance_column(prop: str) -> str:
    """The column of the chance that the price gives the over if no push comes; NaN without one."""
    return f"market_over_{prop}"


def forecast(known: Known, prop: str) -> Forecast:
    """The median at which the boosted trees' distributions give the over the price's chance."""
    line = known.rows.floats(line_column(prop))
    chance = known.rows.floats(chance_column(prop))
    is_priced = ~np.isnan(line) & ~np.isnan(chance)
    learnt = known.learnt.calibrations.get((gradient_boosting.NAME, prop, EVERYBODY))
    value = np.where(is_priced, np.nan, line)
    if learnt is not None and is_priced.any():
        value[is_priced] = _implied(learnt, line[is_priced], chance[is_priced])
    return made(
        value,
        {
            NO_LINE: np.isnan(line),
            NO_FAMILY: is_priced & (learnt is None),
            BEYOND: np.isnan(value),
        },
        is_median=True,
    )


def even_number(learnt: Calibration, line: Floats) -> Floats:
    """What a line without a price says in a system's own terms: the forecast after which it is as
    often beaten as not, if no push comes.

    A mean lies above a median, so a mean of 0.5 threes is no even chance of one. The line itself
    where no forecast is an even chance; NaN without a line.
    """
    lines, place = np.unique(line, return_inverse=True)
    known = ~np.isnan(lines)
    even = lines.copy()
    if known.any():
        implied = _implied(learnt, lines[known], np.full(known.sum(), 0.5))
        even[known] = np.where(np.isnan(implied), lines[known], implied)
    return np.asarray(even[place])


def _implied(learnt: Calibration, line: Floats, chance: Floats) -> Floats:
    lines = np.unique(line)
    places = len(learnt.nodes)
    of_each = Distributions(np.repeat(learnt.cdf, len(lines), axis=0))
    table = of_each.over_without_push(np.tile(lines, places)).reshape(places, len(lines))
    family = TabulatedFamily(forecasts=learnt.nodes, lines=lines, p_over=table)
    return implied_median(family, line, chance, least=learnt.nodes[0], most=learnt.nodes[-1])
