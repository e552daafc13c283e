"""How many games a season must have given before a sample of them counts: the one rule.

Until three weeks after opening day little has been played, so less is asked for: the least number
of games grows day by day, and from then on it is the whole of the smallest window. Below it what
was counted is told, and what would be concluded from it is NULL with that reason.

Source: the predecessor's dynamic minimum games (its zone analyses), which other modules gave other
numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Column, Flag, Int, Rel

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Up to so many days after opening day a season is early.
EARLY_DAYS = 21

#: Days by which the least number grows by one game.
DAYS_PER_GAME = 3

#: Least games of a team: on opening day, at most while the season is early, and after that.
TEAM_GAMES = (5, 14, 15)

#: The same of a player.
PLAYER_GAMES = (3, 9, 10)

DAYS_INTO_SEASON = Column(
    "days_into_season", Int, "days", 0, 400, doc="Days since the season's first game; 0 on its day."
)
IS_EARLY_SEASON = Column(
    "is_early_season",
    Flag,
    doc=f"Whether the day is at most {EARLY_DAYS} days after the season's first game.",
)


def opening_days(today: Rel, earlier: Rel) -> Rel:
    """`season` and `opened_on`, the day of its first game.

    Args:
        today, earlier: the calendar of the days at hand and of the earlier days of their season.
    """
    import ibis

    games = ibis.union(*(rows.select("season", "game_date") for rows in (today, earlier)))
    return games.group_by("season").agg(opened_on=games.game_date.min())


def days_into_season(game_date: ir.DateValue, opened_on: ir.DateValue) -> ir.IntegerValue:
    """Days since the season's first game; 0 on its day."""
    return game_date.epoch_days() - opened_on.epoch_days()


def is_early(days: ir.IntegerValue) -> ir.BooleanValue:
    """Whether a day, by its days into the season, is early."""
    return days <= EARLY_DAYS


def least_team_games(days: ir.IntegerValue) -> ir.IntegerValue:
    """The games that a team's sample needs, by days into the season: min(5 + days // 3, 14) while
    it is early, then 15."""
    return _least(days, *TEAM_GAMES)


def least_player_games(days: ir.IntegerValue) -> ir.IntegerValue:
    """The games that a player's sample needs, by days into the season: min(3 + days // 3, 9) while
    it is early, then 10."""
    return _least(days, *PLAYER_GAMES)


def _least(days: ir.IntegerValue, first: int, most: int, later: int) -> ir.IntegerValue:
    import ibis

    grown = days // DAYS_PER_GAME + first
    early = ibis.least(grown, ibis.literal(most))
    return is_early(days).ifelse(early, later).cast("int64")
