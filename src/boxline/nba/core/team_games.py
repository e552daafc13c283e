"""What every team did in every game that counts."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Int,
    Rel,
    Same,
    Table,
    Text,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba.box_score import BOX_SCORE_RULES, team_counts
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.placing import placed_in_games
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES

#: Player minutes of a game without overtime, and those that each overtime adds.
REGULATION_MINUTES, OVERTIME_MINUTES = 240, 25

TEAM_GAMES = Table(
    "nba_core.team_games",
    grain="one team in one game that counts",
    key=("game_id", "team_id"),
    expects=per_final_game(2),
    due=after_final(hours=3),
    columns=(
        *GAME,
        *SIDE,
        Column("team", Text, doc="Three-letter code."),
        Column("team_name", Text, doc="City and nickname."),
        Column("is_win", Flag, doc="Whether the team won."),
        Column(
            "overtime_periods",
            Int,
            "overtimes",
            0,
            8,
            doc="round((team minutes - 240) / 25); minutes are rounded per player, hence round.",
        ),
        Column(
            "game_minutes",
            Int,
            "player minutes",
            240,
            440,
            doc="240 + 25 per overtime: the length that pace and usage are measured by.",
        ),
        *team_counts(),
    ),
    rules=BOX_SCORE_RULES,
)


@transform(TEAM_GAMES)
def team_games(
    archive: Annotated[Rel, Same(ARCHIVE_TEAM_GAMES)],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """Lines of games that count; one that names no game of its day becomes a reject."""
    line = placed_in_games(archive, games)
    extra = (line.team_minutes - REGULATION_MINUTES) / OVERTIME_MINUTES
    overtimes = extra.round().cast("int64")
    return line.mutate(
        is_win=line.wl == "W",
        overtime_periods=overtimes,
        game_minutes=overtimes * OVERTIME_MINUTES + REGULATION_MINUTES,
    )
