"""Features of form and match-up that other precompute tables hold already."""

from __future__ import annotations

from boxline.catalog import Rel, Varies, watched
from boxline.nba.charted_shots import ZONE_GROUPS
from boxline.nba.daily_checks import (
    ON_A_FULL_EVENING,
    OVER_FULL_WEEKS,
)
from boxline.nba.features.columns import taken
from boxline.nba.form.stats import MAIN_STATS
from boxline.nba.precompute.player_composite_factors import PLAYER_COMPOSITE_FACTORS
from boxline.nba.precompute.player_daily_cache import PLAYER_DAILY_CACHE

#: Of the daily cache: this season's averages, spreads, and shares of shots.
OF_CACHE = (
    *(f"{stat}_avg_{w}" for stat in MAIN_STATS for w in ("last_3", "last_5", "last_10", "season")),
    *(f"{stat}_std_last_10" for stat in MAIN_STATS),
    "usage_percent_last_10",
    "usage_percent_season",
    "true_shooting_share_last_10",
    "true_shooting_share_season",
    "paint_rate_percent_last_10",
    "mid_range_rate_percent_last_10",
    "three_rate_percent_last_10",
    "assisted_percent_last_10",
)

OF_FACTORS = (
    "fatigue_score",
    "shot_zone_mismatch_score",
    "pace_score",
    "usage_spike_score",
    "projected_usage_percent",
    "total_composite_adjustment",
    "paint_allowed_vs_league_percent",
    "mid_range_allowed_vs_league_percent",
    "three_allowed_vs_league_percent",
)

AVERAGES = taken(PLAYER_DAILY_CACHE, OF_CACHE)
#: Everybody may be fresh for a while, and is not known to be while box scores are late; in seasons
#: without charted shots zones are unknown for good.
FACTORS = watched(
    taken(PLAYER_COMPOSITE_FACTORS, OF_FACTORS),
    fatigue_score=OVER_FULL_WEEKS,
    **dict.fromkeys(
        ("pace_score", "usage_spike_score", "projected_usage_percent"), ON_A_FULL_EVENING
    ),
    **dict.fromkeys(
        (
            *("shot_zone_mismatch_score", "total_composite_adjustment"),
            *(f"{zone}_allowed_vs_league_percent" for zone in ZONE_GROUPS),
        ),
        (Varies(rows=200),),
    ),
)


def taken_features(cache: Rel, factors: Rel) -> Rel:
    """Game and player with AVERAGES and FACTORS, and why zones are missing."""
    key = ["game_id", "player_id"]
    return cache.select(*key, *OF_CACHE, "shot_zones_missing_reason", "is_early_season").join(
        factors.select(*key, *OF_FACTORS), key
    )
