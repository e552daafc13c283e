"""The Odds API v4: events, and what bookmakers offer on them, now or as of a snapshot.

Prices come in the notation asked for, American; the historical samples that we have are decimal.
A reply does not say which, so it is told by its prices, of which none fits both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, TypeVar

import msgspec

from boxline.catalog import Auth, Pace, Provider, Within
from boxline.domain.odds import LEAST_AMERICAN, Notation, american_odds, decimal_odds

#: The bookmakers asked for. Each ten of them cost as much as a region.
BOOKMAKERS = (
    "draftkings",
    "fanduel",
    "betmgm",
    "williamhill_us",
    "betrivers",
    "bovada",
    "espnbet",
    "hardrockbet",
    "betonlineag",
    "fliff",
    "betparx",
    "ballybet",
)

#: A historical reply costs so many times the present one.
HISTORY_FACTOR = 10

#: Its answers where nothing is offered yet, and where the event is not on its list.
NOTHING_OFFERED = (204, 404)

ODDS_API = Provider(
    name="odds_api",
    landing="odds-api",
    doc="https://api.the-odds-api.com, key in the query; every reply says what it cost.",
    hosts={"api": "https://api.the-odds-api.com"},
    auth=Auth(setting="odds_api_key", query="apiKey"),
    pace=Pace(per_second=5, concurrency=2),
    budget="odds_api_daily_credits",
    credits_header="x-requests-last",
    credits_left_header="x-requests-remaining",
    adds="Player props and game lines of twelve bookmakers, each side with its price. A paid key: "
    "an event's props cost 20 credits a look, as of the past 200; the list of events is free.",
)

T = TypeVar("T")

#: An instant that names its zone.
Instant = Annotated[datetime, msgspec.Meta(tz=True)]


def query(markets: Sequence[str]) -> dict[str, str]:
    """The query parameters that ask for an event's odds on these markets."""
    return {
        "regions": "us",
        "bookmakers": ",".join(BOOKMAKERS),
        "markets": ",".join(markets),
        "oddsFormat": "american",
        "dateFormat": "iso",
    }


