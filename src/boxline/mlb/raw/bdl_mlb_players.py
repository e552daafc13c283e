"""balldontlie's active baseball players (`/mlb/v1/players/active`) and their clubs."""

import re
from typing import Any

from boxline.catalog import Asked, Column, Day, Int, Present, Raw, Request, Text, every, rows
from boxline.domain.days import league_day
from boxline.providers.balldontlie import PAGE_ROWS, Page
from boxline.providers.balldontlie_mlb import BALLDONTLIE_MLB, Ballplayer

#: `Right/Left`: the side he bats from, the hand he throws with.
_HANDS = re.compile(r"(Left|Right|Both|Switch)/(Left|Right|Both|Switch)", re.ASCII | re.IGNORECASE)
_LETTERS = {"left": "L", "right": "R", "both": "S", "switch": "S"}

BDL_MLB_PLAYERS = Raw(
    "mlb_raw.bdl_mlb_players",
    provider=BALLDONTLIE_MLB,
    grain="one active player on one day",
    landing="active-players/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/mlb/v1/players/active",
        params={"per_page": str(PAGE_ROWS)},
        about=Present(),
        moments=(every(24),),
        page_rows=PAGE_ROWS,
    ),
    partition="snapshot_date",
    key=("snapshot_date", "player_id_bdl"),
    complete_within=("snapshot_date",),
    unread="who plays and with which hand is MLB's own word; these ids belong to bdl_mlb_stats",
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("position", Text, nullable=True, doc="In words; NULL where not sent."),
        Column("jersey_number", Text, nullable=True, doc="NULL where not sent."),
        Column("team", Text, nullable=True, doc="Code of his club; NULL where he has none."),
        Column("bats", Text, one_of=("L", "R", "S"), nullable=True, doc="NULL where not sent."),
        Column("throws", Text, one_of=("L", "R", "S"), nullable=True, doc="NULL where not sent."),
        Column("birth_date_text", Text, nullable=True, doc="As sent; NULL where not sent."),
        Column("debut_year", Int, low=1871, high=2100, nullable=True, doc="NULL where not sent."),
    ),
)


def _hands(text: str | None) -> tuple[str | None, str | None]:
    if not text:
        return None, None
    found = _HANDS.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"bats_throws is {text!r}, and not two hands such as Right/Left")
    return _LETTERS[found[1].lower()], _LETTERS[found[2].lower()]


@rows(BDL_MLB_PLAYERS)
def bdl_mlb_players(player: Ballplayer, asked: Asked) -> dict[str, Any]:
    """One row per player."""
    bats, throws = _hands(player.bats_throws)
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "player_id_bdl": player.id,
        "player_name": player.name,
        "position": player.position or None,
        "jersey_number": player.jersey or None,
        "team": player.team.abbreviation if player.team else None,
        "bats": bats,
        "throws": throws,
        "birth_date_text": player.dob or None,
        "debut_year": player.debut_year,
    }
