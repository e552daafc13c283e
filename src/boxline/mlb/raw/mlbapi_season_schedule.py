"""The MLB Stats API's schedule of a whole season: which games there are, and on which dates."""

from typing import Any

from boxline.catalog import EachSeason, Raw, Request, every, rows
from boxline.mlb.scheduled import GAME_FACTS, LISTED, game_values, listed_values
from boxline.providers.mlb_stats_api import MAJORS, MLB_STATS_API
from boxline.providers.mlb_stats_api_schedule import Listing, Schedule, ScheduledGame

MLBAPI_SEASON_SCHEDULE = Raw(
    "mlb_raw.mlbapi_season_schedule",
    provider=MLB_STATS_API,
    grain="one game on one date that lists it",
    landing="season-schedule/{season}",
    payload=Schedule,
    request=Request(
        path="/api/v1/schedule",
        params={
            "sportId": MAJORS,
            "startDate": "{season_year}-01-01",
            "endDate": "{season_year}-12-31",
        },
        about=EachSeason(),
        moments=(every(12),),
    ),
    # A postponed game stays on the date it was set for, and comes again on the one it is played.
    partition="listed_date",
    key=("game_id", "listed_date"),
    complete_within=("listed_date",),
    columns=(*LISTED, *GAME_FACTS),
)


@rows(MLBAPI_SEASON_SCHEDULE)
def mlbapi_season_schedule(game: ScheduledGame, listing: Listing) -> dict[str, Any]:
    """One row per game and date; spring training, exhibitions and the All-Star game among them."""
    return {**listed_values(listing, game), **game_values(game)}
