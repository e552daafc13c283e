"""balldontlie's active players (`/v1/players/active`) and their teams, as they are when asked."""

import re
from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    Day,
    Int,
    Present,
    Raw,
    Request,
    Text,
    every,
    rows,
)
from boxline.domain.days import league_day
from boxline.providers.balldontlie import BALLDONTLIE, PAGE_ROWS, Page
from boxline.providers.balldontlie_games import Team
from boxline.providers.balldontlie_lines import Player


class ActivePlayer(Player, kw_only=True):
    """One player, exactly as sent."""

    team: Team | None
    height: str | None = None
    weight: str | None = None
    college: str | None = None
    country: str | None = None
    draft_year: int | None = None
    draft_round: int | None = None
    draft_number: int | None = None


_SENT = "NULL where not sent."
_DRAFTED = "NULL where he was not drafted, or it is not sent."

BDL_ACTIVE_PLAYERS = Raw(
    "nba_raw.bdl_active_players",
    provider=BALLDONTLIE,
    grain="one active player on one day",
    landing="active-players/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/v1/players/active",
        params={"per_page": str(PAGE_ROWS)},
        about=Present(),
        moments=(every(24),),
        page_rows=PAGE_ROWS,
    ),
    partition="snapshot_date",
    key=("snapshot_date", "player_id_bdl"),
    complete_within=("snapshot_date",),
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("position", Text, nullable=True, doc=f"`G`, `F-C`, ...; {_SENT}"),
        Column("jersey_number", Text, nullable=True, doc=f"`0` and `00` differ; {_SENT}"),
        Column("team_id_bdl", Int, low=1, nullable=True, doc="NULL where he has no team."),
        Column("team", Text, nullable=True, doc="Three-letter code; NULL where he has no team."),
        Column("height_inches", Int, "inches", 48, 108, True, doc=f"Height. {_SENT}"),
        Column("weight_pounds", Int, "pounds", 100, 500, True, doc=f"Weight. {_SENT}"),
        Column("college", Text, nullable=True, doc=f"College, or club abroad. {_SENT}"),
        Column("country", Text, nullable=True, doc=f"Country. {_SENT}"),
        Column("draft_year", Int, low=1947, high=2100, nullable=True, doc=f"Year. {_DRAFTED}"),
        Column("draft_round", Int, low=1, high=30, nullable=True, doc=f"Round. {_DRAFTED}"),
        Column("draft_number", Int, low=1, high=300, nullable=True, doc=f"Pick. {_DRAFTED}"),
    ),
)

_HEIGHT = re.compile(r"(\d)-(\d{1,2})", re.ASCII)
_WEIGHT = re.compile(r"\d{2,3}", re.ASCII)


def _inches(text: str | None) -> int | None:
    if not text:
        return None
    found = _HEIGHT.fullmatch(text)
    if found is None:
        raise ValueError(f"height is {text!r}, and not feet and inches such as 6-11")
    return 12 * int(found[1]) + int(found[2])


def _pounds(text: str | None) -> int | None:
    if not text:
        return None
    if _WEIGHT.fullmatch(text) is None:
        raise ValueError(f"weight is {text!r}, and not pounds such as 265")
    return int(text)


@rows(BDL_ACTIVE_PLAYERS)
def bdl_active_players(player: ActivePlayer, asked: Asked) -> dict[str, Any]:
    """One row per player."""
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "player_id_bdl": player.id,
        "player_name": player.name,
        "position": player.position or None,
        "jersey_number": player.jersey_number or None,
        "team_id_bdl": player.team.id if player.team else None,
        "team": player.team.abbreviation if player.team else None,
        "height_inches": _inches(player.height),
        "weight_pounds": _pounds(player.weight),
        "college": player.college or None,
        "country": player.country or None,
        "draft_year": player.draft_year,
        "draft_round": player.draft_round,
        "draft_number": player.draft_number,
    }
