"""balldontlie's list of injured players (`/v1/player_injuries`), as it stands when asked."""

from typing import Any

import msgspec

from boxline.catalog import Asked, Column, Day, Int, Present, Raw, Request, Text, every, rows
from boxline.domain.days import league_day
from boxline.providers.balldontlie import BALLDONTLIE, PAGE_ROWS, Page
from boxline.providers.balldontlie_lines import Player


class InjuredPlayer(Player, kw_only=True):
    """The player, and his team by id alone."""

    team_id: int | None


class Injury(msgspec.Struct):
    """One player's entry, exactly as sent."""

    player: InjuredPlayer
    status: str
    return_date: str | None
    description: str | None


BDL_INJURIES = Raw(
    "nba_raw.bdl_injuries",
    provider=BALLDONTLIE,
    grain="one player on the list of one day",
    landing="injuries/{date}",
    payload=Page,
    is_paged=True,
    request=Request(
        path="/v1/player_injuries",
        params={"per_page": str(PAGE_ROWS)},
        about=Present(),
        moments=(every(3),),
        page_rows=PAGE_ROWS,
    ),
    partition="snapshot_date",
    key=("snapshot_date", "player_id_bdl"),
    # Who leaves the list during the day is retracted; who left it overnight is not on the next.
    complete_within=("snapshot_date",),
    columns=(
        Column("snapshot_date", Day, doc="The league day on which it was asked."),
        Column("player_id_bdl", Int, low=1, doc="balldontlie's player id."),
        Column("player_name", Text, doc="First and last name."),
        Column("position", Text, nullable=True, doc="Position; NULL where not sent."),
        Column("team_id_bdl", Int, low=1, nullable=True, doc="His team; NULL where not sent."),
        Column("status", Text, doc="`Out`, `Day-To-Day`, ...: balldontlie's own words."),
        Column(
            "return_date_text",
            Text,
            nullable=True,
            doc="When he may return, as sent: `Jul 17`, of a year it does not say. NULL where not "
            "sent.",
        ),
        Column("description", Text, nullable=True, doc="News in a sentence; NULL where not sent."),
    ),
)


@rows(BDL_INJURIES)
def bdl_injuries(injury: Injury, asked: Asked) -> dict[str, Any]:
    """One row per player; nothing is read out of the text of his return."""
    player = injury.player
    return {
        "snapshot_date": league_day(asked.fetched_at),
        "player_id_bdl": player.id,
        "player_name": player.name,
        "position": player.position or None,
        "team_id_bdl": player.team_id,
        "status": injury.status.strip(),
        "return_date_text": (injury.return_date or "").strip() or None,
        "description": (injury.description or "").strip() or None,
    }
