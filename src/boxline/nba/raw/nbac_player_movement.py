"""Signings, waivers and trades since 2015: the file behind NBA.com's transactions page.

It is the full history each time, so a move that NBA.com takes back is retracted.
"""

from datetime import datetime
from typing import Any

import msgspec

from boxline.catalog import Column, Day, Int, Present, Raw, Request, Text, every, rows
from boxline.nba.columns import TEAM_ID
from boxline.providers.nba_com import NBA_COM


class Move(msgspec.Struct, rename="upper"):
    """One club's share of a move. Ids are decimals as sent: 1610612749.0."""

    transaction_date: datetime
    transaction_description: str
    team_id: float
    team_slug: str
    player_id: float
    player_slug: str
    transaction_type: str = msgspec.field(name="Transaction_Type")
    additional_sort: float = msgspec.field(name="Additional_Sort")
    group_sort: str = msgspec.field(name="GroupSort")


class Moves(msgspec.Struct):
    """The table inside the reply; each row is decoded alone."""

    rows: list[msgspec.Raw]


class PlayerMovement(msgspec.Struct):
    """The reply."""

    moves: Moves = msgspec.field(name="NBA_Player_Movement")

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The moves, undecoded."""
        return self.moves.rows


NBAC_PLAYER_MOVEMENT = Raw(
    "nba_raw.nbac_player_movement",
    provider=NBA_COM,
    grain="one player, pick or sum that one club gains or lets go in one move",
    landing="player-movement/{date}",
    payload=PlayerMovement,
    request=Request(
        host="stats",
        path="/js/data/playermovement/NBA_Player_Movement.json",
        about=Present(),
        moments=(every(12),),
    ),
    # Picks have no id: two of them that one club gets in one trade come from different clubs.
    key=("group_sort", "team_id", "player_id_or_0", "other_team_id_or_0"),
    partition="moved_on",
    complete_within=("group_sort",),
    columns=(
        Column("moved_on", Day, doc="The day NBA.com dates the move to."),
        Column(
            "move_type",
            Text,
            doc="As sent: Signing, Waive, Trade, AwardOnWaivers or ContractConverted.",
        ),
        Column("group_sort", Text, doc="As sent; the same in all shares of one move."),
        TEAM_ID,
        Column("team_slug", Text, doc="Nickname in lower case."),
        Column(
            "player_id",
            Int,
            low=1,
            nullable=True,
            doc="NBA.com's player id; NULL of picks and money.",
        ),
        Column("player_slug", Text, nullable=True, doc="`cole-anthony`; NULL likewise."),
        Column(
            "from_team_id",
            Int,
            low=1,
            nullable=True,
            doc="Of a trade NBA.com's id of the club that gave him; NULL of other moves.",
        ),
        Column("player_id_or_0", Int, low=0, doc="As sent, for the key, which has no NULL."),
        Column("other_team_id_or_0", Int, low=0, doc="As sent, for the key, which has no NULL."),
        Column("description", Text, doc="In words."),
    ),
)


@rows(NBAC_PLAYER_MOVEMENT)
def nbac_player_movement(move: Move) -> dict[str, Any]:
    """One row per share; the date is a day in the clothes of an instant."""
    team_id, player_id = _whole(move.team_id), _whole(move.player_id)
    other = _whole(move.additional_sort)
    return {
        "moved_on": move.transaction_date.date(),
        "move_type": move.transaction_type,
        "group_sort": move.group_sort,
        "team_id": team_id,
        "team_slug": move.team_slug,
        "player_id": player_id or None,
        "player_slug": move.player_slug or None,
        "from_team_id": other or None,
        "player_id_or_0": player_id,
        "other_team_id_or_0": other,
        "description": move.transaction_description,
    }


def _whole(number: float) -> int:
    if not number.is_integer():
        raise ValueError(f"an id is {number!r}, which is no whole number")
    return int(number)
