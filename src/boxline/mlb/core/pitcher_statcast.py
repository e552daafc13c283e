"""What Statcast measured of each start whose pitcher and game are known."""

from dataclasses import replace
from typing import Annotated

from boxline.catalog import (
    Column,
    Float,
    Int,
    Optional,
    Rel,
    Same,
    Table,
    Text,
    transform,
)
from boxline.mlb.clubs import id_of_code
from boxline.mlb.columns import GAME, PLAYER_ID, SIDE
from boxline.mlb.core.pitcher_games import PITCHER_GAMES
from boxline.mlb.core.pitches import PITCHES
from boxline.mlb.core.statcast_starts import STATCAST_STARTS
from boxline.mlb.measured_pitches import measured_starts
from boxline.mlb.pitch_kinds import measured_columns, usage_columns
from boxline.mlb.raw.archive_statcast_starts import ARCHIVE_STATCAST_STARTS

SOURCES = ("mlbapi_game_feed", "archive_statcast_starts")

_BY_KIND = tuple(replace(c, source=None) for c in (*measured_columns(), *usage_columns()))

_MEASURED = (
    Column("pitches", Int, "pitches", 0, 250, doc="All that the rest is counted of."),
    Column("whiffs", Int, "pitches", 0, 100, doc="Swung at and missed."),
    Column("called_strikes", Int, "pitches", 0, 100, doc="Taken for a strike."),
    Column("balls_in_play", Int, "batted balls", 0, 80, doc="Batted into play."),
    Column("fly_balls", Int, "batted balls", 0, 60, nullable=True, doc="NULL where not told."),
    Column("ground_balls", Int, "batted balls", 0, 60, nullable=True, doc="NULL where not told."),
    Column("home_runs", Int, "home runs", 0, 20, nullable=True, doc="NULL where not told."),
    Column(
        "expected_weighted_on_base",
        Float,
        "wOBA",
        0,
        3,
        nullable=True,
        decimals=6,
        doc="wOBA by exit velocity and launch angle; NULL where it is not sent.",
    ),
)

PITCHER_STATCAST = Table(
    "mlb_core.pitcher_statcast",
    grain="one start of one pitcher as Statcast measured it",
    key=("game_id", "player_id"),
    columns=(
        *GAME,
        PLAYER_ID,
        *SIDE,
        Column("throws", Text, one_of=("L", "R"), doc="His arm."),
        *_MEASURED,
        *_BY_KIND,
        Column("source", Text, one_of=SOURCES, doc="Whose measures these are."),
    ),
)


@transform(PITCHER_STATCAST)
def pitcher_statcast(
    thrown: Annotated[Rel, Same(PITCHES), Optional],
    starts: Annotated[Rel, Same(STATCAST_STARTS), Optional],
    measured: Annotated[Rel, Same(ARCHIVE_STATCAST_STARTS), Optional],
    pitched: Annotated[Rel, Same(PITCHER_GAMES)],
) -> Rel:
    """Starts of which MLB sends the pitches, and of others those that are resolved; what is not
    stays in `mlb_core.statcast_starts`."""
    import ibis

    key = ["game_date", "home_team_id", "away_team_id", "player_name"]
    known = starts.filter(starts.game_id.notnull()).select(*key, "game_id", "player_id")
    sent = measured.mutate(
        home_team_id=id_of_code(measured.home_team), away_team_id=id_of_code(measured.away_team)
    )
    columns = ("game_id", "player_id", "throws", *(c.name for c in (*_MEASURED, *_BY_KIND)))
    of_mlb = measured_starts(thrown, pitched).select(*columns, source=ibis.literal(SOURCES[0]))
    archived = sent.join(known, key).select(*columns, source=ibis.literal(SOURCES[1]))
    told = ibis.union(of_mlb, archived.anti_join(of_mlb, ["game_id", "player_id"]))
    sides = pitched.select(*(c.name for c in (*GAME, *SIDE)), "player_id")
    met = told.join(sides, ["game_id", "player_id"])
    return met.select(*(c.name for c in PITCHER_STATCAST.columns))
