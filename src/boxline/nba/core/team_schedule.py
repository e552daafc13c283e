"""The calendar alone, seen from each side: when and where, rest and travel, and no result."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Instant,
    Optional,
    Rel,
    Same,
    SameSeason,
    Table,
    Text,
    before_start,
    per_scheduled_game,
    transform,
)
from boxline.nba import identity
from boxline.nba.arenas import PLACES, home_place, place_of_arena
from boxline.nba.columns import GAME, SIDE
from boxline.nba.core.games import GAMES
from boxline.nba.listed_games import lines_by_game, listed_games
from boxline.nba.placing import sides_of
from boxline.nba.raw.archive_full_schedule import ARCHIVE_FULL_SCHEDULE
from boxline.nba.raw.archive_schedule import ARCHIVE_SCHEDULE
from boxline.nba.raw.archive_team_games import ARCHIVE_TEAM_GAMES
from boxline.nba.raw.nbac_schedule import NBAC_SCHEDULE
from boxline.nba.raw.nbac_scoreboard import NBAC_SCOREBOARD
from boxline.nba.raw.nbac_team_boxscore import NBAC_TEAM_BOXSCORE
from boxline.nba.team_context.schedule import SCHEDULE_COLUMNS, rest_and_travel

#: What tells the place of a game.
BY_ARENA, BY_HOME_CLUB = "arena", "home club"

PLACE = Column("place", Text, one_of=tuple(PLACES), doc="Where the game is, by `nba/arenas.py`.")

TEAM_SCHEDULE = Table(
    "nba_core.team_schedule",
    grain="one team in one game on the calendar, played or to come",
    key=("game_id", "team_id"),
    expects=per_scheduled_game(2),
    due=before_start(hours=12),
    columns=(
        *GAME,
        *SIDE,
        Column(
            "tipped_off_at",
            Instant,
            nullable=True,
            doc="Scheduled start in UTC; NULL where no source knows it for this date.",
        ),
        PLACE,
        Column(
            "place_source",
            Text,
            one_of=(BY_ARENA, BY_HOME_CLUB),
            doc="What tells the place: the arena; where no source names one, or one that "
            "`nba/arenas.py` does not know (a new name, most of the time), the home side's own.",
        ),
        Column(
            "is_set_before_season",
            Flag,
            doc="Whether the game was on the schedule before the season began. Not so the Cup's "
            "and what is played instead of them, the seeding games of 2020, play-in and playoffs: "
            "who meets whom then tells how earlier games ended.",
        ),
        *SCHEDULE_COLUMNS,
    ),
)


@transform(TEAM_SCHEDULE)
def team_schedule(
    games: Annotated[Rel, Same(GAMES)],
    nbac_schedule: Annotated[Rel, SameSeason(NBAC_SCHEDULE), Optional],
    archive_full_schedule: Annotated[Rel, SameSeason(ARCHIVE_FULL_SCHEDULE), Optional],
    archive_schedule: Annotated[Rel, SameSeason(ARCHIVE_SCHEDULE), Optional],
    team_games: Annotated[Rel, SameSeason(ARCHIVE_TEAM_GAMES), Optional],
    nbac_scoreboard: Annotated[Rel, SameSeason(NBAC_SCOREBOARD), Optional],
    nbac_box_scores: Annotated[Rel, SameSeason(NBAC_TEAM_BOXSCORE), Optional],
) -> Rel:
    """Two rows a game. The season's calendar is listed anew from what the games of the day come
    from, because those of other days may not be computed yet. No score is read, so that a game
    which is played or corrected changes nothing for those who read this."""
    listed = listed_games(
        nbac_schedule=nbac_schedule,
        nbac_scoreboard=nbac_scoreboard,
        archive_full_schedule=archive_full_schedule,
        archive_schedule=archive_schedule,
        archived=lines_by_game(team_games),
        of_nbac=lines_by_game(nbac_box_scores.filter(nbac_box_scores.line_of == "team")),
    )
    season = identity.season(listed.game_id)
    calendar = listed.mutate(
        season=season,
        season_type=identity.season_type(listed.game_id),
        arena_place=place_of_arena(listed.arena),
        hosts_place=home_place(listed.home_team_id, season),
        is_set_before_season=identity.is_set_before_season(listed.game_id),
    )
    facts = calendar.select(
        "game_id", "tipped_off_at", "arena_place", "hosts_place", "is_set_before_season"
    )
    sides = sides_of(calendar).join(facts, "game_id")
    placed = sides.mutate(
        place=sides.arena_place.coalesce(sides.hosts_place),
        place_source=sides.arena_place.notnull().ifelse(BY_ARENA, BY_HOME_CLUB),
        home_place=home_place(sides.team_id, sides.season),
    )
    key = ["game_id", "team_id"]
    of_days = placed.semi_join(games, "game_id")
    return of_days.join(rest_and_travel(placed), key)
