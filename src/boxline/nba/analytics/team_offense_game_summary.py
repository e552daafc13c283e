"""How each team attacked in each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Int,
    Rel,
    Same,
    Table,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba import formulas
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.team_games import TEAM_GAMES

TEAM_OFFENSE_GAME_SUMMARY = Table(
    "nba_analytics.team_offense_game_summary",
    grain="one team in one final game",
    key=("game_id", "team_id"),
    expects=per_final_game(2),
    due=after_final(hours=3),
    unread="precompute reads it with the analytics datasets",
    columns=(
        *GAME,
        *SIDE,
        Column("is_win", Flag, doc="Whether the team won."),
        Column("points", Int, "points", 0, 250, doc="Scored."),
        Column("margin_points", Int, "points", -150, 150, doc="Scored less allowed."),
        Column("overtime_periods", Int, "overtimes", 0, 8, doc="Of the game."),
        *formulas.TEAM_COLUMNS,
    ),
)


@transform(TEAM_OFFENSE_GAME_SUMMARY)
def team_offense_game_summary(
    team_games: Annotated[Rel, Same(TEAM_GAMES)],
) -> Rel:
    """The team's own line, measured."""
    other = team_games.select("game_id", opponent_team_id="team_id", points_allowed="points")
    both = team_games.join(other, ["game_id", "opponent_team_id"])
    margin = both.points - both.points_allowed
    return both.mutate(margin_points=margin, **formulas.team_measures(both))
