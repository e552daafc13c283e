"""A game as the MLB Stats API's schedule lists it on a date: the columns, and how they are read."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Day, Instant, Int, Text
from boxline.mlb.season_types import SEASON_TYPES
from boxline.providers.mlb_stats_api import Official, Person, degrees
from boxline.providers.mlb_stats_api_schedule import Listing, ScheduledGame

#: Where the umpire stands who calls balls and strikes.
HOME_PLATE = "Home Plate"

#: What every row of a schedule says of the game it is about.
LISTED = (
    Column("game_id", Text, doc="MLB's game id (`gamePk`) as text; the same on every date."),
    Column("listed_date", Day, doc="The league day under which it is listed."),
    Column(
        "game_date",
        Day,
        doc="MLB's official date: the league day to which the game counts. Of one that was "
        "suspended it is the day on which it began.",
    ),
    Column("season", Text, doc="For example 2025."),
    Column(
        "game_type",
        Text,
        one_of=tuple(SEASON_TYPES),
        doc="R regular season; F, D, L and W the rounds of the postseason; S spring training, E an "
        "exhibition, A the All-Star game.",
    ),
    Column("home_team_id", Int, low=1, doc="MLB's team id."),
    Column("away_team_id", Int, low=1, doc="MLB's team id."),
    Column(
        "starts_at",
        Instant,
        nullable=True,
        doc="Scheduled start in UTC; NULL while the hour is not set, as of a second game that "
        "follows the first.",
    ),
)

_UNSENT = "NULL where not sent."

#: What the row of a game says besides.
GAME_FACTS = (
    Column("state", Text, nullable=True, doc="`Preview`, `Live`, `Final`: MLB's coarse state."),
    Column(
        "status",
        Text,
        nullable=True,
        doc="`Scheduled`, `Pre-Game`, `Final`, `Postponed`, `Suspended: Rain`, ...",
    ),
    Column("status_code", Text, nullable=True, doc="The code of `status`: S, P, I, F, DR, ..."),
    Column("status_reason", Text, nullable=True, doc="Why it is so: `Rain`. NULL where none."),
    Column(
        "game_number", Int, low=1, high=3, nullable=True, doc="1, or 2 of a doubleheader's second."
    ),
    Column(
        "doubleheader",
        Text,
        one_of=("N", "S", "Y"),
        nullable=True,
        doc="N none, Y one of two games for one ticket, S one of a split doubleheader.",
    ),
    Column("day_night", Text, one_of=("day", "night"), nullable=True, doc=_UNSENT),
    Column(
        "scheduled_innings", Int, "innings", 1, 9, True, doc="9, or 7 of some games. " + _UNSENT
    ),
    Column("innings", Int, "innings", 1, 40, True, doc="The inning that is on, or was the last."),
    Column("home_team", Text, nullable=True, doc="The club's name. " + _UNSENT),
    Column("away_team", Text, nullable=True, doc="The club's name. " + _UNSENT),
    Column("home_runs", Int, "runs", 0, 100, True, doc="Scored so far; NULL before the start."),
    Column("away_runs", Int, "runs", 0, 100, True, doc="Scored so far; NULL before the start."),
    Column("venue_id", Int, low=1, nullable=True, doc="MLB's id of the ballpark. " + _UNSENT),
    Column("venue", Text, nullable=True, doc="The ballpark. " + _UNSENT),
    Column(
        "rescheduled_to_date", Day, nullable=True, doc="Of a postponed game: its new date, if set."
    ),
    Column(
        "rescheduled_from_date",
        Day,
        nullable=True,
        doc="Of a game that makes up for a postponed one: the date it was first set for.",
    ),
    Column(
        "resumed_on_date", Day, nullable=True, doc="Of a suspended game: when it goes on, if set."
    ),
    Column(
        "resumed_from_date",
        Day,
        nullable=True,
        doc="Of the going on of a suspended game: the date on which it began.",
    ),
    Column("description", Text, nullable=True, doc="`Makeup of 6/21 PPD`; NULL where none."),
)

#: What is there only where it was asked for beside the schedule.
ADDED_FACTS = (
    Column("home_probable_pitcher_id", Int, low=1, nullable=True, doc="NULL while not announced."),
    Column("home_probable_pitcher", Text, nullable=True, doc="NULL while not announced."),
    Column("away_probable_pitcher_id", Int, low=1, nullable=True, doc="NULL while not announced."),
    Column("away_probable_pitcher", Text, nullable=True, doc="NULL while not announced."),
    Column("home_plate_umpire_id", Int, low=1, nullable=True, doc="NULL while not announced."),
    Column("home_plate_umpire", Text, nullable=True, doc="NULL while not announced."),
    Column("weather_condition", Text, nullable=True, doc="`Cloudy`, `Dome`, `Roof Closed`, ..."),
    Column("temperature", Int, "degrees Fahrenheit", -20, 130, True, doc=_UNSENT),
    Column("wind", Text, nullable=True, doc="`5 mph, Out To CF`. " + _UNSENT),
)


def listed_values(listing: Listing, game: ScheduledGame) -> dict[str, Any]:
    """The values of LISTED."""
    return {
        "game_id": str(game.game_pk),
        "listed_date": listing.day,
        "game_date": game.official_date or listing.day,
        "season": game.season,
        "game_type": game.game_type,
        "home_team_id": game.teams.home.team.id,
        "away_team_id": game.teams.away.team.id,
        # While the hour is not set, an hour stands there that no game begins at.
        "starts_at": None if game.status.start_time_tbd else game.game_date,
    }


def game_values(game: ScheduledGame) -> dict[str, Any]:
    """The values of GAME_FACTS."""
    home, away, score = game.teams.home, game.teams.away, game.linescore
    of_line = score.teams if score else None
    return {
        "state": game.status.abstract_game_state,
        "status": game.status.detailed_state,
        "status_code": game.status.status_code,
        "status_reason": game.status.reason or None,
        "game_number": game.game_number,
        "doubleheader": game.double_header,
        "day_night": game.day_night or None,
        "scheduled_innings": game.scheduled_innings,
        "innings": score.current_inning if score else None,
        "home_team": home.team.name,
        "away_team": away.team.name,
        "home_runs": home.score if home.score is not None or not of_line else of_line.home.runs,
        "away_runs": away.score if away.score is not None or not of_line else of_line.away.runs,
        "venue_id": game.venue.id if game.venue else None,
        "venue": game.venue.name if game.venue else None,
        "rescheduled_to_date": game.reschedule_game_date,
        "rescheduled_from_date": game.rescheduled_from_date,
        "resumed_on_date": game.resume_game_date,
        "resumed_from_date": game.resumed_from_date,
        "description": game.description or None,
    }


def added_values(game: ScheduledGame) -> dict[str, Any]:
    """The values of ADDED_FACTS.

    Raises:
        ValueError: the temperature is no whole number.
    """
    umpire_id, umpire = home_plate(game.officials)
    weather = game.weather
    return {
        **probable_values(
            home=game.teams.home.probable_pitcher, away=game.teams.away.probable_pitcher
        ),
        "home_plate_umpire_id": umpire_id,
        "home_plate_umpire": umpire,
        "weather_condition": (weather.condition or None) if weather else None,
        "temperature": degrees(weather),
        "wind": (weather.wind or None) if weather else None,
    }


def probable_values(*, home: Person | None, away: Person | None) -> dict[str, Any]:
    """The four columns of the probable pitchers."""
    return {
        "home_probable_pitcher_id": home.id if home else None,
        "home_probable_pitcher": home.full_name if home else None,
        "away_probable_pitcher_id": away.id if away else None,
        "away_probable_pitcher": away.full_name if away else None,
    }


def home_plate(officials: list[Official]) -> tuple[int | None, str | None]:
    """Id and name of the umpire behind the plate; None where he is not named."""
    for one in officials:
        if one.official_type == HOME_PLATE:
            return one.official.id, one.official.full_name
    return None, None
