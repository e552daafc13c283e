"""What bookmakers offer on tonight's players, number by number, and how their lines moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Any

from boxline.catalog import View
from boxline.nba.profile.standing_lines import standing_lines
from boxline.nba.tonight.chances import chances_beside
from boxline.nba.tonight.parts import LineMove, Offer, OfferedLine

#: A player's prop in a game.
Key = tuple[str, int, str]

#: Every main line from when it was first seen; what says the same as the one before is left out.
MOVES = """\
SELECT game_id, player_id, prop_type, bookmaker, line, over_price_decimal, under_price_decimal,
    known_at
FROM nba_core.player_prop_lines
WHERE game_date = $today AND NOT is_alternate AND NOT is_after_start AND known_at <= $now
QUALIFY (line, over_price_decimal, under_price_decimal) IS DISTINCT FROM lag(
    (line, over_price_decimal, under_price_decimal)
) OVER (PARTITION BY game_id, player_id, prop_type, bookmaker ORDER BY known_at)
ORDER BY game_id, player_id, prop_type, known_at, bookmaker
"""


def key_of(row: Any) -> Key:
    """Whose prop a row is about."""
    return row.game_id, row.player_id, row.prop_type


def offers(view: View) -> dict[Key, list[Any]]:
    """By player's prop, the numbers that stand, in their order."""
    found: dict[Key, list[Any]] = defaultdict(list)
    for row in standing_lines(view):
        found[key_of(row)].append(row)
    return found


def offered_lines(rows: Iterable[Any], chances: Sequence[float]) -> list[OfferedLine]:
    """The numbers of one prop, each with its chances and all who offer it."""
    return [_offered(line, list(some), chances) for line, some in groupby(rows, attrgetter("line"))]


def _offered(line: float, rows: Sequence[Any], chances: Sequence[float]) -> OfferedLine:
    over, push, under = chances_beside(chances, line) if chances else (None, None, None)
    return OfferedLine(
        line=line,
        is_main=any(row.is_main for row in rows),
        chance_over=over,
        chance_push=push,
        chance_under=under,
        offers=[
            Offer(
                bookmaker=row.bookmaker,
                is_main=row.is_main,
                over_price=row.over_price_decimal,
                under_price=row.under_price_decimal,
                since=row.known_at,
            )
            for row in rows
        ],
    )


def moves(view: View) -> dict[Key, list[LineMove]]:
    """By player's prop, how main lines moved since the first, the oldest first."""
    found: dict[Key, list[LineMove]] = defaultdict(list)
    for row in view.rows(MOVES, today=view.today, now=view.now.replace(tzinfo=None)):
        move = LineMove(
            at=row.known_at,
            bookmaker=row.bookmaker,
            line=row.line,
            over_price=row.over_price_decimal,
            under_price=row.under_price_decimal,
        )
        found[key_of(row)].append(move)
    return found
