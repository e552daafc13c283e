"""Rows of features written by hand, as systems read them."""

from __future__ import annotations

from typing import Any

import numpy as np

from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known

#: Of each prop: mean of the season, of the last ten games and of the last five.
MEANS = {
    "points": (20.0, 24.0, 30.0),
    "rebounds": (4.0, 5.0, 6.0),
    "assists": (2.0, 1.0, 3.0),
    "threes": (1.0, 2.0, 1.0),
    "points_rebounds_assists": (26.0, 30.0, 39.0),
}

#: A fresh player away from home, for whom and against whom nothing speaks.
NEUTRAL: dict[str, Any] = {
    "player_id": 1,
    "season": "2024-25",
    "game_day": 20_000,
    **{
        f"{prop}_avg_{window}": mean
        for prop, means in MEANS.items()
        for window, mean in zip(("season", "last_10", "last_5"), means, strict=True)
    },
    **{f"{prop}_form_forecast": means[0] for prop, means in MEANS.items() if "_" not in prop},
    "minutes_blend": 30.0,
    "days_rest": 2,
    "is_back_to_back": False,
    "is_home": False,
    "fatigue_score": 100,
    "pace_score": 0.0,
    "usage_spike_score": 0.0,
    "shot_zone_mismatch_score": 0.0,
    "opponent_defensive_rating_last_15": 112.0,
    "field_goals_attempted_ewm_8": 15.0,
    "paint_rate_percent_last_10": 40.0,
    "mid_range_rate_percent_last_10": 20.0,
    "three_rate_percent_last_10": 40.0,
    "paint_allowed_vs_league_percent": 0.0,
    "mid_range_allowed_vs_league_percent": 0.0,
    "three_allowed_vs_league_percent": 0.0,
    "shot_zones_missing_reason": None,
}


def rows_of(*changes: dict[str, Any]) -> Rows:
    """A row for each, neutral but for its changes; None is missing: NaN, or no text."""
    given = [NEUTRAL | change for change in changes]
    columns = {}
    for name in dict.fromkeys(name for row in given for name in row):
        values = [row.get(name) for row in given]
        is_text = name in ("season", "shot_zones_missing_reason")
        told = values if is_text else [np.nan if value is None else value for value in values]
        columns[name] = np.array(told, dtype=object if is_text else None)
    return Rows(columns)


def known_of(*changes: dict[str, Any]) -> Known:
    """Neutral rows but for these changes, and no earlier games."""
    return Known(rows=rows_of(*changes))
