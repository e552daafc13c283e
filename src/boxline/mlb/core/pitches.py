"""Every pitch of every game that is over."""

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
from boxline.mlb import calls
from boxline.mlb.columns import GAME_DATE, GAME_ID, SEASON, SEASON_TYPE
from boxline.mlb.core.games import GAMES
from boxline.mlb.raw.mlbapi_game_feed import MLBAPI_GAME_FEED

_UNMEASURED = "NULL where it was not measured."

PITCHES = Table(
    "mlb_core.pitches",
    grain="one pitch of one game that is over",
    key=("game_id", "at_bat_index", "event_index"),
    # Seven innings that rain ended have half as many as nine.
    expects=per_final_game(at_least=100),
    due=after_final(hours=6),
    columns=(
        GAME_ID,
        GAME_DATE,
        SEASON,
        SEASON_TYPE,
        Column("at_bat_index", Int, low=0, high=300, doc="Which plate appearance, from 0."),
        Column("event_index", Int, low=0, high=200, doc="Its place in that, from 0."),
        Column("inning", Int, "innings", 1, 40, doc="Which inning."),
        Column("is_top", Flag, doc="Whether the away side bats."),
        Column("pitcher_id", Int, low=1, doc="MLB's person id."),
        Column("batter_id", Int, low=1, doc="MLB's person id of who ended up batting."),
        Column("pitching_team_id", Int, low=1, doc="MLB's team id of the pitcher's side."),
        Column("batting_team_id", Int, low=1, doc="MLB's team id of the batter's side."),
        Column("throws", Text, one_of=("L", "R"), nullable=True, doc="NULL where not sent."),
        Column("bats", Text, one_of=("L", "R"), nullable=True, doc="The side he stood on."),
        Column("balls_before", Int, "balls", 0, 4, doc="Of the count before the pitch."),
        Column("strikes_before", Int, "strikes", 0, 3, doc="Of the count before the pitch."),
        Column("outs_before", Int, "outs", 0, 3, doc="When the batter came up."),
        Column("is_ball", Flag, doc="Whether it counted as a ball."),
        Column("is_called_strike", Flag, doc="Whether it was taken for a strike."),
        Column(
            "is_whiff",
            Flag,
            doc="Whether it was swung at and missed; a foul tip that was caught is a miss.",
        ),
        Column("is_foul", Flag, doc="Whether it was hit foul."),
        Column("is_in_play", Flag, doc="Whether it was put in play."),
        Column("is_swing", Flag, doc="Whether it was swung at: missed, fouled or put in play."),
        Column("is_in_zone", Flag, nullable=True, doc="By its zone; " + _UNMEASURED),
        Column("pitch_kind", Text, nullable=True, doc="Statcast's code: `ff`; " + _UNMEASURED),
        Column("velocity_mph", Float, "mph", 20, 115, True, doc="At release; " + _UNMEASURED),
        Column("spin_rpm", Float, "rpm", 0, 5000, True, doc=_UNMEASURED),
        Column("rise_inches", Float, "inches", -60, 60, True, doc="Induced; " + _UNMEASURED),
        Column(
            "run_inches",
            Float,
            "inches",
            -60,
            60,
            True,
            doc="Right positive; " + _UNMEASURED,
        ),
        Column("extension_feet", Float, "feet", 0, 12, True, doc="Of release; " + _UNMEASURED),
        Column("plate_x_feet", Float, "feet", -40, 40, True, doc="From the middle; " + _UNMEASURED),
        Column("plate_z_feet", Float, "feet", -40, 40, True, doc="Above ground; " + _UNMEASURED),
        Column("exit_velocity_mph", Float, "mph", 0, 140, True, doc="Off the bat; " + _UNMEASURED),
        Column("launch_degrees", Float, "degrees", -90, 90, True, doc="Up; " + _UNMEASURED),
        Column("trajectory", Text, nullable=True, doc="`ground_ball`; NULL if not in play."),
        Column(
            "event",
            Text,
            nullable=True,
            doc="Of the last pitch of a plate appearance, what it came to: `strikeout`; else NULL.",
        ),
    ),
)


@transform(PITCHES)
def pitches(
    feed: Annotated[Rel, Same(MLBAPI_GAME_FEED)], games: Annotated[Rel, Same(GAMES)]
) -> Rel:
    """The feed's pitches of games that count and that the calendar says are over."""
    import ibis

    thrown = feed.filter(feed.row_kind == "pitch").drop("season")
    over = games.filter(games.is_final).select("game_id", "season", "season_type")
    told = thrown.join(over, "game_id")
    is_whiff, is_foul = calls.is_whiff(told.call_code), calls.is_foul(told.call_code)
    home, away = told.home_team_id, told.away_team_id
    return told.select(
        *("game_id", "game_date", "season", "season_type", "at_bat_index", "event_index"),
        *("inning", "is_top", "batter_id", "balls_before", "strikes_before", "outs_before"),
        *("is_ball", "is_in_play", "trajectory"),
        pitcher_id="player_id",
        pitching_team_id=told.is_top.ifelse(home, away),
        batting_team_id=told.is_top.ifelse(away, home),
        throws="pitch_hand",
        bats="bat_side",
        is_called_strike=calls.is_called_strike(told.call_code),
        is_whiff=is_whiff,
        is_foul=is_foul,
        is_swing=is_whiff | is_foul | told.is_in_play,
        is_in_zone=told.zone <= calls.LAST_STRIKE_ZONE,
        pitch_kind=told.pitch_type.lower(),
        velocity_mph="start_speed",
        spin_rpm="spin_rate",
        rise_inches="induced_vertical_break",
        # The feed signs it the other way round than Statcast's files do.
        run_inches=ibis.literal(0.0) - told.horizontal_break,
        extension_feet="extension",
        plate_x_feet="plate_x",
        plate_z_feet="plate_z",
        exit_velocity_mph="launch_speed",
        launch_degrees="launch_angle",
        event="plate_appearance_event",
    )
