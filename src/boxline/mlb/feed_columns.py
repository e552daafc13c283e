"""The columns of a game's feed, by what its rows are about; each is NULL in rows of other kinds."""

from __future__ import annotations

from boxline.catalog import Column, Day, Flag, Float, Instant, Int, Text
from boxline.mlb.counts import ALL_COUNTS, nullable
from boxline.mlb.season_types import SEASON_TYPES

KINDS = ("game", "player", "batter", "pitcher", "official", "pitch")

#: Of every row: what it is about, and which game it is of.
OF_ALL = (
    Column("game_id", Text, doc="MLB's game id (`gamePk`) as text."),
    Column("row_kind", Text, one_of=KINDS, doc="What the row is about."),
    Column(
        "row_id",
        Text,
        doc="Within its kind: a player's id, of a line with its side (`home-669432`), an umpire's "
        "place, a pitch's plate appearance and event (`63-4`).",
    ),
    Column("game_date", Day, doc="MLB's official date: the league day to which the game counts."),
    Column("season", Text, doc="For example 2025."),
    Column("game_type", Text, one_of=tuple(SEASON_TYPES), doc="R, F, D, L, W, S, E or A."),
    Column("home_team_id", Int, low=1, doc="MLB's team id."),
    Column("away_team_id", Int, low=1, doc="MLB's team id."),
    Column("starts_at", Instant, nullable=True, doc="Scheduled start in UTC; NULL while not set."),
)

_NOT_SENT = "NULL where not sent."

OF_GAME = (
    Column("state", Text, nullable=True, doc="`Preview`, `Live`, `Final`: MLB's coarse state."),
    Column("status", Text, nullable=True, doc="`Pre-Game`, `In Progress`, `Final`, ..."),
    Column("status_code", Text, nullable=True, doc="The code of `status`: S, P, I, F, DR, ..."),
    Column("game_number", Int, low=1, high=3, nullable=True, doc="2 of a doubleheader's second."),
    Column("doubleheader", Text, one_of=("N", "S", "Y"), nullable=True, doc="N none, S split."),
    Column("original_date", Day, nullable=True, doc="The day it was first set for."),
    Column("day_night", Text, one_of=("day", "night"), nullable=True, doc=_NOT_SENT),
    Column("scheduled_innings", Int, "innings", 1, 9, True, doc="9, or 7. " + _NOT_SENT),
    Column("innings", Int, "innings", 1, 40, True, doc="The inning that is on, or was the last."),
    Column("home_runs_scored", Int, "runs", 0, 100, True, doc="So far; NULL before the start."),
    Column("away_runs_scored", Int, "runs", 0, 100, True, doc="So far; NULL before the start."),
    Column("home_probable_pitcher_id", Int, low=1, nullable=True, doc="NULL while not announced."),
    Column("home_probable_pitcher", Text, nullable=True, doc="NULL while not announced."),
    Column("away_probable_pitcher_id", Int, low=1, nullable=True, doc="NULL while not announced."),
    Column("away_probable_pitcher", Text, nullable=True, doc="NULL while not announced."),
    Column("venue_id", Int, low=1, nullable=True, doc="MLB's id of the ballpark. " + _NOT_SENT),
    Column("venue", Text, nullable=True, doc="The ballpark. " + _NOT_SENT),
    Column("roof_type", Text, nullable=True, doc="`Open`, `Retractable`, `Dome`. " + _NOT_SENT),
    Column("turf_type", Text, nullable=True, doc="`Grass`, `Artificial Turf`. " + _NOT_SENT),
    Column("weather_condition", Text, nullable=True, doc="`Cloudy`, `Dome`, `Roof Closed`, ..."),
    Column("temperature", Int, "degrees Fahrenheit", -20, 130, True, doc=_NOT_SENT),
    Column("wind", Text, nullable=True, doc="`5 mph, Out To CF`. " + _NOT_SENT),
    Column(
        "first_pitch_at",
        Instant,
        nullable=True,
        doc="Of the first pitch, UTC; before it the instant it is planned for. " + _NOT_SENT,
    ),
    Column("attendance", Int, "people", 0, 150_000, True, doc=_NOT_SENT),
    Column("game_minutes", Int, "minutes", 0, 1000, True, doc="How long it took. " + _NOT_SENT),
)

OF_PERSON = (
    Column(
        "player_id",
        Int,
        low=1,
        nullable=True,
        doc="MLB's person id: of a pitch the pitcher's; NULL of the game and of umpires.",
    ),
    Column("player_name", Text, nullable=True, doc="First and last name."),
    Column("bats", Text, one_of=("L", "R", "S"), nullable=True, doc="S either way. " + _NOT_SENT),
    Column("throws", Text, one_of=("L", "R", "S"), nullable=True, doc=_NOT_SENT),
    Column("birth_date", Day, nullable=True, doc=_NOT_SENT),
    Column("position", Text, nullable=True, doc="`SS`, `P`, `PH`: of a line, in the game."),
)

