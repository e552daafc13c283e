"""How good a row of features is, computed from the very columns that are stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from operator import add

from boxline.catalog import Column, Flag, Float, Rel, Text
from boxline.nba import lookback
from boxline.nba.analytics.upcoming_team_game_context import UPCOMING_TEAM_GAME_CONTEXT
from boxline.nba.features.columns import taken
from boxline.nba.quality import TIERS, TIERS_IN_WORDS, tier_of

#: What no model does without; the first that is NULL is the reason why a row is not eligible, where
#: what it looks back on is there.
REQUIRED = (
    "minutes_blend",
    "points_form_forecast",
    "rebounds_form_forecast",
    "assists_form_forecast",
    "threes_form_forecast",
    "team_points_ewm_12",
    "opponent_allowed_points_ewm_12",
)

COLUMNS = (
    *(
        replace(column, nullable=column.name != lookback.NAMES[0])
        for column in taken(UPCOMING_TEAM_GAME_CONTEXT, lookback.NAMES)
    ),
    Column(
        "is_eligible",
        Flag,
        doc=f"Whether a model may use the row: fewer than {lookback.BLOCKED_FROM} box scores of "
        f"the side's last games are missing, and none of {', '.join(REQUIRED)} is NULL.",
    ),
    Column(
        "ineligible_reason",
        Text,
        nullable=True,
        one_of=(lookback.BLOCKED, *(f"no {name}" for name in REQUIRED)),
        doc="That box scores are missing, which `missing_game_ids` names, or else the first "
        "required feature that is NULL; NULL where the row is eligible.",
    ),
    Column(
        "known_share",
        Float,
        "share",
        0,
        1,
        decimals=6,
        doc="Of the features that are not of the market, those that are not NULL.",
    ),
    Column(
        "quality_tier",
        Text,
        one_of=TIERS,
        doc=f"By `known_share`: {TIERS_IN_WORDS}. By `{lookback.NAMES[0]}` no better than "
        + ", ".join(f"{tier} at {many}" for many, tier in lookback.BEST_TIER.items())
        + f", and poor from {lookback.BLOCKED_FROM}.",
    ),
)


def with_quality(row: Rel, counted: Sequence[str]) -> Rel:
    """Add the columns of COLUMNS.

    Args:
        row: rows with all features, and `lookback.COLUMNS`.
        counted: the features that `known_share` counts.
    """
    import ibis

    missing = lookback.NAMES[0]
    lacking = ibis.cases(
        (lookback.is_blocked(row[missing]), lookback.BLOCKED),
        *((row[name].isnull(), f"no {name}") for name in REQUIRED),
    )
    known = reduce(add, (row[name].notnull().cast("int64") for name in counted))
    told = row.mutate(known_share=known / len(counted), ineligible_reason=lacking).view()
    return told.mutate(
        is_eligible=told.ineligible_reason.isnull(),
        quality_tier=lookback.capped(tier_of(told.known_share), told[missing]),
    )
