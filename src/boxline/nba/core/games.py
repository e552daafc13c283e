"""The calendar: every game that counts, on the day it is set for or was played."""

from typing import Annotated

from boxline.catalog import (
    Column, Day, Differ, Flag, Instant, Int, Optional, Rel, SameSeason, Table, Text, transform,
)
from boxline.nba import identity
from boxline.nba.raw.archive_full_schedule import ARCHIVE_FULL_SCHEDULE
from boxline.nba.raw.archive_schedule import ARCHIVE_SCHEDULE
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from boxline.nba.raw.nbac_schedule import NBAC_SCHEDULE

#: Whose word on date and sides counts first. A game was played on the day of its box scores; a
#: game still to come is where the newest landed schedule puts it.
SOURCES = ("box_scores", "nbac_schedule", "archive_full_schedule", "archive_schedule")

GAMES = Table(
    "nba_core.games",
    grain="one game that counts (regular season, Cup final, play-in, playoffs)",
    key=("game_id",),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id."),
        Column("game_date", Day, doc="The league day."),
        Column("season", Text, doc="For example 2024-25; of the game id."),
        Column("season_type", Text, one_of=identity.COUNTED, doc="Of the game id."),
        Column(
            "tipped_off_at", Instant, nullable=True,
            doc="Scheduled start in UTC; NULL where no source knows it for this date.",
        ),
        Column("home_team_id", Int, low=1, doc="NBA.com's team id."),
        Column("away_team_id", Int, low=1, doc="NBA.com's team id."),
        Column(
            "home_points", Int, "points", 0, 250, True,
            doc="Of the team box scores; NULL before both are in.",
        ),
        Column(
            "away_points", Int, "points", 0, 250, True,
            doc="Of the team box scores; NULL before both are in.",
        ),
        Column(
            "is_final", Flag,
            doc="Whether the newest landed schedule says so or both team box scores are in.",
        ),
        Column("arena", Text, nullable=True, doc="Arena; NULL where no source knows it for this date."),
        Column(
            "schedule_source", Text, one_of=SOURCES,
            doc="Whose date and sides these are.",
        ),
    ),
    rules=(Differ("home_team_id", "away_team_id"),),
)



def _listed(source: Rel, name: str) -> Rel:
    """A schedule's games that count, in the common shape."""
    import ibis

    known = source.filter(
        identity.counts(source.game_id),
        identity.is_club(source.home_team_id),
        identity.is_club(source.away_team_id),
    )
    says_final = source.game_status == 3 if name == "nbac_schedule" else ibis.literal(False)
    return known.select(
        "game_id",
        "game_date",
        "home_team_id",
        "away_team_id",
        "tipped_off_at",
        "arena",
        home_points=ibis.null("int64"),
        away_points=ibis.null("int64"),
        says_final=says_final,
        rank=ibis.literal(SOURCES.index(name), "int64"),
    )


def _played(team_games: Rel) -> Rel:
    """Games with the box scores of both sides, in the common shape."""
    import ibis

    counted = team_games.filter(
        identity.counts(team_games.game_id), identity.is_club(team_games.team_id)
    )
    home, away = counted.is_home, ~counted.is_home
    sides = counted.group_by("game_id", "game_date").agg(
        home_team_id=counted.team_id.max(where=home),
        away_team_id=counted.team_id.max(where=away),
        home_points=counted.points.max(where=home),
        away_points=counted.points.max(where=away),
    )
    return sides.filter(sides.home_team_id.notnull(), sides.away_team_id.notnull()).select(
        "game_id",
        "game_date",
        "home_team_id",
        "away_team_id",
        tipped_off_at=ibis.null("timestamp"),
        arena=ibis.null("string"),
        home_points=lambda t: t.home_points,
        away_points=lambda t: t.away_points,
        says_final=ibis.literal(True),
        rank=ibis.literal(SOURCES.index("box_scores"), "int64"),
    )


@transform(GAMES)
def games(
    nbac_schedule: Annotated[Rel, SameSeason(NBAC_SCHEDULE), Optional],
    archive_full_schedule: Annotated[Rel, SameSeason(ARCHIVE_FULL_SCHEDULE), Optional],
    archive_schedule: Annotated[Rel, SameSeason(ARCHIVE_SCHEDULE), Optional],
    team_games: Annotated[Rel, SameSeason(ARCHIVE_TEAM_GAMES), Optional],
) -> Rel:
    """One row per game, by the first source that lists it; start and arena by the first that
    lists it on that same day. A season is seen whole because sources disagree about dates."""
    import ibis

    listings = ibis.union(
        _played(team_games),
        _listed(nbac_schedule, "nbac_schedule"),
        _listed(archive_full_schedule, "archive_full_schedule"),
        _listed(archive_schedule, "archive_schedule"),
    )
    by_rank = ibis.window(group_by="game_id", order_by="rank")
    first = listings.mutate(place=ibis.row_number().over(by_rank)).filter(lambda t: t.place == 0)
    starts = (
        listings.filter(listings.tipped_off_at.notnull() | listings.arena.notnull())
        .mutate(
            place=ibis.row_number().over(
                ibis.window(group_by=["game_id", "game_date"], order_by="rank")
            )
        )
        .filter(lambda t: t.place == 0)
        .select("game_id", "game_date", known_start="tipped_off_at", known_arena="arena")
    )
    final = listings.group_by("game_id").agg(is_final=listings.says_final.any())
    joined = first.left_join(starts, ["game_id", "game_date"]).join(final, first.game_id == final.game_id)
    sources = [(joined["rank"] == n, name) for n, name in enumerate(SOURCES)]
    return joined.select(
        "game_id",
        "game_date",
        season=identity.season(joined.game_id),
        season_type=identity.season_type(joined.game_id),
        tipped_off_at=joined.known_start,
        home_team_id=joined.home_team_id,
        away_team_id=joined.away_team_id,
        home_points=joined.home_points,
        away_points=joined.away_points,
        is_final=joined.is_final,
        arena=joined.known_arena,
        schedule_source=ibis.cases(*sources),
    )
