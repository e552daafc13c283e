"""Every field-goal attempt, on the game it belongs to."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Flag,
    Float,
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
from boxline.nba.columns import GAME_DATE, OPPONENT_TEAM_ID, PLAYER_ID, SEASON, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.placing import sides_of
from boxline.nba.raw.archive_shots import ARCHIVE_SHOTS

ZONES = (
    "Restricted Area",
    "In The Paint (Non-RA)",
    "Mid-Range",
    "Left Corner 3",
    "Right Corner 3",
    "Above the Break 3",
    "Backcourt",
)

SHOTS = Table(
    "nba_core.shots",
    grain="one field-goal attempt",
    key=("game_id", "player_id", "period", "seconds_left", "attempt_in_second"),
    expects=per_final_game(at_least=100),
    due=after_final(hours=3),
    unread="the zone columns of analytics come with the analytics datasets",
    columns=(
        Column("game_id", Text, doc="NBA.com's game id, repaired where the source's means none."),
        GAME_DATE,
        SEASON,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        Column("period", Int, low=1, high=12, doc="1 to 4, then overtimes."),
        Column("seconds_left", Int, "seconds", 0, 720, doc="Left in the period."),
        Column("attempt_in_second", Int, low=1, doc="1, 2, ... among his attempts in one second."),
        Column("is_made", Flag, doc="Whether it went in."),
        Column("point_value", Int, "points", 2, 3, doc="What it counts when made."),
        Column("zone", Text, one_of=ZONES, doc="Zone of the floor, as NBA.com names them."),
        Column("action_type", Text, doc="Kind of shot."),
        Column("x_feet", Float, "feet", -30, 30, decimals=3, doc="Across the floor; hoop at 0."),
        Column("y_feet", Float, "feet", -5, 100, decimals=3, doc="Along the floor; hoop at 5.25."),
        Column("distance_feet", Int, "feet", 0, 100, doc="From the hoop."),
    ),
)


@transform(SHOTS)
def shots(
    archive: Annotated[Rel, Same(ARCHIVE_SHOTS)],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """A team plays once a day, so day and team name the game. That repairs the archive's id
    0022000000, which stands for the five opening games of 2020-21."""
    import ibis

    sides = sides_of(games).drop("season_type", "is_home")
    counted = archive.filter(identity.counts(archive.game_id)).drop("season", "game_id")
    joined = counted.left_join(sides, ["game_date", "team_id"])
    return joined.select(
        "game_id",
        "game_date",
        "season",
        "player_id",
        "team_id",
        "opponent_team_id",
        period=joined.quarter,
        seconds_left=joined.mins_left * 60 + joined.secs_left,
        attempt_in_second=joined.attempt_in_second,
        is_made=joined.shot_made,
        point_value=ibis.cases((joined.shot_type == "3PT Field Goal", 3), else_=2),
        zone=joined.basic_zone,
        action_type=joined.action_type,
        x_feet=joined.loc_x,
        y_feet=joined.loc_y,
        distance_feet=joined.shot_distance,
    )
