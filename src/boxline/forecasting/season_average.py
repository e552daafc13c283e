"""The mean of the season to date."""

import numpy as np

from boxline.forecasting.prop_levels import ALL_PROPS
from boxline.forecasting.system import NO_GAME_THIS_SEASON, Forecast, Known, made

NAME = "season_average"
PROPS = ALL_PROPS


def forecast(known: Known, prop: str) -> Forecast:
    """The mean over all earlier games of the season, `{prop}_avg_season`, which is missing before
    the first."""
    mean = known.rows.floats(f"{prop}_avg_season")
    return made(mean, {NO_GAME_THIS_SEASON: np.isnan(mean)})
