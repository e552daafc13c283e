"""What the zone analyses of teams and of players have in common: from when on there is something
to say of a season, and what is said of a sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from boxline.catalog import Column, Day, Float, Int, Rel, Text
from boxline.nba.early_season import days_into_season, is_early, opening_days

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: How every doc says when a conclusion is NULL.
UNLESS = "NULL where `zones_missing_reason` says why"

TOO_FEW_GAMES = "fewer charted games than the day of the season asks for"

LEAST_GAMES = Column(
    "least_games",
    Int,
    "games",
    1,
    15,
    doc="The games that the day of the season asks of a sample, by `nba/early_season.py`; below "
    "it what is concluded from the sample is NULL.",
)

SAMPLE_ENDS_ON = Column(
    "sample_ends_on",
    Day,
    nullable=True,
    doc="Day of the newest game in the sample, which lies far back where later games have no "
    "charted shots (playoffs of the archive). NULL without a game.",
)

DATA_QUALITY_TIER = Column(
    "data_quality_tier",
    Text,
    one_of=("high", "medium", "low"),
    doc="By the games in the sample: high at its full length, low below ten, of a player seven.",
)


def count_of(name: str, unit: str, high: float, doc: str) -> Column:
    """What was counted in a sample: 0 where nothing was."""
    return Column(name, Int, unit, 0, high, doc=doc)


def conclusion(name: str, unit: str, high: float, doc: str, *, low: float = 0) -> Column:
    """What is concluded from a sample that is large enough, else NULL."""
    return Column(name, Float, unit, low, high, nullable=True, doc=doc)


def quality_tier(games: ir.IntegerValue, *, high: int, medium: int) -> ir.StringValue:
    """DATA_QUALITY_TIER of a sample, by the least games of the upper two."""
    import ibis

    return ibis.cases((games >= high, "high"), (games >= medium, "medium"), else_="low")


def days_with_charts_before(
    games: Rel,
    earlier_games: Rel,
    shots: Rel,
    *,
    least_games: Callable[[ir.IntegerValue], ir.IntegerValue],
) -> Rel:
    """The days at hand on which shots of an earlier day of their season are charted: one row each,
    with `game_date`, `season`, `days_into_season`, `is_early_season` and `least_games`.

    A season whose shots no source covers has none of them, and neither has an opening day.

    Args:
        games, earlier_games: the calendar of the days at hand, and of their season before them.
        shots: charted shots of their season before them.
        least_games: of days into the season, how many games a sample needs.
    """
    days = games.select("game_date", "season").distinct()
    opened = opening_days(games, earlier_games)
    charted = shots.group_by("season").agg(charted_from=shots.game_date.min())
    known = days.join(charted, "season").join(opened, "season")
    into = days_into_season(known.game_date, known.opened_on)
    return known.filter(known.game_date > known.charted_from).select(
        "game_date",
        "season",
        days_into_season=into,
        is_early_season=is_early(into),
        least_games=least_games(into),
    )
