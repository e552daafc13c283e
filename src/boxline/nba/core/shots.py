"""Every field-goal attempt, on the game it belongs to."""

from typing import Annotated

from boxline.catalog import (
    Column,
    Either,
    Flag,
    Float,
    Int,
    MeanAsBefore,
    Rel,
    Same,
    Table,
    Text,
    Varies,
    after_final,
    per_final_game,
    transform,
)
from boxline.nba import identity
from boxline.nba.columns import GAME_DATE, OPPONENT_TEAM_ID, PLAYER_ID, SEASON, TEAM_ID
from boxline.nba.core.games import GAMES
from boxline.nba.finished import of_final_games
from boxline.nba.placing import sides_of
from boxline.nba.raw.archive_shots import ARCHIVE_SHOTS
from boxline.nba.raw.nbac_play_by_play import NBAC_PLAY_BY_PLAY
from boxline.nba.shot_zones import ZONES, zone_of

SOURCES = ("archive_shots", "nbac_play_by_play")

#: In five seasons a day's mean strayed by 0.23 deviations at most.
NEAR = MeanAsBefore(0.6)

#: A free throw that follows a made shot, in the words of the live feed and of the stats host.
AND_ONE = ("1 of 1", "Free Throw 1 of 1")


def _told(name: str, what: str) -> Column:
    return Column(
        name,
        Int,
        low=1,
        nullable=True,
        doc=f"NBA.com's id of who {what}; NULL where nobody did, or the source does not say.",
    )


SHOTS = Table(
    "nba_core.shots",
    grain="one field-goal attempt",
    key=("game_id", "player_id", "period", "seconds_left", "attempt_in_second"),
    expects=per_final_game(at_least=100),
    due=after_final(hours=3),
    columns=(
        Column("game_id", Text, doc="NBA.com's game id, repaired where the source's means none."),
        GAME_DATE,
        SEASON,
        PLAYER_ID,
        TEAM_ID,
        OPPONENT_TEAM_ID,
        Column("period", Int, low=1, high=12, doc="1 to 4, then overtimes."),
        Column("seconds_left", Int, "seconds", 0, 720, doc="Whole seconds left in the period."),
        Column("attempt_in_second", Int, low=1, doc="1, 2, ... among his attempts in one second."),
        Column("is_made", Flag, checks=(Varies(), NEAR), doc="Whether it went in."),
        Column("point_value", Int, "points", 2, 3, doc="What it counts when made."),
        Column(
            "zone",
            Text,
            one_of=ZONES,
            checks=(Varies(),),
            doc="Zone of the floor, as NBA.com names them; by its place where it came without.",
        ),
        Column("action_type", Text, doc="Kind of shot, in its source's words."),
        Column(
            "x_feet",
            Float,
            "feet",
            -30,
            30,
            decimals=3,
            checks=(Varies(), NEAR),
            doc="Across the floor; hoop at 0.",
        ),
        Column(
            "y_feet",
            Float,
            "feet",
            -5,
            100,
            decimals=3,
            checks=(Varies(), NEAR),
            doc="Along the floor; hoop at 5.25.",
        ),
        Column(
            "distance_feet",
            Int,
            "feet",
            0,
            100,
            checks=(Varies(), NEAR),
            doc="From the hoop, in whole feet.",
        ),
        _told("assist_player_id", "passed to him before a made shot"),
        _told("block_player_id", "blocked it"),
        Column(
            "is_and_one",
            Flag,
            nullable=True,
            doc="Whether he was fouled as he made it, and shot one free throw; NULL where the "
            "source does not say.",
        ),
        Column(
            "source",
            Text,
            one_of=SOURCES,
            doc="Whose it is: the shot archive's where it has the game, else the play-by-play's.",
        ),
    ),
)

SHOT = tuple(c.name for c in SHOTS.columns)


@transform(SHOTS)
def shots(
    archive: Annotated[Rel, Same(ARCHIVE_SHOTS), Either],
    play_by_play: Annotated[Rel, Same(NBAC_PLAY_BY_PLAY), Either],
    games: Annotated[Rel, Same(GAMES)],
) -> Rel:
    """A game's shots are all of one source. The archive comes first: it is the league's shot chart
    as it stood after the season, and its zones are the league's own."""
    import ibis

    sides = sides_of(games).drop("season_type", "is_home")
    charted = archive.select("game_date", "team_id").distinct()
    finished = of_final_games(play_by_play, games)
    others = finished.anti_join(charted, ["game_date", "team_id"])
    return ibis.union(_charted(archive, sides), _described(others, sides))


def _charted(archive: Rel, sides: Rel) -> Rel:
    """The archive's. A team plays once a day, so day and team name the game. That repairs the id
    0022000000, which stands for the five opening games of 2020-21."""
    import ibis

    counted = archive.filter(identity.counts(archive.game_id)).drop("season", "game_id")
    joined = counted.left_join(sides, ["game_date", "team_id"])
    return joined.select(
        **{
            **{c: joined[c] for c in SHOT if c in joined.columns},
            "period": joined.quarter,
            "seconds_left": joined.mins_left * 60 + joined.secs_left,
            "is_made": joined.shot_made,
            "point_value": (joined.shot_type == "3PT Field Goal").ifelse(3, 2).cast("int64"),
            "zone": joined.basic_zone,
            "x_feet": joined.loc_x,
            "y_feet": joined.loc_y,
            "distance_feet": joined.shot_distance,
            "assist_player_id": ibis.null("int64"),
            "block_player_id": ibis.null("int64"),
            "is_and_one": ibis.null("boolean"),
            "source": ibis.literal(SOURCES[0]),
        }
    ).select(*SHOT)


def _described(actions: Rel, sides: Rel) -> Rel:
    """The play-by-play's, numbered within a second as they came."""
    import ibis

    counted = actions.filter(identity.counts(actions.game_id))
    second = ["game_id", "player_id", "period", "seconds_left"]
    throws = counted.filter(
        counted.action_type == "freethrow",
        counted.sub_type.isin(AND_ONE),
        counted.descriptor.isnull(),
    )
    fouled = throws.select(*second).distinct().mutate(has_thrown=ibis.literal(True))
    attempts = counted.filter(counted.is_field_goal)
    told = attempts.left_join(fouled, second).select(attempts, "has_thrown")
    told = told.mutate(seconds_left=told.seconds_left.floor().cast("int64"))
    in_order = ibis.window(group_by=second, order_by=["order_number", "action_number"])
    placed = told.mutate(attempt_in_second=ibis.row_number().over(in_order) + 1)
    placed = placed.left_join(sides.drop("game_date"), ["game_id", "team_id"])
    zone = zone_of(placed.x_feet, placed.y_feet, placed.point_value)
    kind = placed.sub_type.coalesce(placed.action_type)
    return placed.select(
        **{
            **{c: placed[c] for c in SHOT if c in placed.columns},
            "zone": placed.zone.isin(ZONES).ifelse(placed.zone, zone).coalesce(zone),
            "action_type": placed.descriptor.concat(" ", kind).coalesce(kind),
            "distance_feet": placed.distance_feet.floor().cast("int64"),
            "is_and_one": placed.is_made & placed.has_thrown.fill_null(False),
            "source": ibis.literal(SOURCES[1]),
        }
    ).select(*SHOT)
