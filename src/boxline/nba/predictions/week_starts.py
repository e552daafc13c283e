"""Each week's first day of games: when the main models are fitted."""

from typing import TYPE_CHECKING, Annotated

from boxline.catalog import Past, Rel, Same, Table, transform
from boxline.nba.columns import GAME_DATE, SEASON
from boxline.nba.core.games import GAMES

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: 1970 began on a Thursday: so many days after a Monday, from which weeks are counted.
DAYS_AFTER_MONDAY = 3

DAYS_PER_WEEK = 7

WEEK_STARTS = Table(
    "nba_predictions.week_starts",
    grain="one week of a season, on its first day of games",
    key=("game_date",),
    columns=(GAME_DATE, SEASON),
)


@transform(WEEK_STARTS)
def week_starts(
    games: Annotated[Rel, Same(GAMES)], earlier: Annotated[Rel, Past(GAMES, seasons=1)]
) -> Rel:
    """A row on the first day of a week (from Monday on) that has a game, and on no other."""
    days = games.select("season", "game_date").distinct()
    weeks = days.mutate(week=_week_of(days.game_date))
    before = earlier.select("season", earlier_day="game_date").distinct()
    before = before.mutate(week=_week_of(before.earlier_day))
    met = weeks.join(before, ["season", "week", weeks.game_date > before.earlier_day])
    return days.anti_join(met, ["season", "game_date"])


def _week_of(day: "ir.DateValue") -> "ir.IntegerValue":
    return (day.epoch_days() + DAYS_AFTER_MONDAY) // DAYS_PER_WEEK
