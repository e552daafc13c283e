"""What each side scored."""

from typing import Annotated

from boxline.catalog import Rel, Same, Table, transform
from tests.faults.league.columns import GAME_DATE, GAME_ID, GOALS, TEAM
from tests.faults.league.games import GAMES
from tests.faults.league.raw_scores import SCORES

TEAM_GOALS = Table(
    "toy_analytics.team_goals",
    grain="one side of one final game",
    key=("game_id", "team"),
    columns=(GAME_ID, GAME_DATE, TEAM, GOALS),
    max_rejected_share=0.5,
)


@transform(TEAM_GOALS)
def team_goals(games: Annotated[Rel, Same(GAMES)], sent: Annotated[Rel, Same(SCORES)]) -> Rel:
    """Two rows per game. A side without a name is sent, and rejected here."""
    import ibis

    played = sent.semi_join(games.filter(games.is_final), "game_id")
    sides = (
        played.select("game_id", "game_date", team=played[side].nullif(""), goals=f"{side}_goals")
        for side in ("home", "away")
    )
    return ibis.union(*sides)
