"""The calendar: every game that counts, on the day it is set for or was played."""

from typing import Annotated

from boxline.catalog import (
    Column,
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
from boxline.nba import identity
from boxline.nba.columns import GAME
from boxline.nba.raw.archive_full_schedule import ARCHIVE_FULL_SCHEDULE
from boxline.nba.raw.archive_schedule import ARCHIVE_SCHEDULE
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from boxline.nba.raw.bdl_games import BDL_GAMES
from boxline.nba.raw.nbac_schedule import NBAC_SCHEDULE
from boxline.nba.raw.nbac_scoreboard import NBAC_SCOREBOARD
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.scores import FINAL, balldontlie_scores, final_scores

#: Whose word on sides and date counts first. The day of the box scores overrules all dates: a game
#: was played when it was played. Their sides come last: on a neutral floor both are "away".
SOURCES = (
    "nbac_schedule",
    "nbac_scoreboard",
    "archive_full_schedule",
    "archive_schedule",
    "box_scores",
)

GAMES = Table(
    "nba_core.games",
    grain="one game that counts (regular season, Cup final, play-in, playoffs)",
    key=("game_id",),
    columns=(
        *GAME,
        Column(
            "tipped_off_at",
            Instant,
            nullable=True,
            doc="Scheduled start in UTC; NULL where no source knows it for this date.",
        ),
        Column("home_team_id", Int, low=1, doc="NBA.com's team id."),
        Column("away_team_id", Int, low=1, doc="NBA.com's team id."),
        Column(
            "home_points",
            Int,
            "points",
            0,
            250,
            True,
            doc="Of the team box scores, NBA.com's before the archive's; until those are in of the "
            "newest final scoreboard or schedule, then of balldontlie. NULL before.",
        ),
        Column(
            "away_points",
            Int,
            "points",
            0,
            250,
            True,
            doc="Of the team box scores, NBA.com's before the archive's; until those are in of the "
            "newest final scoreboard or schedule, then of balldontlie. NULL before.",
        ),
        Column(
            "is_final",
            Flag,
            doc="Whether the newest landed schedule or scoreboard says so, NBA.com's or "
            "balldontlie's, or both team box scores are in.",
        ),
        Column(
            "arena", Text, nullable=True, doc="Arena; NULL where no source knows it for this date."
        ),
        Column(
            "schedule_source",
            Text,
            one_of=SOURCES,
            doc="Whose sides these are, and whose date until box scores are in.",
        ),
    ),
    rules=(Differ("home_team_id", "away_team_id"),),
)


def _listed(source: Rel, name: str) -> Rel:
    """A schedule's games that count, in the common shape."""
    import ibis

    is_nbac = name.startswith("nbac")
    says_final = source.game_status == FINAL if is_nbac else ibis.literal(False)
    return source.filter(
        identity.counts(source.game_id),
        identity.is_club(source.home_team_id),
        identity.is_club(source.away_team_id),
    ).select(
        "game_id",
        "game_date",
        "home_team_id",
        "away_team_id",
        "tipped_off_at",
        arena=source.arena if "arena" in source.columns else ibis.null("string"),
        says_final=says_final,
        rank=ibis.literal(SOURCES.index(name), "int64"),
    )


def _played(team_games: Rel) -> Rel:
    """Games with the box scores of both sides, in the common shape; a side may be NULL."""
    import ibis

    line = team_games.filter(
        identity.counts(team_games.game_id), identity.is_club(team_games.team_id)
    )
    sides = line.group_by("game_id", "game_date").agg(
        home_team_id=line.team_id.max(where=line.is_home),
        away_team_id=line.team_id.max(where=~line.is_home),
        count=line.count(),
    )
    return sides.filter(sides["count"] == 2).select(
        "game_id",
        "game_date",
        "home_team_id",
        "away_team_id",
        tipped_off_at=ibis.null("timestamp"),
        arena=ibis.null("string"),
        says_final=ibis.literal(True),
        rank=ibis.literal(SOURCES.index("box_scores"), "int64"),
    )


def _first(listings: Rel, keys: list[str]) -> Rel:
    """Of the rows that share `keys`, the one whose source counts first."""
    import ibis

    place = ibis.row_number().over(ibis.window(group_by=keys, order_by="rank"))
    return listings.mutate(place=place).filter(lambda t: t.place == 0).drop("place")


def _scored(
    games: Rel, *, team_games: Rel, nbac_team_games: Rel, told: Rel, balldontlie: Rel
) -> Rel:
    """Games with `home_points`, `away_points` and `balldontlie_says_final`."""
    import ibis

    points = ("game_id", "team_id", "points")
    first = nbac_team_games.select(*points)
    of_teams = ibis.union(first, team_games.select(*points).anti_join(first, "game_id"))
    scored = games
    for side in ("home", "away"):
        of_side = of_teams.rename({f"{side}_team_id": "team_id", f"{side}_box": "points"})
        columns = [*scored.columns, f"{side}_box"]
        scored = scored.left_join(of_side, ["game_id", f"{side}_team_id"]).select(*columns)
    scored = scored.left_join(told, "game_id")
    sides = ["game_date", "home_team_id", "away_team_id"]
    scored = scored.left_join(balldontlie, sides)
    return scored.select(
        *games.columns,
        home_points=scored.home_box.coalesce(scored.home_told, scored.home_bdl),
        away_points=scored.away_box.coalesce(scored.away_told, scored.away_bdl),
        balldontlie_says_final=scored.home_bdl.notnull(),
    )


@transform(GAMES)
def games(
    nbac_schedule: Annotated[Rel, SameSeason(NBAC_SCHEDULE), Optional],
    archive_full_schedule: Annotated[Rel, SameSeason(ARCHIVE_FULL_SCHEDULE), Optional],
    archive_schedule: Annotated[Rel, SameSeason(ARCHIVE_SCHEDULE), Optional],
    team_games: Annotated[Rel, SameSeason(ARCHIVE_TEAM_GAMES), Optional],
    nbac_scoreboard: Annotated[Rel, SameSeason(NBAC_SCOREBOARD), Optional],
    nbac_box_scores: Annotated[Rel, SameSeason(NBAC_TEAM_BOXSCORE), Optional],
    bdl_games: Annotated[Rel, SameSeason(BDL_GAMES), Optional],
) -> Rel:
    """One row per game: sides by the first source that lists it, the day by the archive's box
    scores (NBA.com's say no day), start and arena by the first source that lists it on that day.
    A season is seen whole, because sources disagree about dates."""
    import ibis

    played = _played(team_games)
    nbac_team_games = nbac_box_scores.filter(nbac_box_scores.line_of == "team")
    listings = ibis.union(
        _listed(nbac_schedule, "nbac_schedule"),
        _listed(nbac_scoreboard, "nbac_scoreboard"),
        _listed(archive_full_schedule, "archive_full_schedule"),
        _listed(archive_schedule, "archive_schedule"),
        played,
        _played(nbac_team_games),
    )
    sided = listings.filter(listings.home_team_id.notnull(), listings.away_team_id.notnull())
    final = listings.group_by("game_id").agg(is_final=listings.says_final.any())
    first = (
        _first(sided, ["game_id"])
        .drop("tipped_off_at", "arena", "says_final")
        .rename(listed_on="game_date")
        .left_join(played.select("game_id", played_on="game_date"), "game_id")
        .mutate(game_date=lambda t: t.played_on.coalesce(t.listed_on))
        .drop("game_id_right")
        .join(final, "game_id")
    )
    starts = _first(
        listings.filter(listings.tipped_off_at.notnull() | listings.arena.notnull()),
        ["game_id", "game_date"],
    ).select("game_id", "game_date", "tipped_off_at", "arena")
    located = first.left_join(starts, ["game_id", "game_date"])
    columns = [*first.columns, "tipped_off_at", "arena"]
    scored = _scored(
        located.select(*columns),
        team_games=team_games,
        nbac_team_games=nbac_team_games,
        told=final_scores(nbac_scoreboard, nbac_schedule),
        balldontlie=balldontlie_scores(bdl_games),
    )
    return scored.select(
        "game_id",
        "game_date",
        season=identity.season(scored.game_id),
        season_type=identity.season_type(scored.game_id),
        tipped_off_at=scored.tipped_off_at,
        home_team_id=scored.home_team_id,
        away_team_id=scored.away_team_id,
        home_points=scored.home_points,
        away_points=scored.away_points,
        is_final=scored.is_final | scored.balldontlie_says_final.fill_null(False),
        arena=scored.arena,
        schedule_source=ibis.cases(*((scored["rank"] == n, s) for n, s in enumerate(SOURCES))),
    )
