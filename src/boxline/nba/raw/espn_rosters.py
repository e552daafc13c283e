"""ESPN's rosters, club by club: who is on them today, and who of them is injured."""

from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    Column,
    Day,
    Flag,
    Float,
    Instant,
    Int,
    Present,
    Raw,
    Request,
    Text,
    Within,
    every,
    rows,
)
from boxline.domain.days import league_day, parse_day, parse_instant
from boxline.providers.espn import ESPN


class Position(msgspec.Struct):
    """Where he plays."""

    abbreviation: str


class Experience(msgspec.Struct):
    """Seasons played before this one."""

    years: int


class Contract(msgspec.Struct):
    """What he is paid this season."""

    salary: int | None = None


class Word(msgspec.Struct):
    """A state, by its name."""

    name: str


class InjuryDetails(msgspec.Struct, rename="camel"):
    """What is hurt, and when he may return."""

    type: str | None = None
    side: str | None = None
    return_date: str | None = None


class Injury(msgspec.Struct):
    """One entry about an injury."""

    status: str
    date: str
    details: InjuryDetails | None = None


class Athlete(msgspec.Struct, rename="camel"):
    """One player, exactly as sent."""

    id: str
    full_name: str
    injuries: list[Injury]
    active: bool | None = None
    jersey: str | None = None
    position: Position | None = None
    height: float | None = None
    weight: float | None = None
    date_of_birth: str | None = None
    experience: Experience | None = None
    contract: Contract | None = None
    status: Word | None = None


class Club(msgspec.Struct):
    """A club with its players; each is decoded alone, so that a bad one loses no neighbour."""

    id: str
    abbreviation: str
    athletes: list[msgspec.Raw]


class Roster(msgspec.Struct):
    """The reply."""

    team: Club

    @property
    def rows(self) -> list[Within]:
        """The players, each within his club."""
        return [Within(athlete, self.team) for athlete in self.team.athletes]


#: ESPN numbers the clubs through.
CLUBS = tuple(str(number) for number in range(1, 31))

_SENT = "NULL where not sent."
_HURT = "NULL where none is listed, or it is not sent."

ESPN_ROSTERS = Raw(
    "nba_raw.espn_rosters",
    provider=ESPN,
    grain="one player on one club's roster of one day",
    landing="rosters/{date}/team_{team_id_espn}",
    payload=Roster,
    request=Request(
        path="/apis/site/v2/sports/basketball/nba/teams/{team_id_espn}",
        params={"enable": "roster"},
        about=Present(),
        also={"team_id_espn": CLUBS},
        moments=(every(24),),
    ),
    partition="snapshot_date",
    key=("snapshot_date", "team_id_espn", "player_id_espn"),
    complete_within=("snapshot_date", "team_id_espn"),
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("team_id_espn", Text, doc="ESPN's team id."),
        Column("team", Text, doc="ESPN's code; GS, NO, NY, SA, UTAH and WSH are not NBA.com's."),
        Column("player_id_espn", Text, doc="ESPN's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("is_active", Flag, nullable=True, doc=f"Whether ESPN counts him as active. {_SENT}"),
        Column("roster_status", Text, nullable=True, doc=f"`Active`, ...; {_SENT}"),
        Column("jersey_number", Text, nullable=True, doc=f"`0` and `00` differ; {_SENT}"),
        Column("position", Text, nullable=True, doc=f"`SG`, `F`, ...; {_SENT}"),
        Column("height_inches", Float, "inches", 48, 108, True, doc=f"Height. {_SENT}"),
        Column("weight_pounds", Float, "pounds", 100, 500, True, doc=f"Weight. {_SENT}"),
        Column("birth_date", Day, nullable=True, doc=f"Day of birth. {_SENT}"),
        Column("experience_years", Int, "years", 0, 40, True, doc=f"Seasons before this. {_SENT}"),
        Column("salary_dollars", Int, "dollars", 0, nullable=True, doc=f"This season's. {_SENT}"),
        Column("injuries_listed", Int, "entries", 0, doc="How many; of several the newest stands."),
        Column("injury_status", Text, nullable=True, doc=f"`Out`, `Day-To-Day`, ...; {_HURT}"),
        Column("injury_noted_at", Instant, nullable=True, doc=f"When, in UTC. {_HURT}"),
        Column("injury_part", Text, nullable=True, doc=f"`Knee`, ...; {_HURT}"),
        Column("injury_side", Text, nullable=True, doc=f"`Left`, `Not Specified`, ...; {_HURT}"),
        Column("injury_return_date", Day, nullable=True, doc=f"When he may return. {_HURT}"),
    ),
)


def _injury_values(injuries: list[Injury]) -> dict[str, Any]:
    noted = sorted(((parse_instant(one.date), n) for n, one in enumerate(injuries)), reverse=True)
    at, newest = (noted[0][0], injuries[noted[0][1]]) if noted else (None, None)
    details = (newest.details if newest else None) or InjuryDetails()
    return {
        "injuries_listed": len(injuries),
        "injury_status": newest.status if newest else None,
        "injury_noted_at": at,
        "injury_part": details.type,
        "injury_side": details.side,
        "injury_return_date": parse_day(details.return_date) if details.return_date else None,
    }


@rows(ESPN_ROSTERS)
def espn_rosters(athlete: Athlete, club: Club, asked: Asked) -> dict[str, Any]:
    """One row per player."""
    born = athlete.date_of_birth
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "team_id_espn": club.id,
        "team": club.abbreviation,
        "player_id_espn": athlete.id,
        "player_name": athlete.full_name,
        "is_active": athlete.active,
        "roster_status": athlete.status.name if athlete.status else None,
        "jersey_number": athlete.jersey,
        "position": athlete.position.abbreviation if athlete.position else None,
        "height_inches": athlete.height,
        "weight_pounds": athlete.weight,
        # Sent as midnight in California, whose date is that of the same instant in UTC.
        "birth_date": parse_instant(born).date() if born else None,
        "experience_years": athlete.experience.years if athlete.experience else None,
        "salary_dollars": athlete.contract.salary if athlete.contract else None,
        **_injury_values(athlete.injuries),
    }
