"""What every team did in every game that counts."""

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
from boxline.nba.box_score import BOX_SCORE_RULES, COUNTS, team_counts
from boxline.nba.core.games import GAMES
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
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("season", Text, doc="For example 2024-25. NULL rejects: the game is unknown."),
        Column("season_type", Text, one_of=identity.COUNTED, doc="Of the game."),
        Column("team_id", Int, low=1, doc="NBA.com's team id."),
        Column("team", Text, doc="Three-letter code."),
        Column("team_name", Text, doc="City and nickname."),
        Column("opponent_team_id", Int, low=1, doc="NBA.com's id of the other side."),
        Column("is_home", Flag, doc="Whether the team played at home."),
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
    """Lines of games that count. One that names no game of its day keeps a NULL season, and so
    becomes a reject instead of vanishing."""
    import ibis

    counted = archive.filter(identity.counts(archive.game_id))
    sides = games.select("game_id", "season", "season_type", "home_team_id", "away_team_id")
    joined = counted.drop("season", "season_type").left_join(sides, "game_id")
    is_home = joined.team_id == joined.home_team_id
    extra = (joined.team_minutes - REGULATION_MINUTES) / OVERTIME_MINUTES
    overtimes = extra.round().cast("int64")
    return joined.select(
        "game_id",
        "game_date",
        "season",
        "season_type",
        "team_id",
        "team",
        "team_name",
        opponent_team_id=ibis.cases(
            (is_home, joined.away_team_id),
            (joined.team_id == joined.away_team_id, joined.home_team_id),
        ),
        is_home=is_home,
        is_win=joined.wl == "W",
        overtime_periods=overtimes,
        game_minutes=overtimes * OVERTIME_MINUTES + REGULATION_MINUTES,
        **{name: joined[name] for name in COUNTS},
    )
