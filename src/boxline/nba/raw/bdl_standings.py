"""balldontlie's standings of a season (`/v1/standings`), as they are on the day of asking."""

import re
from typing import Any

import msgspec

from boxline.catalog import (
    Asked,
    AtMost,
    Column,
    Day,
    EachSeason,
    Int,
    Raw,
    Request,
    Text,
    every,
    rows,
)
from boxline.domain.days import league_day
from boxline.providers.balldontlie import BALLDONTLIE, Page
from boxline.providers.balldontlie_games import Team, season_name


class Club(Team):
    """A club and where it plays."""

    conference: str
    division: str


class Standing(msgspec.Struct):
    """One club's standing, exactly as sent."""

    team: Club
    season: int
    wins: int
    losses: int
    conference_rank: int | None
    division_rank: int | None
    conference_record: str | None
    division_record: str | None
    home_record: str | None
    road_record: str | None


#: our word -> in what the record was made
_RECORDS = {
    "conference": "against clubs of its conference",
    "division": "against clubs of its division",
    "home": "at home; games on neutral floors are in neither this nor the road record",
    "road": "on the road",
}

BDL_STANDINGS = Raw(
    "nba_raw.bdl_standings",
    provider=BALLDONTLIE,
    grain="one club's standing on one day",
    landing="standings/{season}/{date}",
    payload=Page,
    request=Request(
        path="/v1/standings",
        params={"season": "{season_year}"},
        about=EachSeason(),
        moments=(every(24),),
    ),
    partition="snapshot_date",
    key=("snapshot_date", "season", "team"),
    complete_within=("snapshot_date", "season"),
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("season", Text, doc="For example 2024-25."),
        Column("team_id_bdl", Int, low=1, doc="balldontlie's team id."),
        Column("team", Text, doc="Three-letter code."),
        Column("conference", Text, doc="East or West."),
        Column("division", Text, doc="Division."),
        Column("wins", Int, "games", 0, 82, doc="Games won in the regular season."),
        Column("losses", Int, "games", 0, 82, doc="Games lost in the regular season."),
        Column("conference_rank", Int, "", 1, 20, True, doc="1 is best; NULL where not sent."),
        Column("division_rank", Int, "", 1, 20, True, doc="1 is best; NULL where not sent."),
        *(
            Column(f"{word}_{what}", Int, "games", 0, 82, True, doc=f"{what} {made}.".capitalize())
            for word, made in _RECORDS.items()
            for what in ("wins", "losses")
        ),
    ),
    rules=tuple(AtMost(f"{word}_{what}", what) for word in _RECORDS for what in ("wins", "losses")),
)

_RECORD = re.compile(r"(\d{1,3})-(\d{1,3})", re.ASCII)


def _wins_and_losses(word: str, text: str | None) -> dict[str, int | None]:
    if text is None:
        return {f"{word}_wins": None, f"{word}_losses": None}
    found = _RECORD.fullmatch(text)
    if found is None:
        raise ValueError(f"{word}_record is {text!r}, and not wins and losses such as 41-11")
    return {f"{word}_wins": int(found[1]), f"{word}_losses": int(found[2])}


@rows(BDL_STANDINGS)
def bdl_standings(standing: Standing, asked: Asked) -> dict[str, Any]:
    """One row per club."""
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "season": season_name(standing.season),
        "team_id_bdl": standing.team.id,
        "team": standing.team.abbreviation,
        "conference": standing.team.conference,
        "division": standing.team.division,
        "wins": standing.wins,
        "losses": standing.losses,
        "conference_rank": standing.conference_rank,
        "division_rank": standing.division_rank,
        **_wins_and_losses("conference", standing.conference_record),
        **_wins_and_losses("division", standing.division_record),
        **_wins_and_losses("home", standing.home_record),
        **_wins_and_losses("road", standing.road_record),
    }
