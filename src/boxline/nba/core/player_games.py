"""What every player did in every game he appeared in: the one box score of the project."""

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
from boxline.nba.box_score import BOX_SCORE_RULES, player_counts
from boxline.nba.columns import GAME, PLAYER_ID, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.placing import placed_in_games
from boxline.nba.raw.archive_player_games import ARCHIVE_PLAYER_GAMES

PLAYER_GAMES = Table(
    "nba_core.player_games",
    grain="one player listed in the box score of one game that counts",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    columns=(
        *GAME,
        PLAYER_ID,
        Column("player_name", Text, doc="As the source writes it."),
        *SIDE,
        Column("has_played", Flag, doc="Whether he was on the floor; an archive row always was."),
        Column(
            "minutes_played",
            Int,
            "minutes",
            0,
            80,
            doc="Whole minutes; 0 is under 30 seconds, and a game played all the same.",
        ),
        *player_counts(),
        Column(
            "plus_minus_points",
            Int,
            "points",
            -100,
            100,
            True,
            doc="His team's points less the other side's while he was on the floor.",
        ),
        Column("is_starter", Flag, nullable=True, doc="NULL where the source does not say."),
    ),
    rules=BOX_SCORE_RULES,
)


@transform(PLAYER_GAMES)
def player_games(
    archive: Annotated[Rel, Same(ARCHIVE_PLAYER_GAMES)],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """Lines of games that count; one that names no game of its day becomes a reject."""
    import ibis

    # The archive lists nobody who stayed on the bench.
    return placed_in_games(archive, games).mutate(has_played=ibis.literal(True))
