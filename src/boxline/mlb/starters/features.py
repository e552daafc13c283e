"""The 35 features of a start, each with its meaning; and why one is missing.

They are those of the predecessor's `pitcher_ml_features`, in correct form: nothing stands in for
what is not known, and implied runs come from total and spread.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import Column, Flag, Float, Int
from boxline.forecasting.rows import Rows
from boxline.mlb.form import VELOCITY_STARTS
from boxline.mlb.starters.bottom_up import NO_ORDER
from boxline.mlb.summary import opponent, park, starts, workload

VELOCITY_NOW = f"fastball_velocity_mph_last_{VELOCITY_STARTS}"
VELOCITY_SEASON = "season_fastball_velocity_mph"

_TAKEN = {
    column.name: column
    for family in (starts, workload, opponent, park)
    for column in family.COLUMNS
}

NOT_MEASURED = "Statcast tells of no four-seam fastball of his this season"
NO_OUT = "no out in those starts"
ONE_START = "fewer than two starts this season"
ONE_PLACE = "no out this season at home, or none on the road"
ONE_LIGHT = "no out this season by day, or none by night"
NO_LIGHT = "no source tells whether it is a day game"
NO_PITCHES = "a source of his starts does not tell pitches"
FIRST_GAME = "his first game of the season"
NOT_REACHED = "a source does not tell who reached base"
NO_UMPIRE = "no source tells the umpire by the cut-off"
NEW_UMPIRE = "no earlier game is known that the umpire called"
NO_TOTAL = "no bookmaker's total was known by the cut-off"
NO_SPREAD = "no bookmaker's total and spread were known by the cut-off"
NO_TWO_STRIKES = "no source tells his pitches with two strikes"


def _own(name: str, unit: str, low: float, high: float, doc: str) -> Column:
    return Column(name, Float, unit, low, high, nullable=True, doc=doc)


#: Each feature in the predecessor's order (f00 to f34).
FEATURES = (
    _TAKEN["strikeouts_mean_last_3"],
    _TAKEN["strikeouts_mean_last_5"],
    _TAKEN["strikeouts_mean_last_10"],
    _TAKEN["strikeouts_deviation_last_10"],
    _TAKEN["outs_mean_last_5"],
    _TAKEN["season_strikeouts_per_9"],
    _TAKEN["season_earned_run_average"],
    _TAKEN["season_walks_and_hits_per_inning"],
    _TAKEN["season_starts"],
    _TAKEN["season_strikeouts"],
    Column("is_home", Flag, doc="Whether his team bats last."),
    _own(
        "home_away_strikeouts_per_9",
        "per 9 innings",
        -300,
        300,
        "Of the season's starts at home less that of those on the road.",
    ),
    Column("is_day_game", Flag, nullable=True, doc="As MLB's schedule says."),
    _own(
        "day_night_strikeouts_per_9",
        "per 9 innings",
        -300,
        300,
        "Of the season's starts by day less that of those by night.",
    ),
    _TAKEN["strikeouts_per_9_vs_opponent"],
    _TAKEN["opponent_strikeout_share"],
    _TAKEN["opponent_on_base_share"],
    _TAKEN["ballpark_strikeout_factor"],
    _own("game_total", "runs", 0, 60, "The mean over bookmakers by the cut-off."),
    _own(
        "opponent_implied_runs",
        "runs",
        0,
        40,
        "Half of total and his side's spread together: what the market expects the opponent to "
        "score.",
    ),
    _TAKEN["days_since_last_game"],
    _TAKEN["games_last_30_days"],
    _TAKEN["pitches_mean_last_5"],
    _TAKEN["season_outs"],
    Column("is_postseason", Flag, doc="Whether it is no game of the regular season."),
    _own(
        "bottom_up_strikeouts",
        "strikeouts",
        0,
        30,
        "Sum over the line-up of each batter's plate appearances against him times his chance to "
        "strike out: see `mlb.starters.bottom_up`.",
    ),
    _own(
        "line_up_strikeout_share",
        "share",
        0,
        1,
        "The line-up's strikeouts per plate appearance against his hand, each drawn towards the "
        "league's.",
    ),
    _own("platoon_share", "share", 0, 1, "Share of the line-up that bats from his throwing side."),
    _own(
        "umpire_strikeout_factor",
        "ratio",
        0,
        10,
        "Strikeouts in the plate umpire's games over what the starters let one expect.",
    ),
    _own("projected_outs", "outs", 0, 60, "By his own past alone: batters faced x outs of each."),
    _own(
        "velocity_trend_mph",
        "mph",
        -20,
        20,
        f"Velocity of his four-seam fastballs, last {VELOCITY_STARTS} starts less the season's.",
    ),
    _TAKEN["season_whiff_share"],
    _own(
        "put_away_share",
        "share",
        0,
        1,
        "Strikeouts per pitch thrown with two strikes, the season.",
    ),
    Column(
        "weak_spots",
        Int,
        "batters",
        0,
        9,
        nullable=True,
        doc="Batters of the line-up who strike out a quarter more often than the league.",
    ),
    _own(
        "matchup_edge",
        "log ratio",
        -5,
        5,
        "Log of the line-up's strikeouts per plate appearance over the league's.",
    ),
)

FEATURE_NAMES = tuple(column.name for column in FEATURES)

#: What says why one is missing: a column that may, then words for all else.
_WHY: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("strikeouts_mean_last_3", "strikeouts_mean_last_5", "strikeouts_mean_last_10"),
        ("no_form_reason", starts.NO_START_YET),
    ),
    **dict.fromkeys(
        ("outs_mean_last_5", "season_strikeouts", "season_outs"),
        ("no_form_reason", starts.NO_START_YET),
    ),
    "strikeouts_deviation_last_10": ("no_form_reason", ONE_START),
    "season_strikeouts_per_9": ("no_form_reason", NO_OUT),
    "season_earned_run_average": ("no_earned_runs_reason", NO_OUT),
    "season_walks_and_hits_per_inning": ("no_form_reason", NO_OUT),
    "home_away_strikeouts_per_9": ("no_form_reason", ONE_PLACE),
    "is_day_game": ("", NO_LIGHT),
    "day_night_strikeouts_per_9": ("no_form_reason", ONE_LIGHT),
    "strikeouts_per_9_vs_opponent": ("no_meeting_reason", NO_OUT),
    "opponent_strikeout_share": ("no_opponent_reason", opponent.FIRST_GAME),
    "opponent_on_base_share": ("no_opponent_reason", NOT_REACHED),
    "ballpark_strikeout_factor": ("no_ballpark_reason", park.TOO_FEW),
    "game_total": ("", NO_TOTAL),
    "opponent_implied_runs": ("", NO_SPREAD),
    "days_since_last_game": ("", FIRST_GAME),
    "pitches_mean_last_5": ("no_form_reason", NO_PITCHES),
    **dict.fromkeys(
        ("bottom_up_strikeouts", "line_up_strikeout_share", "platoon_share"),
        ("no_line_up_reason", NO_ORDER),
    ),
    **dict.fromkeys(("weak_spots", "matchup_edge"), ("no_line_up_reason", NO_ORDER)),
    "umpire_strikeout_factor": ("no_umpire_reason", NEW_UMPIRE),
    "velocity_trend_mph": ("no_form_reason", NOT_MEASURED),
    "season_whiff_share": ("no_statcast_reason", starts.NOT_TRACKED),
    "put_away_share": ("", NO_TWO_STRIKES),
}


def feature_columns() -> tuple[Column, ...]:
    """The columns of the features; those that may be missing say that `missing_reasons` tells."""
    return tuple(
        replace(column, doc=f"{column.doc.rstrip('.')}. NULL with a reason in `missing_reasons`.")
        if column.nullable
        else column
        for column in FEATURES
    )


def missing_reasons(rows: Rows) -> NDArray[np.object_]:
    """Why each missing feature of a row is: `feature: why`, with semicolons between; None where
    none is missing."""
    told: list[list[str]] = [[] for _ in range(len(rows))]
    for name in FEATURE_NAMES:
        if name not in _WHY:
            continue
        column, otherwise = _WHY[name]
        for place in np.flatnonzero(_is_missing(rows[name])):
            found = rows[column][place] if column in rows else None
            told[place].append(f"{name}: {found or otherwise}")
    found_of = np.full(len(rows), None, dtype=object)
    found_of[:] = ["; ".join(reasons) or None for reasons in told]
    return found_of


def _is_missing(values: NDArray[np.generic]) -> NDArray[np.bool_]:
    if values.dtype == object:
        return np.array([value is None for value in values], dtype=bool)
    if values.dtype.kind == "f":
        return np.isnan(values.astype(np.float64))
    return np.zeros(len(values), dtype=bool)
