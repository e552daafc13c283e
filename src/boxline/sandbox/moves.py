"""Players who change clubs: what is announced, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club


class MoveKind(Enum):
    """How a player came or went; the value is NBA.com's word."""

    TRADE = "Trade"  # one line for each player; those of one trade share the instant
    SIGNING = "Signing"  # a newcomer; no club before
    WAIVE = "Waive"  # he ends his career; no club after


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """One player's change of club.

    Attributes:
        moved_at: when it is announced and takes effect, UTC; never while his clubs play.
        player: who moves.
        from_club: where he was; None for a newcomer.
        to_club: where he goes; None for one who is waived.
        kind: how.
        text: the sentence of the announcement.
    """

    moved_at: datetime
    player: Player
    from_club: Club | None
    to_club: Club | None
    kind: MoveKind
    text: str
