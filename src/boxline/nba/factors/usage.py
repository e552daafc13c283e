"""What share of his team's plays a player will end, by who of his team is likely to play."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, KnownAsBefore, Rel, Varies
from boxline.nba.factors.reasons import reason_column

#: Five share the plays while they are on the floor, so their usage averages this many percent.
MEAN_USAGE_PERCENT = 20

#: Of a team's 240 minutes, those of team-mates whose usage must be known to project anybody's.
LEAST_KNOWN_MINUTES = 120

#: What one percentage point of usage more is worth, and the farthest from 0 that the score goes.
POINTS_PER_PERCENT = 0.3
MOST = 3

NO_USAGE = "no minute of his this season"
NO_MINUTES = "no minutes to expect of him"
FEW_TEAM_MATES = "usage of too few team-mates known"

#: Shares, minutes and usage are summed as whole hundredths, thousandths and millionths.
HUNDRED, THOUSAND, MILLION = 100, 1_000, 1_000_000

USAGE_COLUMNS = (
    Column(
        "usage_spike_score",
        Float,
        "points",
        -MOST,
        MOST,
        True,
        # Of an evening's one game one side may have nobody who is likely to play, by a last game
        # in which it rested everybody.
        checks=(Varies(), KnownAsBefore(0.6)),
        doc=f"{POINTS_PER_PERCENT} (projected_usage_percent - usage_percent_last_10), kept within "
        f"{MOST}: positive where he will have more of the plays than of late.",
    ),
    Column(
        "usage_percent_last_10",
        Float,
        "percent",
        0,
        2000,
        True,
        doc="The share of his team's plays that he ended while on the floor, over the last 10 "
        "games he played this season, a ratio of sums. NULL before the first.",
    ),
    Column(
        "projected_usage_percent",
        Float,
        "percent",
        0,
        10_000,
        True,
        doc=f"usage_percent_last_10 x {MEAN_USAGE_PERCENT} / mean_usage_percent, if he plays: five "
        "share the plays, whoever they are, so what the absent leave goes to the others in "
        "proportion to their usage. NULL where `usage_spike_score` is.",
    ),
    Column(
        "projected_play_share",
        Float,
        "share",
        0,
        1,
        True,
        doc="Of all plays of his team in the game, if he plays, by usage and expected minutes of "
        "those who are likely to. NULL where `usage_spike_score` is.",
    ),
    Column(
        "mean_usage_percent",
        Float,
        "percent",
        0,
        2000,
        True,
        doc="Of those who are likely to play, he himself for sure, weighted by chance and expected "
        f"minutes: below {MEAN_USAGE_PERCENT} somebody is away who ended many plays. NULL where "
        "`usage_spike_score` is.",
    ),
    Column(
        "known_minutes",
        Float,
        "minutes",
        0,
        1000,
        doc="Expected minutes of team-mates whose usage is known, each by his chance to play. "
        f"Below {LEAST_KNOWN_MINUTES} nothing is projected.",
    ),
    reason_column("usage_spike_score", (NO_USAGE, NO_MINUTES, FEW_TEAM_MATES)),
)


def with_usage(players: Rel) -> Rel:
    """Add USAGE_COLUMNS. The rule system projected 25 percent for everybody, which spoke for those
    below and against the stars; its extra weight for absent stars is left out, because what they
    leave is in the projection. Over 2021-25, knowing who appeared, a player's usage less that of
    late moved by 1.005 of what this projects; in 2023-24, by the reports at the cut-off, 0.71.

    Args:
        players: one row per player and game, with `game_id`, `team_id`, `is_candidate`,
            `play_probability`, `expected_minutes` and `usage_percent_last_10`. Only candidates
            take plays from others.
    """
    import ibis

    side = ibis.window(group_by=["game_id", "team_id"])
    minutes = _whole(players.expected_minutes, THOUSAND)
    usage = _whole(players.usage_percent_last_10, MILLION)
    weight = _whole(players.play_probability, HUNDRED) * minutes
    counts = minutes.notnull() & usage.notnull() & players.is_candidate
    part, plays = counts.ifelse(weight, 0), counts.ifelse(weight * usage, 0)
    counted = players.mutate(
        own_weight=minutes * HUNDRED,
        own_plays=minutes * HUNDRED * usage,
        others=part.sum().over(side).cast("int64") - part,
        others_plays=plays.sum().over(side).cast("int64") - plays,
    )
    return _scored(_projected(counted))


def _whole(value: Any, times: int) -> Any:
    return (value * times).round().cast("int64")


def _projected(counted: Rel) -> Rel:
    known = counted.others / (HUNDRED * THOUSAND)
    plays = (known >= LEAST_KNOWN_MINUTES).ifelse(counted.others_plays + counted.own_plays, None)
    mean = plays.nullif(0) / (counted.others + counted.own_weight) / MILLION
    return counted.mutate(
        known_minutes=known,
        mean_usage_percent=mean,
        projected_usage_percent=counted.usage_percent_last_10 * MEAN_USAGE_PERCENT / mean,
        projected_play_share=counted.own_plays / plays.nullif(0),
    )


def _scored(projected: Rel) -> Rel:
    import ibis

    change = projected.projected_usage_percent - projected.usage_percent_last_10
    return projected.mutate(
        usage_spike_score=(change * POINTS_PER_PERCENT).clip(lower=-MOST, upper=MOST),
        usage_spike_score_missing_reason=ibis.cases(
            (projected.usage_percent_last_10.isnull(), NO_USAGE),
            (projected.expected_minutes.isnull(), NO_MINUTES),
            (change.isnull(), FEW_TEAM_MATES),
        ),
    ).drop("own_weight", "own_plays", "others", "others_plays")
