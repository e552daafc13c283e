"""The lines on a player's props before a game: where they stand, and where they opened."""

from __future__ import annotations

from boxline.catalog import Column, Float, Instant, Rel, Text
from boxline.nba.line_states import SERIES, preferred, standing_main_lines
from boxline.nba.props import PROP_TYPES

_VALUES = ("line", "opening_line", "line_movement", "line_bookmaker")


def _columns(prop: str) -> tuple[Column, ...]:
    unit = prop.replace("_", " + ")
    return (
        Column(
            f"{prop}_line",
            Float,
            unit,
            0,
            200,
            True,
            doc="The main line that stood at the cut-off, half an hour before the start, of the "
            "bookmaker that `nba/bookmakers.py` prefers among those that had one; NULL where none "
            "had.",
        ),
        Column(
            f"{prop}_opening_line",
            Float,
            unit,
            0,
            200,
            True,
            doc="The first main line known of the same bookmaker; NULL without a line.",
        ),
        Column(
            f"{prop}_line_movement",
            Float,
            unit,
            -200,
            200,
            True,
            doc="Line less opening line, so positive rose; NULL without a line.",
        ),
        Column(
            f"{prop}_line_bookmaker", Text, nullable=True, doc="Whose it is; NULL without a line."
        ),
    )


LINE_COLUMNS = (
    *(column for prop in PROP_TYPES for column in _columns(prop)),
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
        moments: `game_id` and `cutoff`, one row per game.
    """
    cut = lines.join(moments.select("game_id", "cutoff"), "game_id")
    cut = cut.filter(~cut.is_after_start, cut.known_at <= cut.cutoff).select(lines)
    main = cut.filter(~cut.is_alternate)
    opened = main.group_by(*SERIES).agg(opening_line=main.line.argmin(main.known_at))
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
