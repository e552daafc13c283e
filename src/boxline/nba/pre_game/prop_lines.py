"""The lines on a player's props before a game: where they stand, and where they opened."""

from __future__ import annotations

from boxline.catalog import Column, Instant, Rel
from boxline.nba.line_columns import line_columns
from boxline.nba.line_states import (
    SERIES,
    known_by_cutoff,
    opening_lines,
    preferred,
    standing_main_lines,
)
from boxline.nba.props import PROP_TYPES

_VALUES = ("line", "opening_line", "line_movement", "line_bookmaker")


LINE_COLUMNS = (
    *(
        column
        for prop in PROP_TYPES
        for column in line_columns(
            prop, "The main line that stood at the cut-off, half an hour before the start"
        )
    ),
    Column(
        "lines_known_at",
        Instant,
        nullable=True,
        doc="When the newest of these lines was first seen, in UTC; NULL without any.",
    ),
)


def lines_standing(lines: Rel, moments: Rel) -> Rel:
    """LINE_COLUMNS, one row per game and player who had a line by the cut-off.

    Args:
        lines: rows of `nba_core.player_prop_lines`.
        moments: `game_id` and `cutoff_at`, one row per game.
    """
    cut = known_by_cutoff(lines, moments)
    opened = opening_lines(cut.filter(~cut.is_alternate))
    standing = preferred(standing_main_lines(cut)).left_join(opened, list(SERIES))
    taken = standing.select(
        *SERIES[:3],
        "line",
        "opening_line",
        "known_at",
        line_movement=standing.line - standing.opening_line,
        line_bookmaker=standing.bookmaker,
    )
    wide = {
        f"{prop}_{value}": taken[value].max(where=taken.prop_type == prop)
        for prop in PROP_TYPES
        for value in _VALUES
    }
    return taken.group_by("game_id", "player_id").agg(**wide, lines_known_at=taken.known_at.max())
