"""How The Odds API writes quotes: by book, by market, outcome by outcome."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Protocol

from boxline.sandbox.quotes import GameMarket, GameQuote
from boxline.sandbox.servers.directory import zulu

GAME_MARKETS = frozenset(market.value for market in GameMarket)
REGIONS = frozenset({"us", "us2", "us_dfs", "us_ex", "uk", "eu", "au"})
_SECOND_REGION = frozenset({"espnbet", "hardrockbet", "fliff", "betparx", "ballybet", "rebet"})
_TITLES = {
    "draftkings": "DraftKings",
    "fanduel": "FanDuel",
    "betmgm": "BetMGM",
    "williamhill_us": "Caesars",
    "betrivers": "BetRivers",
    "bovada": "Bovada",
    "espnbet": "ESPN BET",
    "hardrockbet": "Hard Rock Bet",
    "betonlineag": "BetOnline.ag",
    "fanatics": "Fanatics",
}

Quotes = dict[str, list[Any]]


class PlayerQuote(Protocol):
    """One line of one book on one player, of whatever sport."""

    @property
    def book(self) -> str:
        """The book's key."""
        ...

    @property
    def player_name(self) -> str:
        """As the book writes it."""
        ...

    @property
    def market(self) -> Enum:
        """What is counted; its value is the market's key."""
        ...

    @property
    def line(self) -> float:
        """How many."""
        ...

    @property
    def over_price(self) -> int | None:
        """American price; None where it is not offered."""
        ...

    @property
    def under_price(self) -> int | None:
        """American price; None where it is not offered."""
        ...

    @property
    def last_update(self) -> datetime:
        """When the book last changed the market, UTC."""
        ...

    @property
    def is_alternate(self) -> bool:
        """Whether it stands beside the book's main line."""
        ...


def prop_markets(markets: Iterable[Enum]) -> frozenset[str]:
    """The keys of markets on players, and those of their alternates."""
    return frozenset(f"{market.value}{end}" for market in markets for end in ("", "_alternate"))


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a client asks for; where books are named, regions do not count."""

    markets: frozenset[str]
    regions: frozenset[str]
    books: frozenset[str]
    is_american: bool

    @property
    def has_props(self) -> bool:
        """Whether a market on players is among them."""
        return bool(self.markets - GAME_MARKETS)

    @property
    def has_game_lines(self) -> bool:
        """Whether a market on the game is among them."""
        return bool(self.markets & GAME_MARKETS)

    def is_from(self, book: str) -> bool:
        """Whether the book is asked for."""
        if self.books:
            return book in self.books
        return ("us2" if book in _SECOND_REGION else "us") in self.regions


def bookmakers(
    props: Iterable[PlayerQuote],
    lines: Iterable[GameQuote],
    sides: tuple[str, str],
    wanted: Wanted,
) -> list[dict[str, Any]]:
    """The books that offer anything of what is wanted, in the order in which they are quoted.

    Args:
        props: lines on players.
        lines: lines on the game.
        sides: names of home and away side.
        wanted: markets, books and kind of price.
    """
    by_book: dict[str, Quotes] = {}
    quotes: list[PlayerQuote | GameQuote] = [*lines, *props]
    for quote in quotes:
        key = _market(quote)
        if key in wanted.markets and wanted.is_from(quote.book):
            by_book.setdefault(quote.book, {}).setdefault(key, []).append(quote)
    return [
        {
            "key": book,
            "title": _TITLES.get(book, book),
            "last_update": zulu(max(q.last_update for each in found.values() for q in each)),
            "markets": [_written(key, each, sides, wanted) for key, each in found.items()],
        }
        for book, found in by_book.items()
    ]


def _market(quote: PlayerQuote | GameQuote) -> str:
    is_alternate = not isinstance(quote, GameQuote) and quote.is_alternate
    return f"{quote.market.value}{'_alternate' if is_alternate else ''}"


def _written(
    key: str, quotes: Sequence[PlayerQuote | GameQuote], sides: tuple[str, str], wanted: Wanted
) -> dict[str, Any]:
    outcomes: list[dict[str, Any]] = []
    for quote in quotes:
        outcomes += (
            _on_game(quote, sides, wanted)
            if isinstance(quote, GameQuote)
            else _on_player(quote, wanted)
        )
    updated = zulu(max(quote.last_update for quote in quotes))
    return {"key": key, "last_update": updated, "outcomes": outcomes}


def _on_player(quote: PlayerQuote, wanted: Wanted) -> list[dict[str, Any]]:
    """Over and under; a side that is not offered is not there."""
    return [
        {
            "name": name,
            "description": quote.player_name,
            "price": _price(price, wanted),
            "point": quote.line,
        }
        for name, price in (("Over", quote.over_price), ("Under", quote.under_price))
        if price is not None
    ]


def _on_game(quote: GameQuote, sides: tuple[str, str], wanted: Wanted) -> list[dict[str, Any]]:
    home, away = _price(quote.home_price, wanted), _price(quote.away_price, wanted)
    points = quote.points
    if quote.market is GameMarket.TOTAL:
        return [
            {"name": "Over", "price": home, "point": points},
            {"name": "Under", "price": away, "point": points},
        ]
    if quote.market is GameMarket.SPREAD and points is not None:
        return [
            {"name": sides[1], "price": away, "point": -points},
            {"name": sides[0], "price": home, "point": points},
        ]
    return [{"name": sides[1], "price": away}, {"name": sides[0], "price": home}]


def _price(american: int, wanted: Wanted) -> int | float:
    """American, or decimal: what a bet of 1 pays back.

    Source:
        Decimal is 1 + american / 100 above 0, else 1 + 100 / -american.
    """
    if wanted.is_american:
        return american
    gain = american / 100 if american > 0 else 100 / -american
    return round(1 + gain, 2)
