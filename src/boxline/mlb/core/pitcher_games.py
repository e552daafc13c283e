"""What each pitcher did in each game."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Differ,
    Flag,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    after_final,
    per_final_game,
    transform,
)
from boxline.mlb.clubs import id_of_code
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
from boxline.mlb.feed_lines import pitching_lines
from boxline.mlb.pitching import PITCHING_RULES, pitching_columns
from boxline.mlb.raw.archive_starts import ARCHIVE_STARTS
from boxline.mlb.raw.mlbapi_game_feed import MLBAPI_GAME_FEED

#: Whose line counts first; the archive has starters only.
SOURCES = ("mlbapi_game_feed", "bdl_mlb_stats", "archive_starts")

PITCHER_GAMES = Table(
    "mlb_core.pitcher_games",
    grain="one pitcher in one game that counts",
    key=("game_id", "player_id"),
    expects=per_final_game(at_least=2),
    due=after_final(hours=3),
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
        Column("is_starter", Flag, doc="Whether he threw his side's first pitch."),
        *pitching_columns(),
        Column("source", Text, one_of=SOURCES, doc="Whose line this is."),
    ),
    rules=(*PITCHING_RULES, Differ("team_id", "opponent_team_id")),
)


@transform(PITCHER_GAMES)
def pitcher_games(
    games: Annotated[Rel, Same(GAMES)],
    feed: Annotated[Rel, Same(MLBAPI_GAME_FEED), Optional],
    archive_starts: Annotated[Rel, Same(ARCHIVE_STARTS), Optional],
) -> Rel:
    """Each line whole from the first source that has the game."""
    import ibis

    told = pitching_lines(feed, games)
    archived = _archived(archive_starts).anti_join(told, "game_id")
    columns = [*told.columns]
    lines = ibis.union(told, archived.select(*columns))
    sides = games.select("game_id", "season", "season_type", "home_team_id", "away_team_id")
    placed = lines.left_join(sides.rename(on_calendar="game_id"), [("game_id", "on_calendar")])
    team_id = placed.is_home.ifelse(placed.home_team_id, placed.away_team_id)
    is_it = (team_id == placed.team_id).fill_null(False)
    return placed.select(
        *(c for c in lines.columns if c not in ("game_id", "team_id", "season", "season_type")),
        season=placed.game_date.year().cast("string"),
        season_type=placed.season_type.coalesce("regular"),
        game_id=is_it.ifelse(placed.game_id, ibis.null("string")),
        team_id="team_id",
        opponent_team_id=is_it.ifelse(
            placed.is_home.ifelse(placed.away_team_id, placed.home_team_id), 1
        ),
        unplaced_reason=ibis.cases(
            (placed.on_calendar.isnull(), placed.game_id.concat(" is no game of its day")),
            (~is_it, placed.game_id.concat(" is no game of the club that the line names")),
        ),
    )


def _archived(starts: Rel) -> Rel:
    """The archive's starts, in the common shape."""
    import ibis

    nothing = {
        c.name: ibis.null("int64") for c in pitching_columns() if c.name not in starts.columns
    }
    told = [c.name for c in pitching_columns() if c.name in starts.columns]
    return starts.select(
        "game_id",
        "game_date",
        "player_id",
        "is_home",
        *told,
        team_id=id_of_code(starts.team),
        is_starter=ibis.literal(True),
        source=ibis.literal("archive_starts"),
        **nothing,
    )
