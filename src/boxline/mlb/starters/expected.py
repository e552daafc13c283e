"""The rows of the features of starters who were announced."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.decayed_sums import Whole
from boxline.forecasting.rows import Floats, Rows
from boxline.mlb.starters.bottom_up import of_line_ups
from boxline.mlb.starters.features import (
    NO_UMPIRE,
    VELOCITY_NOW,
    VELOCITY_SEASON,
    missing_reasons,
)
from boxline.mlb.starters.rows import DAY, both, day_numbers
from boxline.mlb.starters.standing import standing


def features_of(
    announced: Rows, starts: Rows, appearances: Rows, batters: Rows, *, fresh_days: int
) -> Rows:
    """Each announced starter with all features, and why those that are missing are.

    Args:
        announced: `mlb.summary`'s columns of each, and whose start it is.
        starts: starts of earlier days; of a range of days also of some of its own.
        appearances: every game anybody pitched in.
        batters: the orders that the starters will face, as `opposing_batters` gives them.
    """
    to_come, made = _with_days(announced), _with_days(starts)
    every = both(made, to_come)
    is_to_come = np.arange(len(made), len(every))
    stood = standing(every, _with_days(appearances)).where(is_to_come)
    found = to_come.with_columns(**stood.columns)
    told, why = of_line_ups(found, batters)
    no_umpire = np.full(len(found), None, dtype=object)
    no_umpire[found.floats("umpire_id") < 0] = NO_UMPIRE
    found = found.with_columns(
        **told,
        **{f"starts_last_{fresh_days}_days": _starts_lately(to_come, made, fresh_days)},
        **_differences(to_come),
        line_up_kind=_kinds(found, batters),
        projected_outs=stood.floats("outs_rate_own") * stood.floats("batters_own"),
        no_line_up_reason=why,
        no_umpire_reason=no_umpire,
    )
    return found.with_columns(missing_reasons=missing_reasons(found))


def _kinds(starters: Rows, batters: Rows) -> NDArray[np.object_]:
    """How surely the order that each faces was known; None without one."""
    ids = zip(batters["game_id"], batters["player_id"], strict=True)
    kinds = dict(zip(ids, batters["line_up_kind"], strict=True))
    found = np.full(len(starters), None, dtype=object)
    wanted = zip(starters["game_id"], starters["player_id"], strict=True)
    found[:] = [kinds.get(key) for key in wanted]
    return found


def _with_days(rows: Rows) -> Rows:
    return rows.with_columns(**{DAY: day_numbers(rows["game_date"])})


def _differences(rows: Rows) -> dict[str, Floats]:
    def less(one: str, other: str) -> Floats:
        return rows.floats(one) - rows.floats(other)

    return {
        "home_away_strikeouts_per_9": less("strikeouts_per_9_home", "strikeouts_per_9_away"),
        "day_night_strikeouts_per_9": less("strikeouts_per_9_by_day", "strikeouts_per_9_by_night"),
        "velocity_trend_mph": less(VELOCITY_NOW, VELOCITY_SEASON),
    }


def _starts_lately(to_come: Rows, made: Rows, days: int) -> Whole:
    """How many starts of his lie within so many days before each."""
    room = 1_000_000
    keys = np.sort(made["player_id"].astype(np.int64) * room + made[DAY].astype(np.int64))
    his = to_come["player_id"].astype(np.int64) * room + to_come[DAY].astype(np.int64)
    until, since = np.searchsorted(keys, his), np.searchsorted(keys, his - days)
    return np.asarray(until - since, dtype=np.int64)
