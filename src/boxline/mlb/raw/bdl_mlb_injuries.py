"""balldontlie's list of injured baseball players (`/mlb/v1/player_injuries`), as it stands."""

from typing import Any

import msgspec

from boxline.catalog import Asked, Column, Day, Int, Present, Raw, Request, Text, every, rows
from boxline.domain.days import league_day
from boxline.providers.balldontlie import PAGE_ROWS, Page
from boxline.providers.balldontlie_mlb import BALLDONTLIE_MLB, Ballplayer


class Injury(msgspec.Struct):
    """One player's entry, exactly as sent."""

    player: Ballplayer
    status: str
    date: str | None = None
    return_date: str | None = None
    type: str | None = None
    detail: str | None = None
    side: str | None = None
    short_comment: str | None = None


BDL_MLB_INJURIES = Raw(
    "mlb_raw.bdl_mlb_injuries",
    provider=BALLDONTLIE_MLB,
    grain="one player on the list of one day",
    landing="injuries/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/mlb/v1/player_injuries",
        params={"per_page": str(PAGE_ROWS)},
        about=Present(),
        moments=(every(6),),
        page_rows=PAGE_ROWS,
    ),
    partition="snapshot_date",
    key=("snapshot_date", "player_id_bdl"),
    # Who leaves the list during the day is retracted; who left it overnight is not on the next.
    complete_within=("snapshot_date",),
    unread="a starter who is hurt is replaced as probable pitcher, which is what core goes by",
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("team", Text, nullable=True, doc="Code of his club; NULL where not sent."),
        Column("position", Text, nullable=True, doc="In words; NULL where not sent."),
        Column("status", Text, doc="`10-Day-IL`, `Day-To-Day`, ...: balldontlie's own words."),
        Column("injured_on", Text, nullable=True, doc="As sent; NULL where not sent."),
        Column("returns_on", Text, nullable=True, doc="As sent; NULL where not sent."),
        Column("injury_type", Text, nullable=True, doc="`Elbow`, ...; NULL where not sent."),
        Column("injury_detail", Text, nullable=True, doc="`Sprain`, ...; NULL where not sent."),
        Column("injury_side", Text, nullable=True, doc="`Left`, ...; NULL where not sent."),
        Column("comment", Text, nullable=True, doc="News in a sentence; NULL where not sent."),
    ),
)


@rows(BDL_MLB_INJURIES)
def bdl_mlb_injuries(injury: Injury, asked: Asked) -> dict[str, Any]:
    """One row per player."""
    player = injury.player
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "player_id_bdl": player.id,
        "player_name": player.name,
        "team": player.team.abbreviation if player.team else None,
        "position": player.position or None,
        "status": injury.status.strip(),
        "injured_on": injury.date or None,
        "returns_on": injury.return_date or None,
        "injury_type": injury.type or None,
        "injury_detail": injury.detail or None,
        "injury_side": injury.side or None,
        "comment": (injury.short_comment or "").strip() or None,
    }
