"""Expected minutes times what he does in a minute, shrunk towards the league."""

import numpy as np

from boxline.forecasting.prop_levels import ALL_PROPS, parts_of
from boxline.forecasting.system import Forecast, Known, made

NAME = "empirical_bayes"
PROPS = ALL_PROPS

NO_GAME_IN_REACH = "no game this season or last"
NO_MINUTE_IN_REACH = "no minute of his to tell a rate from"


def forecast(known: Known, prop: str) -> Forecast:
    """`{prop}_form_forecast`: minutes_blend x (0.6 `{prop}_rate` + 0.4 of the lately usual). The
    features hold it, because models read it too. Of a sum the sum of its parts.

    The rate is (n EWM(stat) + K league) / (n EWM(minutes) + K): the posterior mean of a Poisson
    rate under a gamma prior of K minutes.

    Source:
        Efron and Morris (1975), J. Am. Stat. Assoc. 70, 311-319; for rates, Robbins' gamma-Poisson
        case, as in Casella (1985), Am. Stat. 39(2), 83-87.
    """
    value = np.zeros(len(known.rows))
    for part in parts_of(prop):
        value += known.rows.floats(f"{part}_form_forecast")
    is_unknown = np.isnan(known.rows.floats("minutes_blend"))
    return made(value, {NO_GAME_IN_REACH: is_unknown, NO_MINUTE_IN_REACH: np.isnan(value)})
