"""The calendar: every game that counts, on the day it began or is set for."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Day,
    Differ,
    Flag,
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
from boxline.mlb.listings import (
    SOURCES,
    of_archive,
    of_archived_batters,
    of_archived_starts,
    of_schedules,
    played_once,
)
from boxline.mlb.raw.archive_batter_games import ARCHIVE_BATTER_GAMES
from boxline.mlb.raw.archive_games import ARCHIVE_GAMES
from boxline.mlb.raw.archive_starts import ARCHIVE_STARTS
from boxline.mlb.raw.mlbapi_schedule import MLBAPI_SCHEDULE
from boxline.mlb.raw.mlbapi_season_schedule import MLBAPI_SEASON_SCHEDULE
from boxline.mlb.statuses import STATUSES
from boxline.mlb.venues import ROOFS, day_or_night, roof_of

GAMES = Table(
    "mlb_core.games",
    grain="one game that counts (regular season, postseason)",
    key=("game_id",),
    columns=(
        *GAME,
        Column(
            "starts_at",
            Instant,
            nullable=True,
            doc="Scheduled start on this day in UTC; NULL where no source knows it.",
        ),
        Column("home_team_id", Int, low=1, doc="MLB's id of the team that bats last."),
        Column("away_team_id", Int, low=1, doc="MLB's id of the team that bats first."),
        Column(
            "is_final",
            Flag,
            doc="Whether the newest listing says that it is over; a game that rain ended is.",
        ),
        Column(
            "status",
            Text,
            one_of=STATUSES,
            doc="A game that was postponed is `scheduled` on its new day, and no game while it has "
            "none; one that was cancelled is none.",
        ),
        Column(
            "game_number",
            Int,
            low=1,
            high=2,
            nullable=True,
            doc="1, or 2 of the second game of a doubleheader; NULL where only pitchers' lines "
            "tell of the game.",
        ),
        Column(
            "doubleheader",
            Text,
            one_of=("N", "S", "Y"),
            nullable=True,
            doc="N no, S two games with an admission each, Y two for one admission; NULL where "
            "only players' lines tell of the game.",
        ),
        Column(
            "scheduled_innings",
            Int,
            "innings",
            7,
            9,
            nullable=True,
            doc="9, in the doubleheaders of 2020 and 2021 7; NULL where the source does not say.",
        ),
        Column(
            "innings",
            Int,
            "innings",
            1,
            30,
            nullable=True,
            doc="Innings begun: fewer than scheduled where the game was called, more where it was "
            "tied; NULL before the game.",
        ),
        Column("home_runs", Int, "runs", 0, 60, nullable=True, doc="Score; NULL before a final."),
        Column("away_runs", Int, "runs", 0, 60, nullable=True, doc="Score; NULL before a final."),
        Column("venue_id", Int, low=1, nullable=True, doc="MLB's venue id; NULL where not told."),
        Column("venue", Text, nullable=True, doc="Name of that season; NULL where not told."),
        Column(
            "roof",
            Text,
            one_of=ROOFS,
            nullable=True,
            doc="What the park has, not whether it was shut; NULL of a park that is not known.",
        ),
        Column(
            "day_night",
            Text,
            one_of=("day", "night"),
            nullable=True,
            doc="As MLB's schedule says; where the source does not, night from 17:00 by the clock "
            "of the park, and NULL of a park or start that is not known.",
        ),
        Column(
            "postponed_from",
            Day,
            nullable=True,
            doc="The newest day that it was postponed from; NULL of a game that never was.",
        ),
        Column(
            "resumed_on",
            Day,
            nullable=True,
            doc="The day on which a game that was suspended ended; NULL of any other.",
        ),
        Column("schedule_source", Text, one_of=SOURCES, doc="Whose listing this is."),
    ),
    rules=(Differ("home_team_id", "away_team_id"),),
)


@transform(GAMES)
def games(
    schedule: Annotated[Rel, SameSeason(MLBAPI_SCHEDULE), Optional],
    season_schedule: Annotated[Rel, SameSeason(MLBAPI_SEASON_SCHEDULE), Optional],
    archive_games: Annotated[Rel, SameSeason(ARCHIVE_GAMES), Optional],
    archive_starts: Annotated[Rel, SameSeason(ARCHIVE_STARTS), Optional],
    archive_batters: Annotated[Rel, SameSeason(ARCHIVE_BATTER_GAMES), Optional],
) -> Rel:
    """A season is seen whole, because a game may be listed on several days. A further schedule is
    one more listing in `boxline.mlb.listings`, united with these."""
    import ibis

    listings = ibis.union(
        of_schedules(schedule, season_schedule),
        of_archive(archive_games),
        of_archived_starts(archive_starts),
        of_archived_batters(archive_batters),
    )
    game = played_once(listings)
    is_final = game.status == "final"
    return game.select(
        "game_id",
        game_date="listed_on",
        season=game.listed_on.year().cast("string"),
        season_type="season_type",
        starts_at="starts_at",
        home_team_id="home_team_id",
        away_team_id="away_team_id",
        is_final=is_final,
        status="status",
        game_number="game_number",
        doubleheader="doubleheader",
        scheduled_innings="scheduled_innings",
        innings="innings",
        home_runs=is_final.ifelse(game.home_runs, ibis.null("int64")),
        away_runs=is_final.ifelse(game.away_runs, ibis.null("int64")),
        venue_id="venue_id",
        venue="venue",
        roof=roof_of(game.venue_id),
        day_night=game.day_night.coalesce(day_or_night(game.starts_at, game.venue_id)),
        postponed_from="postponed_from",
        resumed_on="resumed_on",
        schedule_source=ibis.cases(*((game["rank"] == n, s) for n, s in enumerate(SOURCES))),
    )
