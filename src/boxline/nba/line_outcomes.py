"""How each prop of a player's game came out against the line that stood before it."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Float, Rel, Text
from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.nba.line_columns import line_columns
from boxline.nba.line_states import SERIES, opening_lines, preferred
from boxline.nba.props import PROP_TYPES

_VOID = "NULL without a line, and where he did not play"


def _columns(prop: str) -> tuple[Column, ...]:
    return (
        *line_columns(prop, "The main line at the start, known before it"),
        Column(
            f"{prop}_margin",
            Float,
            prop.replace("_", " + "),
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
    taken = preferred(results).left_join(opening_lines(main), list(SERIES)).select(*_TAKEN)
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
