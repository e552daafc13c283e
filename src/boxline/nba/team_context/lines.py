"""The spread and total of a game, as one bookmaker had them by the cut-off."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Instant, Rel, Text
from boxline.catalog.bookmakers import preference

_NONE = "NULL where none was known by the cut-off."

LINE_COLUMNS = (
    Column(
        "spread_points",
        Float,
        "points",
        -100,
        100,
        True,
        decimals=3,
        doc=f"Added to the team's own points: negative is favoured. {_NONE}",
    ),
    Column(
        "opening_spread_points",
        Float,
        "points",
        -100,
        100,
        True,
        decimals=3,
        doc=f"The first that was seen of the same bookmaker. {_NONE}",
    ),
    Column(
        "spread_movement_points",
        Float,
        "points",
        -100,
        100,
        True,
        decimals=3,
        doc="`spread_points` - `opening_spread_points`: negative is more favoured than at first; 0 "
        f"where one line is all that was seen. {_NONE}",
    ),
    Column(
        "total_points_line",
        Float,
        "points",
        0,
        400,
        True,
        decimals=3,
        doc=f"Both sides' points together. {_NONE} The archive has closing totals alone.",
    ),
    Column(
        "opening_total_points_line",
        Float,
        "points",
        0,
        400,
        True,
        decimals=3,
        doc=f"The first that was seen of the same bookmaker. {_NONE}",
    ),
    Column(
        "total_points_line_movement",
        Float,
        "points",
        -200,
        200,
        True,
        decimals=3,
        doc="`total_points_line` - `opening_total_points_line`; 0 where one line is all that was "
        f"seen. {_NONE}",
    ),
    Column(
        "line_bookmaker",
        Text,
        nullable=True,
        doc="Whose lines these are: of those who had one, first those with both markets, then by "
        f"`catalog/bookmakers.py`. {_NONE}",
    ),
    Column(
        "lines_known_at",
        Instant,
        nullable=True,
        doc=f"When the newer of the two was first seen, in UTC. {_NONE}",
    ),
)


def lines_before(sides: Rel, lines: Rel) -> Rel:
    """LINE_COLUMNS of every row of `sides`, by `game_id` and `team_id`. Closing lines are
    references, told afterwards: never read here.

    Args:
        sides: `game_id`, `team_id`, `is_home` and `cutoff_at`, one row per team and game.
        lines: rows of `nba_core.game_lines` of the same days.
    """
    import ibis

    chosen = _one_bookmaker(lines, sides.filter(sides.is_home).select("game_id", "cutoff_at"))
    met = sides.left_join(chosen, "game_id")

    def of_team(home_line: Any) -> Any:
        # Taken from zero, because the negative of 0.0 is another number to a hash.
        return sides.is_home.ifelse(home_line, ibis.literal(0.0) - home_line)

    return met.select(
        sides.game_id,
        "team_id",
        "line_bookmaker",
        "lines_known_at",
        spread_points=of_team(chosen.spread),
        opening_spread_points=of_team(chosen.opening_spread),
        spread_movement_points=of_team(chosen.spread - chosen.opening_spread),
        total_points_line=chosen.total,
        opening_total_points_line=chosen.opening_total,
        total_points_line_movement=chosen.total - chosen.opening_total,
    )


def _one_bookmaker(lines: Rel, moments: Rel) -> Rel:
    """One row per game: the home side's `spread`, `total`, their openings, whose, since when."""
    import ibis

    stated = lines.filter(
        lines.market.isin(["spread", "total"]),
        lines.line.notnull(),
        ~lines.is_closing_reference,
        ~lines.is_after_start,
    ).select("game_id", "bookmaker", "market", "line", "known_at")
    cut = stated.join(moments, "game_id")
    known = cut.filter(cut.known_at <= cut.cutoff_at)
    markets = known.group_by("game_id", "bookmaker", "market").agg(
        line=known.line.argmax(known.known_at),
        opening=known.line.argmin(known.known_at),
        known_at=known.known_at.max(),
    )
    values = {
        f"{prefix}{market}": markets[value].max(where=markets.market == market)
        for market in ("spread", "total")
        for prefix, value in (("", "line"), ("opening_", "opening"))
    }
    books = markets.group_by("game_id", "bookmaker").agg(
        **values, markets=markets.count(), lines_known_at=markets.known_at.max()
    )
    best_first = ibis.window(
        group_by="game_id",
        order_by=[books.markets.desc(), preference(books.bookmaker), books.bookmaker],
    )
    ranked = books.mutate(place=ibis.row_number().over(best_first))
    return ranked.filter(ranked.place == 0).select(
        "game_id", *values, "lines_known_at", line_bookmaker="bookmaker"
    )
