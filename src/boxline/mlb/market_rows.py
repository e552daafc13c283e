"""Bookmakers' lines on starters as they stood at a moment."""

from __future__ import annotations

from boxline.catalog import Rel

#: What is known of a bookmaker's line.
QUOTE = (
    "game_id",
    "player_id",
    "prop_type",
    "bookmaker",
    "line",
    "over_price_decimal",
    "under_price_decimal",
    "known_at",
)


def standing_quotes(lines: Rel, moments: Rel, *, at: str) -> Rel:
    """Each bookmaker's main line on each prop by his newest capture that is no later.

    Args:
        lines: rows of `mlb_core.pitcher_prop_lines`.
        moments: `game_id` and a moment, one row per game.
        at: the column of that.
    """
    import ibis

    main = lines.filter(~lines.is_alternate & ~lines.is_after_start)
    known = main.join(moments.select("game_id", known_to=at), "game_id")
    known = known.filter(known.known_at <= known.known_to)
    newest = ibis.window(
        group_by=["game_id", "player_id", "prop_type", "bookmaker"],
        order_by=[ibis.desc("known_at"), "line"],
    )
    standing = known.mutate(place=ibis.row_number().over(newest)).filter(lambda t: t.place == 0)
    return standing.select(*QUOTE)
