"""How many games in a row a player went over, or under, the line that each game itself had."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Int, Rel
from boxline.catalog.windows import so_far
from boxline.domain.line_sides import OVER, UNDER
from boxline.nba.props import PROP_TYPES

#: The side of a streak -> the result that ends it.
_ENDED_BY = {"over": UNDER, "under": OVER}


def _streak(prop: str, side: str) -> Column:
    return Column(
        f"{prop}_{side}_streak",
        Int,
        "games",
        0,
        120,
        True,
        doc=f"His newest games in a row that went {side} their own line of "
        f"{prop.replace('_', ' ')}, this season. Games without a line, pushes and games he missed "
        "neither end nor lengthen it. NULL before the first that went over or under.",
    )


STREAK_COLUMNS = tuple(_streak(prop, side) for prop in PROP_TYPES for side in _ENDED_BY)


def streaks(games: Rel, summaries: Rel) -> Rel:
    """STREAK_COLUMNS after each game, that game included, of the players who had a line at all.

    Args:
        games: the games players played: `game_id`, `player_id`, `season` and a `number` each.
        summaries: rows of `nba_analytics.player_game_summary`.
    Returns:
        `player_id`, `season`, `number` and the streaks.
    """
    import ibis

    results = {prop: f"{prop}_result" for prop in PROP_TYPES}
    told = summaries.select("game_id", "player_id", *results.values())
    lined = told.filter(ibis.or_(*(told[name].notnull() for name in results.values())))
    key = ["game_id", "player_id"]
    his = games.semi_join(lined, "player_id").left_join(lined, key)
    his = his.select("player_id", "season", "number", *results.values())
    to_here = so_far(["player_id", "season"], by=["number"])
    counted = his.mutate(
        **{
            f"{prop}_decided": his[name]
            .isin([OVER, UNDER])
            .fill_null(False)
            .cast("int64")
            .sum()
            .over(to_here)
            for prop, name in results.items()
        }
    )

    def streak(prop: str, ended_by: str) -> Any:
        many = counted[f"{prop}_decided"]
        ended_at = (counted[results[prop]] == ended_by).ifelse(many, None).max().over(to_here)
        return many.nullif(0) - ended_at.coalesce(0)

    return counted.select(
        "player_id",
        "season",
        "number",
        **{
            f"{prop}_{side}_streak": streak(prop, ended_by)
            for prop in PROP_TYPES
            for side, ended_by in _ENDED_BY.items()
        },
    )
