"""Forecasting systems: functions of a player's form, which know no storage."""

from boxline.forecasting import last_10, moving_average, season_average
from boxline.forecasting.form import Form

#: name -> the system's mean forecast. Adding a system is one module and one line.
SYSTEMS = {
    season_average.NAME: season_average.predict,
    last_10.NAME: last_10.predict,
    moving_average.NAME: moving_average.predict,
}

__all__ = ["SYSTEMS", "Form"]
