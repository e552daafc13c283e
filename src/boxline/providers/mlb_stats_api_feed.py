"""The MLB Stats API's feed of one game: how it stands, who is there, their lines, every pitch.

The reply is one tree. Its rows are taken from where they stand in it, each decoded alone: the game,
everybody listed, a line for each who batted and for each who pitched, the umpires, the pitches.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import msgspec

from boxline.catalog import Within
from boxline.providers.mlb_stats_api import (
    Individual,
    Instant,
    Linescore,
    Official,
    Person,
    Status,
    Weather,
)
from boxline.providers.mlb_stats_api_lines import BattingLine, PitchingLine
from boxline.providers.mlb_stats_api_pitches import Pitch, Thrown, pitches_of
from boxline.providers.tagged_rows import opened, tagged

SIDES = ("away", "home")


class _Identity(msgspec.Struct, rename="camel"):
    type: str
    season: str
    game_number: int | None = None
    double_header: str | None = None


class _Datetime(msgspec.Struct, rename="camel"):
    date_time: Instant | None = None
    official_date: date | None = None
    original_date: date | None = None
    day_night: str | None = None


class _Team(msgspec.Struct):
    id: int


class _Teams(msgspec.Struct):
    away: _Team
    home: _Team


class _ByRole(msgspec.Struct):
    away: Person | None = None
    home: Person | None = None


class _GameData(msgspec.Struct, rename="camel"):
    game: _Identity
    datetime: _Datetime
    status: Status
    teams: _Teams
    players: dict[str, msgspec.Raw] = {}
    venue: msgspec.Raw = msgspec.Raw()
    weather: msgspec.Raw = msgspec.Raw()
    game_info: msgspec.Raw = msgspec.Raw()
    probable_pitchers: msgspec.Raw = msgspec.Raw()


class _Side(msgspec.Struct):
    players: dict[str, msgspec.Raw] = {}


class _BoxSides(msgspec.Struct):
    away: _Side
    home: _Side


class _Boxscore(msgspec.Struct):
    teams: _BoxSides
    officials: list[msgspec.Raw] = []


class _Plays(msgspec.Struct, rename="camel"):
    all_plays: list[msgspec.Raw] = []


class _LiveData(msgspec.Struct):
    boxscore: _Boxscore
    plays: _Plays = msgspec.field(default_factory=_Plays)
    linescore: msgspec.Raw = msgspec.Raw()


class _Envelope(msgspec.Struct, rename="camel"):
    game_pk: int
    game_data: _GameData
    live_data: _LiveData


class _Field(msgspec.Struct, rename="camel"):
    roof_type: str | None = None
    turf_type: str | None = None


class _Venue(msgspec.Struct, rename="camel"):
    id: int
    name: str | None = None
    field_info: _Field | None = None


class _GameInfo(msgspec.Struct, rename="camel"):
    first_pitch: Instant | None = None
    attendance: int | None = None
    game_duration_minutes: int | None = None


class GameFacts(msgspec.Struct, rename="camel", tag_field="kind", tag="game"):
    """What the feed says of the game beyond what tells which it is."""

    venue: _Venue | None = None
    weather: Weather | None = None
    game_info: _GameInfo | None = None
    probable_pitchers: _ByRole | None = None
    linescore: Linescore | None = None


class ListedPerson(Individual, kw_only=True, tag_field="kind", tag="player"):
    """Somebody who is listed in the game, on the field or not."""


class Umpire(Official, tag_field="kind", tag="official"):
    """An umpire of the game."""


@dataclass(frozen=True, kw_only=True)
class Feed:
    """What encloses a row: the game; of a line whose side's it is, of a pitch how it was thrown."""

    game_id: str
    game: _Identity
    datetime: _Datetime
    status: Status
    home_team_id: int
    away_team_id: int
    is_home: bool | None = None
    thrown: Thrown | None = None


Row = GameFacts | ListedPerson | BattingLine | PitchingLine | Umpire | Pitch


class GameFeed:
    """A feed.

    Attributes:
        rows: each `Within` its `Feed`.
    """

    def __init__(self, rows: list[Within]) -> None:
        self.rows = rows

    @classmethod
    def from_bytes(cls, body: bytes) -> GameFeed:
        """Take the tree apart.

        Raises:
            msgspec.DecodeError: it is no feed, or does not say which game it is of.
        """
        sent = msgspec.json.decode(body, type=_Envelope)
        feed = Feed(
            game_id=str(sent.game_pk),
            game=sent.game_data.game,
            datetime=sent.game_data.datetime,
            status=sent.game_data.status,
            home_team_id=sent.game_data.teams.home.id,
            away_team_id=sent.game_data.teams.away.id,
        )
        rows = [Within(_facts(sent), feed)]
        rows += [
            Within(tagged(opened(one), "player"), feed) for one in sent.game_data.players.values()
        ]
        box = sent.live_data.boxscore
        for side in SIDES:
            own = replace(feed, is_home=side == "home")
            players = getattr(box.teams, side).players
            rows += [Within(line, own) for one in players.values() for line in _lines(opened(one))]
        rows += [Within(tagged(opened(one), "official"), feed) for one in box.officials]
        for event, thrown in pitches_of(sent.live_data.plays.all_plays):
            of = thrown if isinstance(thrown, Exception) else replace(feed, thrown=thrown)
            rows.append(Within(event, of))
        return cls(rows)


def _facts(sent: _Envelope) -> dict[str, Any]:
    parts = {
        "venue": sent.game_data.venue,
        "weather": sent.game_data.weather,
        "gameInfo": sent.game_data.game_info,
        "probablePitchers": sent.game_data.probable_pitchers,
        "linescore": sent.live_data.linescore,
    }
    return {"kind": "game", **{name: opened(part) for name, part in parts.items() if bytes(part)}}


def _lines(player: Any) -> Iterator[Any]:
    """The lines of one of a side's players: of who only sits on the bench there is none."""
    stats = player.get("stats") if isinstance(player, dict) else None
    if not isinstance(stats, dict):
        yield tagged(player, "batter")  # which it is not: so it is rejected
        return
    own = {name: value for name, value in player.items() if name != "seasonStats"}
    for kind, group in (("batter", "batting"), ("pitcher", "pitching")):
        if stats.get(group):
            yield tagged({**own, "stats": stats[group]}, kind)
