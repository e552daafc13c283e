"""Features of the market: lines and what they imply. Kept apart, so that a model can do without."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Rel
from boxline.nba.analytics.upcoming_player_game_context import UPCOMING_PLAYER_GAME_CONTEXT
from boxline.nba.analytics.upcoming_team_game_context import UPCOMING_TEAM_GAME_CONTEXT
from boxline.nba.features.columns import count, feature, taken
from boxline.nba.line_states import known_by_cutoff, standing_main_lines
from boxline.nba.props import PROP_TYPES

OF_PLAYER = (
    *(f"{prop}_{what}" for prop in PROP_TYPES for what in ("line", "opening_line")),
    *(f"{prop}_line_movement" for prop in PROP_TYPES),
    *(f"{prop}_{side}_streak" for prop in PROP_TYPES for side in ("over", "under")),
)
OF_TEAM = (
    "spread_points",
    "opening_spread_points",
    "spread_movement_points",
    "total_points_line",
    "opening_total_points_line",
    "total_points_line_movement",
)

COLUMNS = (
    *taken(UPCOMING_PLAYER_GAME_CONTEXT, OF_PLAYER),
    *taken(UPCOMING_TEAM_GAME_CONTEXT, OF_TEAM),
    *(
        column
        for prop in PROP_TYPES
        for column in (
            count(f"has_{prop}_line", "", 0, 1, "1 where a main line was known by the cut-off."),
            feature(
                f"{prop}_line_std",
                "of the prop",
                0,
                100,
                "Sample standard deviation of the bookmakers' main lines at the cut-off; their "
                "disagreement. NULL below two bookmakers.",
            ),
            feature(
                f"{prop}_line_vs_season_avg",
                "of the prop",
                -200,
                200,
                "Line less this season's average. NULL without either.",
            ),
        )
    ),
    feature("spread_magnitude", "points", 0, 100, "Size of the spread. NULL without one."),
    feature(
        "implied_team_points",
        "points",
        0,
        250,
        "(total - own spread) / 2: what the lines expect of his team. NULL without either line.",
    ),
)


def market_features(context: Rel, team_context: Rel, lines: Rel, cutoffs: Rel, cache: Rel) -> Rel:
    """Game and player with the features of COLUMNS, whose lines they are and since when.

    Args:
        lines: rows of `nba_core.player_prop_lines`.
        cutoffs: rows of `nba_core.cutoffs`.
    """
    key = ["game_id", "player_id"]
    team = team_context.select("game_id", "team_id", *OF_TEAM)
    averages = cache.select(*key, *(f"{prop}_avg_season" for prop in PROP_TYPES))
    spread = _disagreement(lines, cutoffs)
    row = (
        context.select(*key, "team_id", *OF_PLAYER, "points_line_bookmaker", "lines_known_at")
        .join(team, ["game_id", "team_id"])
        .join(averages, key)
        .left_join(spread, key)
    )
    made: dict[str, Any] = {
        "spread_magnitude": row.spread_points.abs(),
        "implied_team_points": (row.total_points_line - row.spread_points) / 2,
    }
    for prop in PROP_TYPES:
        line = row[f"{prop}_line"]
        made[f"has_{prop}_line"] = line.notnull().cast("int64")
        made[f"{prop}_line_vs_season_avg"] = line - row[f"{prop}_avg_season"]
    return row.select(
        *key,
        *OF_PLAYER,
        *OF_TEAM,
        *(f"{prop}_line_std" for prop in PROP_TYPES),
        market_source=row.points_line_bookmaker,
        market_known_at=row.lines_known_at,
        **made,
    )


def _disagreement(lines: Rel, cutoffs: Rel) -> Rel:
    """How far apart bookmakers' main lines stand, by player and prop; in half points, so that sums
    are whole."""
    standing = standing_main_lines(known_by_cutoff(lines, cutoffs))
    halves = (standing.line * 2).round().cast("int64")
    sums = {}
    for prop in PROP_TYPES:
        is_it = standing.prop_type == prop
        sums[f"{prop}_books"] = is_it.cast("int64").sum()
        sums[f"{prop}_sum"] = is_it.ifelse(halves, 0).sum()
        sums[f"{prop}_squares"] = is_it.ifelse(halves * halves, 0).sum()
    found = standing.group_by("game_id", "player_id").agg(**sums)

    def deviation(prop: str) -> Any:
        n, total = found[f"{prop}_books"], found[f"{prop}_sum"]
        spread = found[f"{prop}_squares"] * n - total * total
        return (spread / (n * (n - 1)).nullif(0)).sqrt() / 2

    return found.select(
        "game_id", "player_id", **{f"{prop}_line_std": deviation(prop) for prop in PROP_TYPES}
    )
