"""What each side had scored before each game."""

from typing import Annotated

from boxline.catalog import Column, Int, Past, Rel, Same, Table, transform
from tests.faults.league.columns import GAME_DATE, GAME_ID, TEAM
from tests.faults.league.games import GAMES
from tests.faults.league.team_goals import TEAM_GOALS

TEAM_FORM = Table(
    "toy_precompute.team_form",
    grain="the home side of one game",
    key=("game_id", "team"),
    columns=(
        GAME_ID,
        GAME_DATE,
        TEAM,
        Column("goals_before", Int, "goals", 0, doc="Of earlier days; 0 without one."),
        Column("games_before", Int, "games", 0, doc="Of earlier days."),
    ),
)


@transform(TEAM_FORM)
def team_form(games: Annotated[Rel, Same(GAMES)], scored: Annotated[Rel, Past(TEAM_GOALS)]) -> Rel:
    """Totals over the past."""
    earlier = scored.select(by="team", on="game_date", scored="goals")
    met = games.left_join(earlier, [games.home == earlier.by, earlier.on < games.game_date])
    return met.group_by("game_id", "game_date", team=met.home).agg(
        goals_before=met.scored.sum().coalesce(0), games_before=met.by.count()
    )
