"""What each batter did in each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Differ,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.mlb.batting import BATTING_RULES, COUNTS, batting_columns
from boxline.mlb.columns import (
    GAME_DATE,
    IS_HOME,
    OPPONENT_TEAM_ID,
    PLAYER_ID,
    SEASON,
    SEASON_TYPE,
    TEAM_ID,
)
from boxline.mlb.core.games import GAMES
from boxline.mlb.feed_lines import batting_lines
from boxline.mlb.raw.archive_batter_games import ARCHIVE_BATTER_GAMES
from boxline.mlb.raw.mlbapi_game_feed import MLBAPI_GAME_FEED

SOURCES = ("mlbapi_game_feed", "archive_batter_games")

BATTER_GAMES = Table(
    "mlb_core.batter_games",
    grain="one batter in one game that counts",
    key=("game_id", "player_id"),
    columns=(
        Column(
            "game_id",
            Text,
            explained_by="unplaced_reason",
            doc="MLB's game id (`gamePk`) as text.",
        ),
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        IS_HOME,
        Column(
            "bats",
            Text,
            one_of=("L", "R", "S"),
            nullable=True,
            doc="The side he bats from, S either; NULL where the source does not say.",
        ),
        Column("positions", Text, nullable=True, doc="Played, with commas between; NULL likewise."),
        Column(
            "batting_order",
            Int,
            "place",
            1,
            9,
            nullable=True,
            doc="His place in the order; NULL where the source does not say: the archive does not.",
        ),
        *batting_columns(),
        Column("source", Text, one_of=SOURCES, doc="Whose line this is."),
    ),
    rules=(*BATTING_RULES, Differ("team_id", "opponent_team_id")),
)


@transform(BATTER_GAMES)
def batter_games(
    games: Annotated[Rel, Same(GAMES)],
    feed: Annotated[Rel, Same(MLBAPI_GAME_FEED), Optional],
    archive_batters: Annotated[Rel, Same(ARCHIVE_BATTER_GAMES), Optional],
) -> Rel:
    """Each line whole from the first source that has the game; the archive has but some batters."""
    import ibis

    sides = games.select(
        "season", "season_type", "home_team_id", "away_team_id", on_calendar="game_id"
    )
    told = batting_lines(feed, games)
    archived = archive_batters.anti_join(told, "game_id").mutate(
        batting_order=ibis.null("int64"), source=ibis.literal("archive_batter_games")
    )
    lines = ibis.union(told, archived.select(*told.columns))
    placed = lines.left_join(sides, [("game_id", "on_calendar")])
    team_id = placed.is_home.ifelse(placed.home_team_id, placed.away_team_id)
    is_it = (team_id == placed.team_id).fill_null(False)
    return placed.select(
        "game_date",
        "player_id",
        "team_id",
        "opponent_team_id",
        "is_home",
        "bats",
        "positions",
        "batting_order",
        "source",
        *COUNTS,
        season=placed.game_date.year().cast("string"),
        season_type=placed.season_type.coalesce("regular"),
        game_id=is_it.ifelse(placed.game_id, ibis.null("string")),
        unplaced_reason=ibis.cases(
            (placed.on_calendar.isnull(), placed.game_id.concat(" is no game of its day")),
            (~is_it, placed.game_id.concat(" is no game of the club that the line names")),
        ),
    )