def cost(markets: Sequence[str]) -> int:
    """The credits of an event's odds: one for each market offered, and ten bookmakers."""
    return len(markets) * -(-len(BOOKMAKERS) // 10)


class Event(msgspec.Struct):
    """A game, by The Odds API's id; its start moves to the true tip-off."""

    id: str
    sport_key: str
    commence_time: Instant
    home_team: str
    away_team: str

    def insist_on(self, sport: str) -> None:
        """Insist that it is of a sport.

        Raises:
            ValueError: it is of another.
        """
        if self.sport_key != sport:
            raise ValueError(f"the event is of {self.sport_key}, not of {sport}")


class Outcome(msgspec.Struct):
    """One side of one line; of a player's prop, `description` is the player."""

    name: str
    price: float | None = None
    point: float | None = None
    description: str | None = None


class Market(msgspec.Struct):
    """One bookmaker's outcomes on one market, undecoded."""

    key: str
    outcomes: list[msgspec.Raw]
    last_update: Instant | None = None


class Bookmaker(msgspec.Struct):
    """A bookmaker's markets, undecoded."""

    key: str
    markets: list[msgspec.Raw]
    last_update: Instant | None = None


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The instant that a historical reply speaks of, and its neighbours; None beside the present
    one, and where there is none."""

    at: datetime | None = None
    before: datetime | None = None
    after: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Offered:
    """What encloses an outcome: by whom it is offered, on what, as of when."""

    event: Event
    bookmaker: str
    market: str
    updated_at: datetime | None
    notation: Notation
    snapshot: Snapshot

    def prices(self, outcome: Outcome) -> dict[str, float | None]:
        """`price_american` and `price_decimal` of an outcome.

        An American price that is none (a placeholder) stands as sent, without a decimal one.

        Raises:
            ValueError: a decimal price is none.
        """
        price = outcome.price
        decimal = decimal_odds(price, self.notation)
        if self.notation is Notation.AMERICAN:
            return {"price_american": price, "price_decimal": decimal}
        if price is not None and decimal is None:
            raise ValueError(f"price is {price}, which is no decimal price")
        return {"price_american": american_odds(decimal), "price_decimal": decimal}


class EventOdds(Event, dict=True):
    """What is offered on one event."""

    bookmakers: list[msgspec.Raw]

    @cached_property
    def rows(self) -> list[Within]:
        """Its outcomes, undecoded."""
        return self.outcomes_of(Snapshot())

    def outcomes_of(self, snapshot: Snapshot) -> list[Within]:
        """Its outcomes, undecoded, within what offers them; a bookmaker or market that is none
        stands in their place, with the error."""
        sent = [*self._sent()]
        notation = _notation([row for row, of in sent if not isinstance(of, Exception)])

        def offered(bookmaker: Bookmaker, market: Market) -> Offered:
            return Offered(
                event=self,
                bookmaker=bookmaker.key,
                market=market.key,
                updated_at=market.last_update or bookmaker.last_update,
                notation=notation,
                snapshot=snapshot,
            )

        return [Within(row, of if isinstance(of, Exception) else offered(*of)) for row, of in sent]

    def _sent(self) -> Iterator[tuple[msgspec.Raw, tuple[Bookmaker, Market] | Exception]]:
        for one in self.bookmakers:
            bookmaker = _decoded(one, Bookmaker)
            if isinstance(bookmaker, Exception):
                yield one, bookmaker
                continue
            for other in bookmaker.markets:
                market = _decoded(other, Market)
                if isinstance(market, Exception):
                    yield other, market
                else:
                    yield from ((outcome, (bookmaker, market)) for outcome in market.outcomes)


class HistoricalReply(msgspec.Struct, dict=True):
    """What every historical reply is wrapped in: the snapshot that it is as of."""

    timestamp: Instant
    previous_timestamp: Instant | None = None
    next_timestamp: Instant | None = None

    @property
    def snapshot(self) -> Snapshot:
        """The instant, and its neighbours."""
        return Snapshot(
            at=self.timestamp, before=self.previous_timestamp, after=self.next_timestamp
        )


class HistoricalEventOdds(HistoricalReply, kw_only=True):
    """What was offered on one event as of a snapshot."""

    data: EventOdds

    @cached_property
    def rows(self) -> list[Within]:
        """Its outcomes, undecoded."""
        return self.data.outcomes_of(self.snapshot)


class Events(msgspec.Struct):
    """The events that are on, or to come; each is decoded alone."""

    rows: list[msgspec.Raw]

    @classmethod
    def from_bytes(cls, body: bytes) -> Events:
        """The reply, which is a bare list.

        Raises:
            msgspec.DecodeError: it is none.
        """
        return cls(rows=msgspec.json.decode(body, type=list[msgspec.Raw]))


class HistoricalEvents(HistoricalReply, kw_only=True):
    """The events as of a snapshot; each is decoded alone."""

    data: list[msgspec.Raw]

    @property
    def rows(self) -> list[Within]:
        """The events, within their snapshot."""
        return [Within(event, self.snapshot) for event in self.data]


class _Price(msgspec.Struct):
    price: Any = None


def _notation(outcomes: Sequence[msgspec.Raw]) -> Notation:
    """The notation of a reply: decimal if no price is negative and some are too near to zero for an
    American one."""
    decoded = [_decoded(outcome, _Price) for outcome in outcomes]
    prices = [one.price for one in decoded if not isinstance(one, Exception)]
    numbers = [price for price in prices if isinstance(price, int | float)]
    is_decimal = any(1 < p < LEAST_AMERICAN for p in numbers) and all(p >= 0 for p in numbers)
    return Notation.DECIMAL if is_decimal else Notation.AMERICAN


def _decoded(sent: msgspec.Raw, wanted: type[T]) -> T | Exception:
    try:
        return msgspec.json.decode(sent, type=wanted)
    except (msgspec.DecodeError, ValueError, RecursionError) as cause:
        return cause
