"""How each prop of a player's game came out against the line that stood before it."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Rel, Text
from boxline.nba.analytics.player_prop_results import OVER, PUSH, UNDER
from boxline.nba.line_states import SERIES, preferred
from boxline.nba.props import PROP_TYPES

_WHOSE = "of the bookmaker that `nba/bookmakers.py` prefers among those that had one"
_VOID = "NULL without a line, and where he did not play"


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
            doc=f"The main line at the start, known before it, {_WHOSE}; NULL where none had.",
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
        Column(
            f"{prop}_margin",
            Float,
            unit,
            -200,
            200,
            True,
            doc=f"Actual less line, so positive went over. {_VOID}.",
        ),
        Column(
            f"{prop}_result",
            Text,
            nullable=True,
            one_of=(OVER, UNDER, PUSH),
            doc=f"Which side won; PUSH where the line was met exactly. {_VOID}.",
        ),
    )


OUTCOME_COLUMNS = tuple(column for prop in PROP_TYPES for column in _columns(prop))


def outcomes(results: Rel, lines: Rel) -> Rel:
    """OUTCOME_COLUMNS, one row per game and player who had a line.

    Args:
        results: rows of `nba_analytics.player_prop_results`.
        lines: rows of `nba_core.player_prop_lines` of the same games.
    """
    main = lines.filter(~lines.is_alternate, ~lines.is_after_start)
    first = main.group_by(*SERIES).agg(opening_line=main.line.argmin(main.known_at))
    taken = preferred(results).left_join(first, list(SERIES)).select(*_TAKEN)
    moved = taken.mutate(line_movement=taken.line - taken.opening_line)
    wide: dict[str, Any] = {}
    for prop in PROP_TYPES:
        for name, value in _VALUES.items():
            wide[f"{prop}_{name}"] = moved[value].max(where=moved.prop_type == prop)
    return moved.group_by("game_id", "player_id").agg(**wide)


#: Column of a prop -> what of its line it holds.
_VALUES = {
    "line": "line",
    "opening_line": "opening_line",
    "line_movement": "line_movement",
    "line_bookmaker": "bookmaker",
    "margin": "margin",
    "result": "result",
}
_TAKEN = (*SERIES, "line", "margin", "result", "opening_line")
