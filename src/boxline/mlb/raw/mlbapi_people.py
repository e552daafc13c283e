"""The MLB Stats API's people: everybody of a season, with hand, birth date and club."""

from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    Column,
    Day,
    EachSeason,
    Flag,
    Int,
    Raw,
    Request,
    Text,
    every,
    rows,
)
from boxline.domain.days import league_day
from boxline.providers.mlb_stats_api import (
    MAJORS,
    MLB_STATS_API,
    Individual,
    code_in,
    place_in,
)


class People(msgspec.Struct):
    """A reply, about all or about one; each person is decoded alone."""

    people: list[msgspec.Raw]

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The people, undecoded."""
        return self.people


MLBAPI_PEOPLE = Raw(
    "mlb_raw.mlbapi_people",
    provider=MLB_STATS_API,
    grain="one person on one day",
    landing="people/{season}",
    payload=People,
    request=Request(
        path=f"/api/v1/sports/{MAJORS}/players",
        params={"season": "{season_year}"},
        about=EachSeason(),
        moments=(every(72),),
    ),
    partition="snapshot_date",
    key=("snapshot_date", "player_id"),
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("player_id", Int, low=1, doc="MLB's person id."),
        Column("player_name", Text, doc="First and last name."),
        Column("birth_date", Day, nullable=True, doc="NULL where not sent."),
        Column(
            "bats",
            Text,
            one_of=("L", "R", "S"),
            nullable=True,
            doc="The side he bats from, S from either; NULL where not sent.",
        ),
        Column(
            "throws",
            Text,
            one_of=("L", "R", "S"),
            nullable=True,
            doc="The hand he throws with, S with either; NULL where not sent.",
        ),
        Column("position", Text, nullable=True, doc="`P`, `SS`, `TWP`, ...; NULL where not sent."),
        Column(
            "team_id", Int, low=1, nullable=True, doc="MLB's id of his club; NULL where not sent."
        ),
        Column("is_active", Flag, nullable=True, doc="NULL where not sent."),
        Column("debut_date", Day, nullable=True, doc="Of his first game; NULL before it."),
    ),
)


@rows(MLBAPI_PEOPLE)
def mlbapi_people(person: Individual, asked: Asked) -> dict[str, Any]:
    """One row per person."""
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "player_id": person.id,
        "player_name": person.full_name,
        "birth_date": person.birth_date,
        "bats": code_in(person.bat_side),
        "throws": code_in(person.pitch_hand),
        "position": place_in(person.primary_position),
        "team_id": person.current_team.id if person.current_team else None,
        "is_active": person.active,
        "debut_date": person.mlb_debut_date,
    }
