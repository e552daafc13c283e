"""The mean of the last ten games played this season."""

import numpy as np

from boxline.forecasting.prop_levels import ALL_PROPS
from boxline.forecasting.system import NO_GAME_THIS_SEASON, Forecast, Known, made

NAME = "last_10"
PROPS = ALL_PROPS


def forecast(known: Known, prop: str) -> Forecast:
    """The mean over the last ten games, fewer where there are fewer: `{prop}_avg_last_10`, which is
    missing before the season's first game."""
    mean = known.rows.floats(f"{prop}_avg_last_10")
    return made(mean, {NO_GAME_THIS_SEASON: np.isnan(mean)})
