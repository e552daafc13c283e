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
from boxline.nba.listed_games import SOURCES, lines_by_game, listed_games
from boxline.nba.raw.archive_full_schedule import ARCHIVE_FULL_SCHEDULE
from boxline.nba.raw.archive_schedule import ARCHIVE_SCHEDULE
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from boxline.nba.raw.bdl_games import BDL_GAMES
from boxline.nba.raw.nbac_schedule import NBAC_SCHEDULE
from boxline.nba.raw.nbac_scoreboard import NBAC_SCOREBOARD
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.scores import balldontlie_scores, final_scores

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
            "balldontlie's, or both team box scores are in: the archive's, or NBA.com's with the "
            "time of a whole game and no tie, unless a listing of NBA.com's shows the game as on.",
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


def _scored(games: Rel, *, box_scores: Rel, told: Rel, balldontlie: Rel) -> Rel:
    """Games with `home_points`, `away_points` and `balldontlie_says_final`."""
    import ibis

    teams = ("game_id", "one_team_id", "one_points", "other_team_id", "other_points")
    sides = ["game_date", "home_team_id", "away_team_id"]
    met = (
        games.left_join(box_scores.select(*teams), "game_id")
        .left_join(told, "game_id")
        .left_join(balldontlie, sides)
    )
    points = {
        side: ibis.cases(
            (met[f"{side}_team_id"] == met.one_team_id, met.one_points),
            (met[f"{side}_team_id"] == met.other_team_id, met.other_points),
        )
        for side in ("home", "away")
    }
    return met.select(
        *games.columns,
        home_points=points["home"].coalesce(met.home_told, met.home_bdl),
        away_points=points["away"].coalesce(met.away_told, met.away_bdl),
        balldontlie_says_final=met.home_bdl.notnull(),
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

    archived = lines_by_game(team_games)
    of_nbac = lines_by_game(nbac_box_scores.filter(nbac_box_scores.line_of == "team"))
    located = listed_games(
        nbac_schedule=nbac_schedule,
        nbac_scoreboard=nbac_scoreboard,
        archive_full_schedule=archive_full_schedule,
        archive_schedule=archive_schedule,
        archived=archived,
        of_nbac=of_nbac,
    )
    # Those of a game that is on have a score that is none yet.
    over = of_nbac.semi_join(located.filter(located.is_final), "game_id")
    scored = _scored(
        located,
        box_scores=ibis.union(over, archived.anti_join(over, "game_id")),
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
