"""Each season's first day of games: when reference models are fitted."""

from typing import Annotated

from boxline.catalog import Past, Rel, Same, Table, transform
from boxline.nba.columns import GAME_DATE, SEASON
from boxline.nba.core.games import GAMES

SEASON_STARTS = Table(
    "nba_predictions.season_starts",
    grain="one season, on its first day of games",
    key=("season",),
    columns=(GAME_DATE, SEASON),
)


@transform(SEASON_STARTS)
def season_starts(
    games: Annotated[Rel, Same(GAMES)], earlier: Annotated[Rel, Past(GAMES, seasons=1)]
) -> Rel:
    """A row on a season's first day, and on no other."""
    days = games.select("season", "game_date").distinct()
    before = earlier.select("season", earlier_day="game_date").distinct()
    met = days.join(before, ["season", days.game_date > before.earlier_day])
    return days.anti_join(met, ["season", "game_date"])
