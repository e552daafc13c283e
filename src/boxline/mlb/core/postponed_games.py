"""Games that were not begun on a day for which they were set: rain moved them, or ended them."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Instant,
    Int,
    Optional,
    Rel,
    SameSeason,
    Table,
    Text,
    transform,
)
from boxline.mlb.columns import GAME
from boxline.mlb.listings import called_off, of_archive, of_schedules
from boxline.mlb.raw.archive_games import ARCHIVE_GAMES
from boxline.mlb.raw.mlbapi_schedule import MLBAPI_SCHEDULE
from boxline.mlb.raw.mlbapi_season_schedule import MLBAPI_SEASON_SCHEDULE
from boxline.mlb.statuses import CALLED_OFF

POSTPONED_GAMES = Table(
    "mlb_core.postponed_games",
    grain="one game on one day for which it was set and on which it was not begun",
    key=("game_date", "game_id"),
    columns=(
        *GAME,
        Column(
            "status",
            Text,
            one_of=CALLED_OFF,
            doc="`postponed`: it is played on another day, if it is, and stands in "
            "`mlb_core.games` on that one. `cancelled`: it is not played.",
        ),
        Column(
            "starts_at",
            Instant,
            nullable=True,
            doc="The start in UTC for which it was set on this day; NULL where not told.",
        ),
        Column(
            "game_number", Int, low=1, high=2, nullable=True, doc="Of that day; 2 is the second."
        ),
        Column("home_team_id", Int, low=1, doc="MLB's id of the team that was to bat last."),
        Column("away_team_id", Int, low=1, doc="MLB's id of the team that was to bat first."),
    ),
)


@transform(POSTPONED_GAMES)
def postponed_games(
    schedule: Annotated[Rel, SameSeason(MLBAPI_SCHEDULE), Optional],
    season_schedule: Annotated[Rel, SameSeason(MLBAPI_SEASON_SCHEDULE), Optional],
    archive_games: Annotated[Rel, SameSeason(ARCHIVE_GAMES), Optional],
) -> Rel:
    """A season is seen whole, because a game counts to the day to which it moved from when on that
    is known, on whatever day it is listed."""
    import ibis

    listings = ibis.union(of_schedules(schedule, season_schedule), of_archive(archive_games))
    found = called_off(listings)
    return found.select(
        "game_id",
        game_date="listed_on",
        season=found.listed_on.year().cast("string"),
        season_type="season_type",
        status="status",
        starts_at="starts_at",
        game_number="game_number",
        home_team_id="home_team_id",
        away_team_id="away_team_id",
    )
