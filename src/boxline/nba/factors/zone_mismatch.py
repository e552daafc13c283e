"""Whether the opponent allows more than others from where a player shoots."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Rel, Text, Varies
from boxline.nba.charted_shots import ZONE_GROUPS
from boxline.nba.factors.reasons import reason_column

#: A zone counts in full from this percent of a player's shots on.
FULL_ZONE_PERCENT = 50

#: Beyond this many percentage points a mismatch counts for more than its size.
LARGE, LARGE_WEIGHT = 5, 1.2

#: The farthest from 0 that the score goes.
MOST = 10

#: The main zone of who has none.
BALANCED = "balanced"

NOT_CHARTED = "no charted shots of this season"
FEW_SHOTS = "too few charted games or shots of his"
NO_COMPARISON = "too few charted games of the opponent or the league"

ZONE_MISMATCH_COLUMNS = (
    Column(
        "shot_zone_mismatch_score",
        Float,
        "percentage points",
        -MOST,
        MOST,
        True,
        # No fall is judged: playoffs are not charted, and a week into them it is NULL for good.
        checks=(Varies(),),
        doc="Positive where the opponent allows more than the league from where he shoots: "
        f"`shot_zone_difference_percent`, which beyond {LARGE} counts {LARGE_WEIGHT} times, kept "
        f"within {MOST}.",
    ),
    Column(
        "shot_zone_difference_percent",
        Float,
        "percentage points",
        -100,
        100,
        True,
        doc="Of his main zone: what the opponent allows there above the league x min(percent of "
        f"his shots from there / {FULL_ZONE_PERCENT}, 1). Of a balanced scorer: the mean over all "
        "zones, weighted by his shots. NULL where the score is.",
    ),
    Column(
        "primary_scoring_zone",
        Text,
        nullable=True,
        one_of=(*ZONE_GROUPS, BALANCED),
        doc="As `nba_precompute.player_shot_zone_analysis` finds it over his last 10 charted "
        f"games; {BALANCED} where no zone is his. NULL where too few are charted.",
    ),
    *(
        Column(
            f"{zone}_rate_percent_last_10",
            Float,
            "percent",
            0,
            100,
            True,
            doc="Of his charted attempts in those games, those from there. NULL where too few are.",
        )
        for zone in ZONE_GROUPS
    ),
    *(
        Column(
            f"{zone}_allowed_vs_league_percent",
            Float,
            "percentage points",
            -100,
            100,
            True,
            doc="What the opponent allowed from there in its last 15 charted games above what the "
            "league did up to the day before: positive is a weak defence. NULL where too few are.",
        )
        for zone in ZONE_GROUPS
    ),
    reason_column("shot_zone_mismatch_score", (NOT_CHARTED, FEW_SHOTS, NO_COMPARISON)),
)


def zone_difference(shots: Rel) -> Any:
    """`shot_zone_difference_percent`. Of a player with no main zone the mean over all zones,
    weighted by his own rates; the rule system compared him with the defence of the paint.

    Args:
        shots: rows with `primary_scoring_zone`, `{zone}_rate_percent_last_10` and
            `{zone}_allowed_vs_league_percent`.
    """
    rates = {zone: shots[f"{zone}_rate_percent_last_10"] for zone in ZONE_GROUPS}
    allowed = {zone: shots[f"{zone}_allowed_vs_league_percent"] for zone in ZONE_GROUPS}

    def of_zone(zone: str) -> Any:
        is_full = rates[zone] >= FULL_ZONE_PERCENT
        return allowed[zone] * is_full.ifelse(1.0, rates[zone] / FULL_ZONE_PERCENT)

    weighted = sum(rates[zone] * allowed[zone] for zone in ZONE_GROUPS)
    balanced = weighted / sum(rates.values()).nullif(0)
    named = ((zone, of_zone(zone)) for zone in ZONE_GROUPS)
    return shots.primary_scoring_zone.cases(*named, (BALANCED, balanced), else_=None)


def zone_mismatch(compared: Rel) -> dict[str, Any]:
    """The score and why there is none.

    Args:
        compared: rows with `shot_zone_difference_percent`, `primary_scoring_zone` and
            `shot_zones_missing_reason`: why that zone is NULL.
    """
    import ibis

    difference = compared.shot_zone_difference_percent
    weight = (difference.abs() > LARGE).ifelse(LARGE_WEIGHT, 1.0)
    return {
        "shot_zone_mismatch_score": (difference * weight).clip(lower=-MOST, upper=MOST),
        "shot_zone_mismatch_score_missing_reason": ibis.cases(
            (compared.shot_zones_missing_reason == NOT_CHARTED, NOT_CHARTED),
            (compared.primary_scoring_zone.isnull(), FEW_SHOTS),
            (difference.isnull(), NO_COMPARISON),
        ),
    }
