"""The MLB Stats API: the league's own, free and without a key.

Numbers come as numbers, as texts (`4.1` innings are four and a third) and as placeholders
(`-.--`). A game keeps its id when it is postponed, and is listed on both dates.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

from boxline.catalog import Pace, Provider

MLB_STATS_API = Provider(
    name="mlb_stats_api",
    landing="mlb-stats-api",
    doc="https://statsapi.mlb.com; no key.",
    hosts={"api": "https://statsapi.mlb.com"},
    pace=Pace(per_second=2, concurrency=2),  # it says no limit; whole feeds have over a megabyte
    timeout_seconds=30.0,
    adds="MLB's own schedule, line-ups, umpires, box scores and pitches; no key.",
)

#: The sport that is the major leagues, as its requests name it.
MAJORS = "1"

#: An instant that names its zone.
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class Person(msgspec.Struct, rename="camel"):
    """Somebody whom a reply names: a player, or an umpire."""

    id: int
    full_name: str | None = None


class Named(msgspec.Struct):
    """A club or a ballpark whom a reply names."""

    id: int
    name: str | None = None


class Coded(msgspec.Struct):
    """One of a closed set: a hand, a position."""

    code: str | None = None
    abbreviation: str | None = None


class Status(msgspec.Struct, rename="camel"):
    """How a game stands, in MLB's words."""

    abstract_game_state: str
    detailed_state: str
    status_code: str
    start_time_tbd: bool = msgspec.field(default=False, name="startTimeTBD")
    reason: str | None = None

    @property
    def has_gathered(self) -> bool:
        """Whether the game is about to begin, on, or over: from then on a line-up that is shown
        is the one that was handed in."""
        return self.abstract_game_state in ("Live", "Final") or self.status_code.startswith("P")


class Weather(msgspec.Struct):
    """The weather at the ballpark; a number where there is one, as text."""

    condition: str | None = None
    temp: str | None = None
    wind: str | None = None


class Official(msgspec.Struct, rename="camel"):
    """An umpire and where he stands."""

    official: Person
    official_type: str


class _Runs(msgspec.Struct):
    runs: int | None = None


class _SidesRuns(msgspec.Struct):
    home: _Runs = msgspec.field(default_factory=_Runs)
    away: _Runs = msgspec.field(default_factory=_Runs)


class Linescore(msgspec.Struct, rename="camel"):
    """How far a game is; runs are absent before the first pitch."""

    current_inning: int | None = None
    scheduled_innings: int | None = None
    teams: _SidesRuns = msgspec.field(default_factory=_SidesRuns)


class Individual(msgspec.Struct, rename="camel"):
    """A person with what is told of him alone."""

    id: int
    full_name: str
    birth_date: date | None = None
    bat_side: Coded | None = None
    pitch_hand: Coded | None = None
    primary_position: Coded | None = None
    current_team: Named | None = None
    active: bool | None = None
    mlb_debut_date: date | None = None


def code_in(coded: Coded | None) -> str | None:
    """The code; None where nothing was sent."""
    return (coded.code or None) if coded else None


def place_in(coded: Coded | None) -> str | None:
    """The abbreviation, of a position; None where nothing was sent."""
    return (coded.abbreviation or None) if coded else None


def degrees(weather: Weather | None) -> int | None:
    """The temperature in whole degrees Fahrenheit; None where none was sent.

    Raises:
        ValueError: it is no whole number.

    >>> degrees(Weather(temp="89")), degrees(Weather()), degrees(None)
    (89, None, None)
    """
    if weather is None or not weather.temp or not weather.temp.strip():
        return None
    return int(weather.temp)
