"""Recent games weigh most, and what speaks for or against a player tonight moves their mean.

The predecessor's baseline (`moving_average_baseline_v1`), with its sizes and the signs that they
should have had. Its sizes are those that users know, not what was measured: over 2015-24 a tired
player fell short of such a mean by 0.4 points, and one on a second night, if he played, did not. In
2024-25 they made the error of points 1 % larger, mostly by what a second night takes.
"""

import numpy as np

from boxline.forecasting.prop_levels import ALL_PROPS, for_each_point, parts_of
from boxline.forecasting.rows import Floats, Rows
from boxline.forecasting.system import NO_GAME_THIS_SEASON, Forecast, Known, made

NAME = "moving_average"
PROPS = ALL_PROPS

LAST_5_WEIGHT, LAST_10_WEIGHT, SEASON_WEIGHT = 0.5, 0.3, 0.2

#: Points for who is tired, by freshness (100 is fresh): below the first, and below the second.
TIRED_BELOW, WORN_OUT_BELOW = 70, 50
TIRED, WORN_OUT = -1.0, -2.5

#: Points on the second of two nights, and at home; as many are lost away.
BACK_TO_BACK = -1.5
AT_HOME = 0.5

#: Feature -> points for each unit of it.
FOR_EACH = {"pace_score": 0.3, "usage_spike_score": 0.4}

#: Points for each percentage point that the opponent allows more from where he shoots; of props
#: that shots bring.
FOR_ZONES = 0.3
OF_SHOTS = ("points", "threes")


def forecast(known: Known, prop: str) -> Forecast:
    """0.5 last 5, 0.3 last 10, 0.2 season, plus `adjustment`; never below 0. Of a sum the sum of
    what is expected of its parts. Missing before the season's first game."""
    value = np.zeros(len(known.rows))
    for part in parts_of(prop):
        last_5, last_10, season = (
            known.rows.floats(f"{part}_avg_{window}") for window in ("last_5", "last_10", "season")
        )
        value += LAST_5_WEIGHT * last_5 + LAST_10_WEIGHT * last_10 + SEASON_WEIGHT * season
        value += adjustment(known.rows, part)
    return made(np.maximum(value, 0.0), {NO_GAME_THIS_SEASON: np.isnan(value)})


def adjustment(rows: Rows, prop: str) -> Floats:
    """What tonight adds to the mean, of a prop that is no sum.

    The sizes are points. Of another prop they are in proportion to its level (`prop_levels`): a
    point for each 10.5 that are usual are 0.4 rebounds for each 4.2. Zones move what shots bring
    alone. The sizes are adjustments and no required inputs: one that is missing (no shots are
    charted, no opponent's game yet, a box score is late) adds nothing.

    The predecessor took 2.5 points above 70 and 1 above 50 of a score on which 100 is fresh, so
    from whoever was rested. Here they are lost below 50 and below 70.
    """
    fresh = rows.floats("fatigue_score")
    tired = np.where(fresh < WORN_OUT_BELOW, WORN_OUT, np.where(fresh < TIRED_BELOW, TIRED, 0.0))
    second_night = np.where(rows.floats("is_back_to_back") == 1, BACK_TO_BACK, 0.0)
    points = tired + second_night + np.where(rows.floats("is_home") == 1, AT_HOME, -AT_HOME)
    for name, size in FOR_EACH.items():
        points += size * np.nan_to_num(rows.floats(name))
    if prop in OF_SHOTS:
        points += FOR_ZONES * np.nan_to_num(rows.floats("shot_zone_mismatch_score"))
    return points * for_each_point(prop)
