"""Who is on which club's list in a season: NBA.com's index of players (`playerindex`)."""

import re
from typing import Any

import msgspec

from boxline.catalog import (
    Column,
    Day,
    EachSeason,
    Flag,
    Int,
    Raw,
    Request,
    Text,
    Within,
    every,
    rows,
)
from boxline.nba.columns import PLAYER_ID
from boxline.nba.league import NBA
from boxline.providers.nba_com import NBA_COM, ResultSets


class Parameters(msgspec.Struct, rename="pascal"):
    """What was asked, repeated in the reply."""

    season: str


class PlayerIndex(ResultSets):
    """The reply."""

    parameters: Parameters

    @property
    def rows(self) -> list[Within]:
        """The players, within the season that they were asked of."""
        return [Within(row, self.parameters) for row in self.table("PlayerIndex").mappings]


class Player(msgspec.Struct, rename="upper"):
    """One player."""

    person_id: int
    player_last_name: str
    player_first_name: str
    player_slug: str | None = None
    team_id: int | None = None
    team_abbreviation: str | None = None
    jersey_number: str | None = None
    position: str | None = None
    height: str | None = None
    weight: str | None = None
    college: str | None = None
    country: str | None = None
    draft_year: int | None = None
    draft_round: int | None = None
    draft_number: int | None = None
    roster_status: float | None = None
    from_year: int | None = None
    to_year: int | None = None


def _of_him(name: str, doc: str) -> Column:
    return Column(name, Text, nullable=True, doc=f"{doc} NULL where not sent.")


def _year(name: str, doc: str) -> Column:
    return Column(name, Int, "year", 1940, 2100, True, doc=f"{doc} NULL where not sent.")


NBAC_PLAYER_LIST = Raw(
    "nba_raw.nbac_player_list",
    provider=NBA_COM,
    grain="one player of one season's list",
    landing="player-list/{date}",
    payload=PlayerIndex,
    request=Request(
        host="stats",
        path="/stats/playerindex",
        params={
            "LeagueID": "00",
            "Season": "{season}",
            "Historical": "0",
            "TeamID": "0",
            # The page that asks for it names them all, empty.
            **dict.fromkeys(
                (
                    *("Active", "AllStar", "College", "Country", "DraftPick", "DraftYear"),
                    *("Height", "PlayerPosition", "Weight"),
                ),
                "",
            ),
        },
        about=EachSeason(),
        moments=(every(24),),
    ),
    key=("season", "player_id"),
    # A list is of a season, not of a day: one partition each, and a version where it changes.
    partition="season_starts_on",
    complete_within=("season",),
    unread="core.expected_players learns to read lists",
    columns=(
        Column("season", Text, doc="For example 2025-26."),
        Column("season_starts_on", Day, doc="The first day that can belong to the season."),
        PLAYER_ID,
        Column("player_name", Text, doc="First and last, diacritics and suffixes kept."),
        _of_him("player_slug", "`precious-achiuwa`."),
        Column("team_id", Int, low=1, nullable=True, doc="NBA.com's team id; NULL of no club."),
        _of_him("team", "Three-letter code."),
        Column(
            "is_on_roster",
            Flag,
            nullable=True,
            doc="Whether the club's list has him now; NULL where not sent.",
        ),
        _of_him("jersey_number", "As worn: 00 is not 0."),
        _of_him("position", "G, F, C, or two of them."),
        Column("height_inches", Int, "inches", 48, 108, True, doc="NULL where not sent."),
        Column("weight_pounds", Int, "pounds", 100, 500, True, doc="NULL where not sent."),
        _of_him("college", "College, or the club or country he came from."),
        _of_him("country", "Country."),
        _year("draft_year", "When he was drafted; NULL of the undrafted."),
        Column("draft_round", Int, low=0, nullable=True, doc="As sent; NULL of the undrafted."),
        Column("draft_number", Int, low=0, nullable=True, doc="As sent; NULL of the undrafted."),
        _year("first_season_year", "Start year of his first season."),
        _year("last_season_year", "Start year of his latest season."),
    ),
)

_SEASON = re.compile(r"(\d{4})-\d\d", re.ASCII)
_HEIGHT = re.compile(r"(\d)-(\d{1,2})", re.ASCII)


@rows(NBAC_PLAYER_LIST)
def nbac_player_list(player: Player, asked_for: Parameters) -> dict[str, Any]:
    """One row per player; his club is the one he is with when asked, whatever the season."""
    found = _SEASON.fullmatch(asked_for.season)
    if found is None or asked_for.season != NBA.seasons.name(int(found[1])):
        raise ValueError(f"the reply is of Season {asked_for.season!r}, which is none")
    return {
        "season": asked_for.season,
        "season_starts_on": NBA.seasons.first_day(int(found[1])),
        "player_id": player.person_id,
        "player_name": f"{player.player_first_name} {player.player_last_name}".strip(),
        "player_slug": player.player_slug or None,
        "team_id": player.team_id or None,
        "team": player.team_abbreviation or None,
        "is_on_roster": None if player.roster_status is None else player.roster_status == 1,
        "jersey_number": player.jersey_number or None,
        "position": player.position or None,
        "height_inches": _inches(player.height),
        "weight_pounds": int(player.weight) if player.weight else None,
        "college": player.college or None,
        "country": player.country or None,
        "draft_year": player.draft_year,
        "draft_round": player.draft_round,
        "draft_number": player.draft_number,
        "first_season_year": player.from_year,
        "last_season_year": player.to_year,
    }


def _inches(text: str | None) -> int | None:
    """`6-8` is six feet and eight inches."""
    if not text:
        return None
    found = _HEIGHT.fullmatch(text)
    if found is None:
        raise ValueError(f"HEIGHT is {text!r}, and not feet and inches such as 6-8")
    return 12 * int(found[1]) + int(found[2])
