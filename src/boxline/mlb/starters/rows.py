"""Starts as rows of arrays: those that were made, and those that are to come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.decayed_sums import Whole
from boxline.forecasting.rows import Flags, Floats, Rows

#: Days as whole numbers from 1970 on.
DAY = "game_day"

#: Whose start, against whom, where and before whom; known of every start, but for the park and the
#: plate umpire, which are -1 where nobody tells them.
WHOSE = ("player_id", "team_id", "opponent_team_id", "venue_id", "umpire_id", "is_home", DAY)

#: What came of it; NaN of one to come, `pitches` also where the source does not tell.
CAME = ("strikeouts", "batters_faced", "outs", "pitches")

#: Fewer batters are an injury or a whim of the weather: nothing to learn from.
LEAST_BATTERS = 3

_EPOCH = np.datetime64("1970-01-01", "D")


def is_made(starts: Rows) -> Flags:
    """Whether what came of each is known."""
    return ~np.isnan(starts.floats("batters_faced"))


def both(made: Rows, to_come: Rows) -> Rows:
    """Starts that were made, then those to come, of which nothing came yet."""
    columns = {name: np.concatenate([made[name], to_come[name]]) for name in WHOSE}
    nothing = np.full(len(to_come), np.nan)
    for name in CAME:
        columns[name] = np.concatenate([made.floats(name), nothing])
    return Rows(columns)


def day_numbers(dates: NDArray[np.generic]) -> Whole:
    """Days from 1970 on of dates."""
    return dates.astype("datetime64[D]").astype(np.int64)


def month_of(day: Whole) -> Floats:
    """1 to 12."""
    months = (_EPOCH + day).astype("datetime64[M]").astype(np.int64)
    return np.asarray(months % 12 + 1, dtype=np.float64)


def days_into_season(day: Whole) -> Floats:
    """Days since 28 March of the year, about when seasons begin; negative before."""
    dates = _EPOCH + day
    january = dates.astype("datetime64[Y]").astype("datetime64[D]")
    return np.asarray((dates - january).astype(np.float64) - 86.0)