OF_LINE = (
    Column("is_home", Flag, nullable=True, doc="Whether the line is of the home side."),
    Column(
        "batting_order", Int, low=1, high=9, nullable=True, doc="His place; NULL of who never bats."
    ),
    Column(
        "substitute_number",
        Int,
        low=0,
        high=99,
        nullable=True,
        doc="0 of who began in that place, 1 of the first who came in for him, ...; NULL likewise.",
    ),
    Column("is_starter", Flag, nullable=True, doc="Of a pitcher: whether he began the game."),
    Column(
        "is_confirmed",
        Flag,
        nullable=True,
        doc="Whether the game was about to begin, on or over when the line was shown.",
    ),
    *nullable(ALL_COUNTS, "NULL where not sent."),
)

OF_OFFICIAL = (
    Column("official_id", Int, low=1, nullable=True, doc="MLB's person id of the umpire."),
    Column("official_name", Text, nullable=True, doc="First and last name."),
    Column("official_place", Text, nullable=True, doc="`Home Plate`, `First Base`, ..."),
)

_UNMEASURED = "NULL where not measured."

OF_PITCH = (
    Column("at_bat_index", Int, low=0, high=300, nullable=True, doc="From 0: which one at bat."),
    Column("event_index", Int, low=0, high=200, nullable=True, doc="Its place in that, from 0."),
    Column("pitch_number", Int, low=1, high=40, nullable=True, doc="In the plate appearance."),
    Column("inning", Int, "innings", 1, 40, True, doc="Which inning."),
    Column("is_top", Flag, nullable=True, doc="Whether the away side bats."),
    Column("batter_id", Int, low=1, nullable=True, doc="MLB's person id of who ended up batting."),
    Column("bat_side", Text, one_of=("L", "R"), nullable=True, doc="Where he stands."),
    Column("pitch_hand", Text, one_of=("L", "R"), nullable=True, doc="What he is thrown with."),
    Column("balls_before", Int, "balls", 0, 4, True, doc="Of the count before the pitch."),
    Column("strikes_before", Int, "strikes", 0, 3, True, doc="Of the count before the pitch."),
    Column("outs_before", Int, "outs", 0, 3, True, doc="When the batter came up."),
    Column("thrown_at", Instant, nullable=True, doc="UTC. " + _NOT_SENT),
    Column("call_code", Text, nullable=True, doc="`B`, `C`, `S`, `F`, `X`, ..."),
    Column("call", Text, nullable=True, doc="`Ball`, `Called Strike`, ..."),
    Column("is_ball", Flag, nullable=True, doc="Whether it counts as a ball."),
    Column("is_strike", Flag, nullable=True, doc="Whether it counts as a strike, not in play."),
    Column("is_in_play", Flag, nullable=True, doc="Whether it was put in play."),
    Column("pitch_type", Text, nullable=True, doc="`FF`, `SI`, `SL`, `CH`, ... " + _UNMEASURED),
    Column("start_speed", Float, "mph", 20, 115, True, doc="At release. " + _UNMEASURED),
    Column("end_speed", Float, "mph", 15, 110, True, doc="At the plate. " + _UNMEASURED),
    Column("spin_rate", Float, "rpm", 0, 5000, True, doc=_UNMEASURED),
    Column("spin_direction", Float, "degrees", 0, 360, True, doc=_UNMEASURED),
    Column(
        "induced_vertical_break", Float, "inches", -60, 60, True, doc="Up positive. " + _UNMEASURED
    ),
    Column(
        "horizontal_break", Float, "inches", -60, 60, True, doc="As MLB signs it. " + _UNMEASURED
    ),
    Column("zone", Int, low=1, high=14, nullable=True, doc="1 to 9 strikes, 11 to 14 outside."),
    Column("extension", Float, "feet", 0, 12, True, doc="Of the release. " + _UNMEASURED),
    Column("plate_x", Float, "feet", -40, 40, True, doc="From the middle. " + _UNMEASURED),
    Column("plate_z", Float, "feet", -40, 40, True, doc="Above the ground. " + _UNMEASURED),
    Column("strike_zone_top", Float, "feet", 1, 6, True, doc=_UNMEASURED),
    Column("strike_zone_bottom", Float, "feet", 0, 4, True, doc=_UNMEASURED),
    Column("launch_speed", Float, "mph", 0, 140, True, doc="Off the bat. " + _UNMEASURED),
    Column("launch_angle", Float, "degrees", -90, 90, True, doc="Off the bat. " + _UNMEASURED),
    Column("trajectory", Text, nullable=True, doc="`ground_ball`, ...; NULL if not in play."),
    Column(
        "plate_appearance_event",
        Text,
        nullable=True,
        doc="Of its last pitch, what it came to: `strikeout`, `single`, ...; NULL of the others.",
    ),
)

COLUMNS = (*OF_ALL, *OF_GAME, *OF_PERSON, *OF_LINE, *OF_OFFICIAL, *OF_PITCH)
