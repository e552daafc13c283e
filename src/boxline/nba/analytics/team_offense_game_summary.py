"""How each team attacked in each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba import formulas
from boxline.nba.box_score import BOX_SCORE_RULES, team_counts
from boxline.nba.charted_shots import (
    CHARTED,
    PASS_COLUMNS,
    POINT_COLUMNS,
    ZONE_COLUMNS,
    ZONE_RULES,
    ZONES_MISSING_REASON,
    charted_games,
    counted,
    shooting,
    why_missing,
)
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.shots import SHOTS
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
        *team_counts(),
        Column("margin_points", Int, "points", -150, 150, doc="Scored less allowed."),
        Column("overtime_periods", Int, "overtimes", 0, 8, doc="Of the game."),
        *formulas.TEAM_COLUMNS,
        *ZONE_COLUMNS,
        *POINT_COLUMNS,
        *PASS_COLUMNS,
        ZONES_MISSING_REASON,
    ),
    rules=(*BOX_SCORE_RULES, *ZONE_RULES),
)


@transform(TEAM_OFFENSE_GAME_SUMMARY)
def team_offense_game_summary(
    team_games: Annotated[Rel, Same(TEAM_GAMES)],
    shots: Annotated[Rel, Same(SHOTS), Optional],
) -> Rel:
    """The team's own line, measured, and its shots by zone."""
    other = team_games.select("game_id", opponent_team_id="team_id", points_allowed="points")
    took = shooting(shots, of=("game_id", "team_id"))
    games = charted_games(took)
    key = ["game_id", "team_id"]
    both = (
        team_games.join(other, ["game_id", "opponent_team_id"])
        .left_join(took, key)
        .left_join(games, "game_id")
        .select(
            team_games,
            "points_allowed",
            *(c for c in took.columns if c not in key),
            *CHARTED,
        )
    )
    return both.mutate(
        margin_points=both.points - both.points_allowed,
        **formulas.team_measures(both),
        **counted(both, (*ZONE_COLUMNS, *POINT_COLUMNS), both.is_charted),
        **counted(both, PASS_COLUMNS[:2], both.names_players),
        **counted(both, PASS_COLUMNS[2:], both.tells_and_ones),
        zones_missing_reason=why_missing(both),
    )
