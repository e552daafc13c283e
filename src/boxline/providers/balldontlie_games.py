"""Games as balldontlie's NBA replies send them, and the columns made of them.

There are two generations. The older one has no points by period, timeouts and bonus, and in box
scores neither the game's id nor its start: what may be missing is None here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec

from boxline.catalog import Column, Day, Flag, Instant, Int, Text
from boxline.domain.days import parse_instant

#: Periods whose points it sends, in order; those of a fourth overtime it does not send.
PERIODS = ("q1", "q2", "q3", "q4", "ot1", "ot2", "ot3")


class Team(msgspec.Struct):
    """A club; the code is NBA.com's."""

    id: int
    abbreviation: str


class Game(msgspec.Struct, kw_only=True):
    """A game, without its sides."""

    date: dt.date
    season: int
    status: str
    postseason: bool
    period: int | None
    time: str | None
    home_team_score: int | None
    visitor_team_score: int | None
    id: int | None = None
    datetime: str | None = None
    home_q1: int | None = None
    home_q2: int | None = None
    home_q3: int | None = None
    home_q4: int | None = None
    home_ot1: int | None = None
    home_ot2: int | None = None
    home_ot3: int | None = None
    home_timeouts_remaining: int | None = None
    home_in_bonus: bool | None = None
    visitor_q1: int | None = None
    visitor_q2: int | None = None
    visitor_q3: int | None = None
    visitor_q4: int | None = None
    visitor_ot1: int | None = None
    visitor_ot2: int | None = None
    visitor_ot3: int | None = None
    visitor_timeouts_remaining: int | None = None
    visitor_in_bonus: bool | None = None


class ListedGame(Game, kw_only=True):
    """A game of the list of games: its sides without players."""

    id: int
    home_team: Team
    visitor_team: Team


GAME_COLUMNS = (
    Column("game_date", Day, doc="The league day."),
    Column("season", Text, doc="For example 2024-25."),
    Column("is_postseason", Flag, doc="Whether balldontlie counts it to the postseason."),
    Column("game_status", Text, doc="`Final`, a quarter, or a start time."),
    Column("period", Int, "periods", 0, 15, True, doc="The present or last one; 5 is overtime."),
    Column("game_clock", Text, nullable=True, doc="As sent, or `Final`; NULL before the start."),
    Column("tipped_off_at", Instant, nullable=True, doc="Start in UTC; older replies have none."),
    Column("home_team", Text, doc="Three-letter code."),
    Column("away_team", Text, doc="Three-letter code."),
    Column("home_team_id_bdl", Int, low=1, doc="balldontlie's team id."),
    Column("away_team_id_bdl", Int, low=1, doc="balldontlie's team id."),
    Column("home_score", Int, "points", 0, 300, True, doc="0 before the start."),
    Column("away_score", Int, "points", 0, 300, True, doc="0 before the start."),
    *(
        Column(
            f"{side}_{period}_points",
            Int,
            "points",
            0,
            120,
            True,
            doc=f"Points in {period}; NULL where it was not played, and in older replies.",
        )
        for side in ("home", "away")
        for period in PERIODS
    ),
    *(
        Column(
            f"{side}_timeouts_remaining",
            Int,
            "timeouts",
            0,
            15,
            True,
            doc="Timeouts left; NULL in older replies.",
        )
        for side in ("home", "away")
    ),
    *(
        Column(
            f"is_{side}_in_bonus",
            Flag,
            nullable=True,
            doc="Whether the other side's next foul is shot; NULL in older replies.",
        )
        for side in ("home", "away")
    ),
)


def season_name(start_year: int) -> str:
    """The season that begins in a year, as we write it.

    >>> season_name(2024)
    '2024-25'
    """
    return f"{start_year}-{(start_year + 1) % 100:02d}"


def game_values(game: Game, home: Team, visitor: Team) -> dict[str, Any]:
    """The `GAME_COLUMNS` of a game between two sides.

    Raises:
        ValueError: its start is no instant, or a club plays itself.
    """
    if home.abbreviation == visitor.abbreviation:
        raise ValueError(f"{home.abbreviation} is both sides of the game")
    sides = (("home", "home"), ("away", "visitor"))
    return {
        "game_date": game.date,
        "season": season_name(game.season),
        "is_postseason": game.postseason,
        "game_status": game.status.strip(),
        "period": game.period,
        "game_clock": (game.time or "").strip() or None,
        "tipped_off_at": parse_instant(game.datetime) if game.datetime else None,
        "home_team": home.abbreviation,
        "away_team": visitor.abbreviation,
        "home_team_id_bdl": home.id,
        "away_team_id_bdl": visitor.id,
        "home_score": game.home_team_score,
        "away_score": game.visitor_team_score,
        **{
            f"{ours}_{period}_points": getattr(game, f"{theirs}_{period}")
            for ours, theirs in sides
            for period in PERIODS
        },
        **{
            f"{ours}_timeouts_remaining": getattr(game, f"{theirs}_timeouts_remaining")
            for ours, theirs in sides
        },
        **{f"is_{ours}_in_bonus": getattr(game, f"{theirs}_in_bonus") for ours, theirs in sides},
    }
