"""Recent games weigh most: the predecessor's baseline without its adjustments.

Its adjustments (fatigue, pace, usage, venue) join with the features they need.
"""

from typing import Any

from boxline.forecasting.form import Form

NAME = "moving_average"

LAST_5_WEIGHT, LAST_10_WEIGHT, SEASON_WEIGHT = 0.5, 0.3, 0.2


def predict(form: Form[Any]) -> Any:
    """0.5 last 5, 0.3 last 10, 0.2 season.

    >>> predict(Form(season=20.0, last_10=24.0, last_5=30.0))
    26.2
    """
    recent = form.last_5 * LAST_5_WEIGHT + form.last_10 * LAST_10_WEIGHT
    return recent + form.season * SEASON_WEIGHT
