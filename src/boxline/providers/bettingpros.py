"""BettingPros: events and offers of many bookmakers; instants are UTC without saying so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import msgspec

from boxline.catalog import Auth, Pace, Provider, Within

BETTINGPROS = Provider(
    name="bettingpros",
    landing="bettingpros",
    doc="https://api.bettingpros.com, key in the x-api-key header, as its own pages ask.",
    hosts={"api": "https://api.bettingpros.com"},
    auth=Auth(setting="bettingpros_key", header="x-api-key"),
    headers={
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36",
        "Accept": "application/json, text/plain, */*",
        "Origin": "https://www.bettingpros.com",
        "Referer": "https://www.bettingpros.com/",
    },
    pace=Pace(per_second=1, concurrency=1),
    adds="Player props of many bookmakers with their opening lines; a second source beside The "
    "Odds API's.",
)

#: Our prop type -> its market id.
MARKETS = {"points": "156", "rebounds": "157", "assists": "151", "threes": "162"}

#: Its number of a bookmaker -> The Odds API's key, which is ours. Others keep their number.
BOOKMAKERS = {
    0: "consensus",
    10: "fanduel",
    12: "draftkings",
    13: "williamhill_us",
    18: "betrivers",
    19: "betmgm",
    24: "bet365",
}

#: Offers of a page, and the most that can be asked for.
PAGE_ROWS = 10


def utc(sent: datetime | None) -> datetime | None:
    """An instant as sent, with its zone; None of None."""
    return sent.replace(tzinfo=UTC) if sent is not None and sent.tzinfo is None else sent


class Events(msgspec.Struct):
    """The games of a day; each is decoded alone."""

    events: list[msgspec.Raw]

    @property
    def rows(self) -> list[msgspec.Raw]:
        """The games, undecoded."""
        return self.events


class Line(msgspec.Struct):
    """One line of one bookmaker; `cost` is its American price."""

    line: float
    cost: float | None = None
    id: str | int | None = None
    active: bool | None = None
    best: bool | None = None
    main: bool | None = None
    is_off: bool | None = None
    updated: datetime | None = None


class Book(msgspec.Struct):
    """A bookmaker's lines, undecoded."""

    id: int
    lines: list[msgspec.Raw]


class Opening(msgspec.Struct):
    """The first line that was seen of a side."""

    line: float | None = None
    cost: float | None = None
    book_id: int | None = None
    created: datetime | None = None


class Selection(msgspec.Struct):
    """One side of an offer, its bookmakers undecoded."""

    selection: str
    books: list[msgspec.Raw]
    opening_line: Opening | None = None


class Player(msgspec.Struct):
    """What is told of a player."""

    team: str | None = None
    position: str | None = None


class Participant(msgspec.Struct):
    """Whom an offer is about."""

    id: str | int
    name: str
    player: Player | None = None


class Offer(msgspec.Struct):
    """A prop of a player, its sides undecoded."""

    id: str | int
    market_id: int
    event_id: int
    participants: list[Participant]
    selections: list[msgspec.Raw]
    active: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What encloses a line: the offer, the side, the bookmaker."""

    offer: Offer
    participant: Participant
    selection: Selection
    book: int


class Pagination(msgspec.Struct):
    """Which page of how many."""

    page: int = 1
    total_pages: int = 1


class Offers(msgspec.Struct, dict=True):
    """A page of offers."""

    offers: list[msgspec.Raw]
    pagination: Pagination | None = msgspec.field(default=None, name="_pagination")

    @cached_property
    def rows(self) -> list[Within]:
        """The lines, undecoded, within what offers them; what cannot be taken apart stands for
        itself, with the error."""
        return [*self._lines()]

    @property
    def next_page(self) -> Mapping[str, str] | None:
        """The number of the page after it; None where it is the last."""
        found = self.pagination
        if found is None or found.page >= found.total_pages:
            return None
        return {"page": str(found.page + 1)}

    def _lines(self) -> Iterator[Within]:
        for sent in self.offers:
            offer = _decoded(sent, Offer)
            if isinstance(offer, Exception):
                yield Within(sent, offer)
            elif len(offer.participants) != 1:
                yield Within(sent, ValueError(f"it is about {len(offer.participants)} players"))
            else:
                for selection in offer.selections:
                    yield from _of_selection(offer, selection)


def _of_selection(offer: Offer, sent: msgspec.Raw) -> Iterator[Within]:
    selection = _decoded(sent, Selection)
    if isinstance(selection, Exception):
        yield Within(sent, selection)
        return
    for one in selection.books:
        book = _decoded(one, Book)
        if isinstance(book, Exception):
            yield Within(one, book)
            continue
        offered = Offered(
            offer=offer, participant=offer.participants[0], selection=selection, book=book.id
        )
        yield from (Within(line, offered) for line in book.lines)


def _decoded(sent: msgspec.Raw, wanted: type[Any]) -> Any:
    try:
        return msgspec.json.decode(sent, type=wanted)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        return cause
