"""The MLB Stats API's schedule: the games listed on each date, with what it was asked to add."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import Within
from boxline.providers.mlb_stats_api import (
    Coded,
    Instant,
    Linescore,
    Named,
    Official,
    Person,
    Status,
    Weather,
)
from boxline.providers.tagged_rows import opened, tagged

#: The most a line-up can have: nine bat in turn.
BATTERS = 9


class ScheduledSide(msgspec.Struct, rename="camel"):
    """A side of a game."""

    team: Named
    score: int | None = None
    probable_pitcher: Person | None = None


class ScheduledSides(msgspec.Struct):
    """Both sides."""

    away: ScheduledSide
    home: ScheduledSide


class Makeup(msgspec.Struct, rename="camel"):
    """Where a game that was not played, or not played out, went to and came from."""

    reschedule_game_date: date | None = None
    rescheduled_from_date: date | None = None
    resume_game_date: date | None = None
    resumed_from_date: date | None = None
    description: str | None = None


class ScheduledGame(Makeup, kw_only=True, rename="camel", tag_field="kind", tag="game"):
    """A game as one date lists it."""

    game_pk: int
    game_type: str
    season: str
    game_date: Instant
    status: Status
    teams: ScheduledSides
    official_date: date | None = None
    game_number: int | None = None
    double_header: str | None = None
    day_night: str | None = None
    scheduled_innings: int | None = None
    venue: Named | None = None
    linescore: Linescore | None = None
    weather: Weather | None = None
    officials: list[Official] = []


class ListedBatter(msgspec.Struct, rename="camel", tag_field="kind", tag="batter"):
    """A batter in a line-up; `slot` and `is_home` are told by where he stands in it."""

    id: int
    slot: int
    is_home: bool = msgspec.field(name="is_home")
    full_name: str | None = None
    primary_position: Coded | None = None


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What encloses a row: the date that lists it and, of a batter, his game."""

    day: date
    game: ScheduledGame | None = None


class _Date(msgspec.Struct):
    date: date
    games: list[msgspec.Raw]


class Schedule(msgspec.Struct):
    """A reply: dates with games. A date that is none is one row, and is rejected."""

    dates: list[msgspec.Raw]

    @property
    def rows(self) -> list[Within]:
        """The games of all dates, and the batters of their line-ups."""
        return [row for sent in self.dates for row in _of_date(sent)]


def _of_date(sent: msgspec.Raw) -> list[Within]:
    try:
        listed = msgspec.json.decode(sent, type=_Date)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        return [Within(sent, cause)]
    return [row for game in listed.games for row in _of_game(game, listed.date)]


def _of_game(sent: msgspec.Raw, day: date) -> list[Within]:
    found = opened(sent)
    if not isinstance(found, dict):
        return [Within(sent, Listing(day=day))]
    row = tagged(found, "game")
    rows = [Within(row, Listing(day=day))]
    try:
        game = msgspec.convert(row, ScheduledGame, strict=False)
    except (msgspec.ValidationError, ValueError, RecursionError):
        return rows  # its row says so; whose line-ups they are is then not known
    listing = Listing(day=day, game=game)
    return rows + [Within(batter, listing) for batter in _batters(found.get("lineups"))]


def _batters(lineups: Any) -> list[Any]:
    """The batters of both sides, each with his place; what is no line-up is a row as it is."""
    if lineups is None:
        return []
    if not isinstance(lineups, dict):
        return [lineups]
    found = []
    for side in ("away", "home"):
        listed = lineups.get(f"{side}Players") or []
        if not isinstance(listed, list):
            found.append(listed)
            continue
        found += [
            tagged({**one, "slot": slot, "is_home": side == "home"}, "batter")
            if isinstance(one, dict)
            else one
            for slot, one in enumerate(listed, 1)
        ]
    return found
