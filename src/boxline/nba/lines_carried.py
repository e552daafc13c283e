"""The line that a prediction carries: one for each player's prop, as known at its cut-off."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Int, Rel, Text
from boxline.nba.line_states import preferred, standing_main_lines
from boxline.nba.prices import price_column
from boxline.nba.props import PROP_TYPES

LINE, NO_LINE = "LINE", "NO_LINE"

LINE_COLUMNS = (
    Column(
        "line_state",
        Text,
        nullable=True,
        one_of=(LINE, NO_LINE),
        doc="Whether a bookmaker's main line was known at `as_of`, before the start; NULL only in "
        "rows made before predictions carried lines.",
    ),
    Column(
        "line",
        Float,
        "of the prop",
        0,
        200,
        True,
        doc="The main line of the bookmaker that `nba/bookmakers.py` prefers among those that have "
        "one; NULL where `line_state` is not LINE.",
    ),
    Column("line_bookmaker", Text, nullable=True, doc="Whose it is; NULL without a line."),
    price_column("over_price_decimal", "the over; NULL without a line."),
    price_column("under_price_decimal", "the under; NULL without a line."),
    Column(
        "line_age_minutes",
        Int,
        "minutes",
        0,
        nullable=True,
        is_stamp=True,
        doc="From when the line was first seen to `as_of`; NULL without a line.",
    ),
)

#: What of a line is carried beside its number, by the names of `nba_core.player_prop_lines`.
VALUES = ("line", "bookmaker", "over_price_decimal", "under_price_decimal", "known_at")


def with_lines(pre_game: Rel, lines: Rel, moments: Rel) -> Rel:
    """Add the columns `{value}_of_{prop type}` that `carried` reads.

    One line per player and prop: of the bookmakers whose main line was known by the cut-off, and
    before the start, the preferred one's. Lines are chosen and laid side by side before they meet
    the players, so that a season of predictions costs one join of a row per player and game.

    Args:
        pre_game: one row per player and game.
        lines: rows of `nba_core.player_prop_lines`.
        moments: `game_id` and the cut-off `as_of`, one row per game.
    """
    cut = lines.join(moments.select("game_id", "as_of"), "game_id")
    cut = cut.filter(~cut.is_after_start, cut.known_at <= cut.as_of)
    first = preferred(standing_main_lines(cut))
    wide = first.group_by("game_id", "player_id").agg(
        **{
            f"{value}_of_{prop}": first[value].max(where=first.prop_type == prop)
            for prop in PROP_TYPES
            for value in VALUES
        }
    )
    # Selected, so that the join is closed: an open one would be compiled into each prop and system.
    added = [c for c in wide.columns if c not in pre_game.columns]
    return pre_game.left_join(wide, ["game_id", "player_id"]).select(pre_game, *added)


def carried(pre_game: Rel, prop: str) -> dict[str, Any]:
    """LINE_COLUMNS for one prop type, of rows that `with_lines` gave."""
    of = {value: pre_game[f"{value}_of_{prop}"] for value in VALUES}
    age = pre_game.as_of.epoch_seconds() - of["known_at"].epoch_seconds()
    return {
        "line_state": of["line"].notnull().ifelse(LINE, NO_LINE),
        "line": of["line"],
        "line_bookmaker": of["bookmaker"],
        "over_price_decimal": of["over_price_decimal"],
        "under_price_decimal": of["under_price_decimal"],
        "line_age_minutes": age // 60,
    }
