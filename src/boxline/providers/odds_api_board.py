"""The Odds API's odds of all events of a sport at once: one reply, and one price, for the board."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from boxline.catalog import Within
from boxline.providers.odds_api import EventOdds


@dataclass(frozen=True)
class Board:
    """What is offered on every event.

    Attributes:
        rows: the outcomes of all events, undecoded, within what offers them; an event that is none
            stands in their place, with the error.
    """

    rows: list[Within]

    @classmethod
    def from_bytes(cls, body: bytes) -> Board:
        """The reply, which is a bare list.

        Raises:
            msgspec.DecodeError: it is none.
        """
        sent = msgspec.json.decode(body, type=list[msgspec.Raw])
        return cls([row for event in sent for row in _of_event(event)])


def _of_event(sent: msgspec.Raw) -> list[Within]:
    try:
        return msgspec.json.decode(sent, type=EventOdds).rows
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        return [Within(sent, cause)]
