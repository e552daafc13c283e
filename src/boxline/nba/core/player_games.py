"""What every player did in every game he appeared in: the one box score of the project."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    after_final,
    per_final_game,
    transform,
    watched,
)
from boxline.nba.archived_lines import archived
from boxline.nba.box_score import BOX_SCORE_RULES
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.core.player_games_by_source import LINE_COLUMNS, PLAYER_GAMES_BY_SOURCE
from boxline.nba.daily_checks import NEAR_MEAN, PLAYER_CHECKS
from boxline.nba.raw.archive_player_games import ARCHIVE_PLAYER_GAMES
from boxline.nba.sources import SOURCE, SOURCES, first_told

#: What not every source says: taken from the first one that does.
FILLED = ("plus_minus_points", "is_starter", "start_position")

PLAYER_GAMES = Table(
    "nba_core.player_games",
    grain="one player listed in the box score of one game that counts",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        Column("player_name", Text, doc="As NBA.com writes it."),
        *SIDE,
        SOURCE,
        *(
            replace(c, doc=f"{c.doc} Of the first source that says it, whosever the line is.")
            if c.name in FILLED
            else c
            for c in watched(LINE_COLUMNS, minutes_played=(Varies(), NEAR_MEAN), **PLAYER_CHECKS)
        ),
    ),
    rules=BOX_SCORE_RULES,
)


@transform(PLAYER_GAMES)
def player_games(
    told: Annotated[Rel, Same(PLAYER_GAMES_BY_SOURCE), Either],
    archive: Annotated[Rel, Same(ARCHIVE_PLAYER_GAMES), Either],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """Each player's line as the first source has it, whole; only what that one does not say comes
    from the next (plus-minus, starters and their positions). Lines of games that count; one of
    the archive that names no game of its day becomes a reject."""
    import ibis

    columns = [c.name for c in PLAYER_GAMES.columns]
    merged = first_told(told, columns, key=["game_id", "player_id"], order=SOURCES, filled=FILLED)
    # Of a game that another source tells the archive's lines are among those told.
    alone = archived(archive.anti_join(told, "game_id"), games)
    return ibis.union(merged, alone.select(*columns))
