"""What each player did in each game, measured."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
    Int,
    Rel,
    Same,
    Table,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba import formulas
from boxline.nba.box_score import BOX_SCORE_RULES, player_counts
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.player_games import PLAYER_GAMES
from boxline.nba.core.team_games import TEAM_GAMES

PLAYER_GAME_SUMMARY = Table(
    "nba_analytics.player_game_summary",
    grain="one player who played in one final game",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    unread="precompute reads it with the analytics datasets",
    columns=(
        *GAME,
        PLAYER_ID,
        *SIDE,
        Column(
            "is_win", Flag, doc="Whether his team won; of the team's line, never of plus-minus."
        ),
        Column("is_starter", Flag, nullable=True, doc="NULL where no source says."),
        Column("minutes_played", Int, "minutes", 0, 80, doc="Whole minutes."),
        *player_counts(),
        Column("plus_minus_points", Int, "points", -100, 100, True, doc="As in the box score."),
        Column(
            "usage_percent",
            Float,
            "percent",
            0,
            2000,
            True,
            doc="100 (FGA + 0.44 FTA + TOV) (game minutes / 5) / (minutes (team's FGA + 0.44 FTA + "
            "TOV)): the share of his team's plays that he ended while on the floor. NULL at 0 "
            "minutes. Minutes are whole, so a cameo of a minute or two can pass 100.",
        ),
        formulas.TRUE_SHOOTING,
        formulas.EFFECTIVE_FIELD_GOALS,
    ),
    rules=BOX_SCORE_RULES,
)


def _plays(line: Rel, prefix: str = "") -> Rel:
    free = line[f"{prefix}free_throws_attempted"] * formulas.FREE_THROW_WEIGHT
    return line[f"{prefix}field_goals_attempted"] + free + line[f"{prefix}turnovers"]


@transform(PLAYER_GAME_SUMMARY)
def player_game_summary(
    player_games: Annotated[Rel, Same(PLAYER_GAMES)],
    team_games: Annotated[Rel, Same(TEAM_GAMES)],
) -> Rel:
    """Lines of players who played, beside their team's. One whose team has no line keeps a NULL
    `is_win`, and so becomes a reject until that line is in."""
    team = team_games.select(
        "game_id",
        "team_id",
        "is_win",
        "game_minutes",
        team_field_goals_attempted="field_goals_attempted",
        team_free_throws_attempted="free_throws_attempted",
        team_turnovers="turnovers",
    )
    line = player_games.filter(player_games.has_played).left_join(team, ["game_id", "team_id"])
    share = _plays(line) * (line.game_minutes / 5)
    whole = line.minutes_played * _plays(line, "team_")
    return line.mutate(
        usage_percent=share * 100 / whole.nullif(0),
        true_shooting_share=formulas.true_shooting(line),
        effective_field_goal_share=formulas.effective_field_goals(line),
    )
