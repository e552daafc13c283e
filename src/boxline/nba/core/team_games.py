"""What every team did in every game that counts."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    Flag,
    Int,
    Rel,
    Same,
    Table,
    Text,
    after_final,
    per_final_game,
    transform,
    watched,
)
from boxline.nba.box_score import BOX_SCORE_RULES, team_counts
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games_by_source import PLAYER_GAMES_BY_SOURCE
from boxline.nba.daily_checks import TEAM_CHECKS
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.sources import SOURCE, first_told
from boxline.nba.team_lines import (
    LINE,
    TEAM_SOURCES,
    archived_lines,
    fetched_lines,
)
from boxline.nba.team_minutes import game_minutes, overtimes

TEAM_GAMES = Table(
    "nba_core.team_games",
    grain="one team in one game that counts",
    key=("game_id", "team_id"),
    expects=per_final_game(2),
    due=after_final(hours=3),
    columns=(
        *GAME,
        *SIDE,
        replace(
            SOURCE,
            doc="Whose line it is, whole: nbac_team_boxscore, which sends it; then those whose "
            "players' lines are added up if no player is lacking, which have no turnovers of the "
            "team itself: nbac_gamebook, nbac_player_boxscore, bdl_player_box_scores, "
            "bdl_box_scores; then archive.",
        ),
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
        *watched(team_counts(), **TEAM_CHECKS),
    ),
    rules=BOX_SCORE_RULES,
)


@transform(TEAM_GAMES)
def team_games(
    team_boxscore: Annotated[Rel, Same(NBAC_TEAM_BOXSCORE), Either],
    player_lines: Annotated[Rel, Same(PLAYER_GAMES_BY_SOURCE), Either],
    archive: Annotated[Rel, Same(ARCHIVE_TEAM_GAMES), Either],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """Each team's line as the first source has it, whole. Lines of finished games that count; one
    of the archive that names no game of its day becomes a reject."""
    import ibis

    key = ["game_id", "team_id"]
    fetched = fetched_lines(team_boxscore, player_lines, games)
    # The archive is the last of them: it fills what no other has.
    first = first_told(fetched, LINE, key=key, order=TEAM_SOURCES)
    line = ibis.union(first, archived_lines(archive, games).anti_join(first, key))
    return line.mutate(
        overtime_periods=overtimes(line.team_minutes), game_minutes=game_minutes(line.team_minutes)
    )
