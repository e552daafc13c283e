"""Each fortnight's first day of games: when models of starters are fitted."""

from typing import Annotated

from boxline.catalog import Past, Rel, Same, Table, transform
from boxline.mlb.columns import GAME_DATE, SEASON
from boxline.mlb.core.games import GAMES
from boxline.mlb.starters.fortnights import fortnight_of

FORTNIGHT_STARTS = Table(
    "mlb_predictions.fortnight_starts",
    grain="one fortnight of a season, on its first day of games",
    key=("game_date",),
    columns=(GAME_DATE, SEASON),
)


@transform(FORTNIGHT_STARTS)
def fortnight_starts(
    games: Annotated[Rel, Same(GAMES)], earlier: Annotated[Rel, Past(GAMES, seasons=1)]
) -> Rel:
    """A row on the first day of a fortnight that has a game, and on no other."""
    days = games.select("season", "game_date").distinct()
    numbered = days.mutate(fortnight=fortnight_of(days.game_date))
    before = earlier.select("season", earlier_day="game_date").distinct()
    before = before.mutate(fortnight=fortnight_of(before.earlier_day))
    met = numbered.join(before, ["season", "fortnight", numbered.game_date > before.earlier_day])
    return days.anti_join(met, ["season", "game_date"])
