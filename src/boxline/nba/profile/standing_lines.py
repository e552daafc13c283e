"""The lines on players that stand for today's games, and how they came there."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Table, View
from boxline.catalog.bookmakers import PREFERRED
from boxline.nba.core.player_prop_lines import PLAYER_PROP_LINES

READS: tuple[Table, ...] = (PLAYER_PROP_LINES,)

#: Every number at every bookmaker as it stands: the newest that was seen of it before the start.
#: One that was the main line and is an alternate now stands as an alternate; the main line is the
#: newest that still is one.
STANDING = """\
WITH known AS (
    SELECT * FROM nba_core.player_prop_lines
    WHERE game_date = $today AND NOT is_after_start AND known_at <= $now
),
numbers AS (
    SELECT *, row_number() OVER (
        PARTITION BY game_id, player_id, prop_type, bookmaker, line ORDER BY known_at DESC
    ) AS place
    FROM known
),
told AS (
    SELECT *, row_number() OVER (
        PARTITION BY game_id, player_id, prop_type, bookmaker, is_alternate ORDER BY known_at DESC
    ) AS main_place
    FROM numbers WHERE place = 1
)
SELECT game_id, player_id, prop_type, bookmaker, line, over_price_decimal, under_price_decimal,
    known_at, NOT is_alternate AS is_main
FROM told WHERE is_alternate OR main_place = 1
ORDER BY player_id, prop_type, line,
    coalesce(list_position($preferred, bookmaker), 1000), bookmaker
"""


def standing_lines(view: View) -> list[Any]:
    """The numbers that stand for today's games, of each the preferred bookmaker's first."""
    return view.rows(STANDING, today=view.today, now=_bare(view), preferred=list(PREFERRED))


def current_lines(standing: list[Any]) -> dict[int, dict[str, tuple[float, str]]]:
    """By player and prop, the preferred bookmaker's main line and whose it is."""
    ranks = {bookmaker: rank for rank, bookmaker in enumerate(PREFERRED)}
    found: dict[int, dict[str, Any]] = {}
    for row in standing:
        if row.is_main:
            order = (ranks.get(row.bookmaker, len(ranks)), -row.known_at.timestamp(), row.bookmaker)
            of_player = found.setdefault(row.player_id, {})
            if row.prop_type not in of_player or order < of_player[row.prop_type][0]:
                of_player[row.prop_type] = (order, row)
    return {
        player: {prop: (row.line, row.bookmaker) for prop, (_, row) in props.items()}
        for player, props in found.items()
    }


def _bare(view: View) -> Any:
    """The present instant as DuckDB keeps instants: in UTC, without saying so."""
    return view.now.replace(tzinfo=None)
