"""What every player did in every game he appeared in: the one box score of the project."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
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
from boxline.nba import identity
from boxline.nba.box_score import BOX_SCORE_RULES, COUNTS, player_counts
from boxline.nba.core.games import GAMES
from boxline.nba.raw.archive_player_games import ARCHIVE_PLAYER_GAMES

PLAYER_GAMES = Table(
    "nba_core.player_games",
    grain="one player listed in the box score of one game that counts",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=13),
    due=after_final(hours=3),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("season", Text, doc="For example 2024-25. NULL rejects: the game is unknown."),
        Column("season_type", Text, one_of=identity.COUNTED, doc="Of the game."),
        Column("player_id", Int, low=1, doc="NBA.com's player id."),
        Column("player_name", Text, doc="As the source writes it."),
        Column("team_id", Int, low=1, doc="NBA.com's team id."),
        Column("opponent_team_id", Int, low=1, doc="NBA.com's id of the other side."),
        Column("is_home", Flag, doc="Whether his team played at home."),
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
    """Lines of games that count. One that names no game of its day keeps a NULL season, and so
    becomes a reject instead of vanishing."""
    import ibis

    counted = archive.filter(identity.counts(archive.game_id))
    sides = games.select("game_id", "season", "season_type", "home_team_id", "away_team_id")
    joined = counted.drop("season", "season_type").left_join(sides, "game_id")
    is_home = joined.team_id == joined.home_team_id
    return joined.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "player_id",
        "player_name",
        "team_id",
        opponent_team_id=ibis.cases(
            (is_home, joined.away_team_id),
            (joined.team_id == joined.away_team_id, joined.home_team_id),
        ),
        is_home=is_home,
        has_played=ibis.literal(True),
        minutes_played=joined.minutes_played,
        **{name: joined[name] for name in COUNTS},
        plus_minus_points=joined.plus_minus_points,
        is_starter=joined.is_starter,
    )
