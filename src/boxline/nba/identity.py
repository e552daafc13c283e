"""What NBA ids say: season and season type by the game id, clubs by the team id.

A game id has ten characters: `00`, the season type's digit, the season's two-digit start year,
five digits of sequence: 0022400061 is a regular-season game of 2024-25.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

SEASON_TYPES = {
    "001": "preseason",
    "002": "regular",
    "003": "all_star",
    "004": "playoffs",
    "005": "play_in",
    "006": "nba_cup_final",
}

#: The season types that count. Preseason, All-Star games and exhibitions stay in raw; this is the
#: one place that leaves them out of core.
COUNTED = ("regular", "play_in", "nba_cup_final", "playoffs")

#: A season's regular games are numbered from 1. Higher numbers are of games that were set while it
#: ran: the 30 of the Cup's later rounds since 2023-24, and the seeding games of 2020.
REGULAR_GAMES, GAMES_BEFORE_THE_CUP, FIRST_CUP_SEASON = 1230, 1200, "2023-24"

FIRST_TEAM_ID, LAST_TEAM_ID = 1610612737, 1610612766


def season_type(game_id: ir.StringValue) -> ir.StringValue:
    """The season type a game id names; NULL for a prefix that means nothing."""
    import ibis

    cases = [(game_id.substr(0, 3) == prefix, kind) for prefix, kind in SEASON_TYPES.items()]
    return ibis.cases(*cases)


def season(game_id: ir.StringValue) -> ir.StringValue:
    """The season a game id names: `2024-25` of 0022400061 (two-digit years below 46 are 20xx);
    NULL where it names none."""
    import ibis

    year = _number(game_id.substr(3, 2))
    start = year + ibis.cases((year < 46, 2000), else_=1900)
    end = ((year + 1) % 100).cast("string").lpad(2, "0")
    return start.cast("string").concat("-", end)


def counts(game_id: ir.StringValue) -> ir.BooleanValue:
    """Whether a game counts: see COUNTED. The id of no game (all zeros) is let through, because
    rows under it may be repaired."""
    prefixes = [prefix for prefix, kind in SEASON_TYPES.items() if kind in COUNTED]
    return game_id.substr(0, 3).isin(prefixes)


def is_set_before_season(game_id: ir.StringValue) -> ir.BooleanValue:
    """Whether a game stood on the schedule, sides and all, before its season began."""
    number = _number(game_id.substr(5, 5))
    has_cup = season(game_id) >= FIRST_CUP_SEASON
    return (season_type(game_id) == "regular") & (
        number <= has_cup.ifelse(GAMES_BEFORE_THE_CUP, REGULAR_GAMES)
    )


def is_club(team_id: ir.IntegerValue) -> ir.BooleanValue:
    """Whether a team id is one of the thirty clubs."""
    return team_id.between(FIRST_TEAM_ID, LAST_TEAM_ID)


def _number(text: ir.StringValue) -> ir.IntegerValue:
    """The number that a text of digits is; NULL of any other (`0x1F` is one to some engines)."""
    return text.re_extract(r"^(\d+)$", 1).nullif("").cast("int64")
