"""How BettingPros writes what books offer on a player: by side, then by book."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from boxline.sandbox.quotes import PropQuote

#: The Odds API's key of a book -> BettingPros' number.
BOOKS = {
    "fanduel": 10,
    "draftkings": 12,
    "williamhill_us": 13,
    "betrivers": 18,
    "betmgm": 19,
    "espnbet": 33,
    "hardrockbet": 49,
    "fanatics": 75,
}
_CONSENSUS = 0
_FEWEST_FOR_A_CONSENSUS = 2


def selection(label: str, quotes: list[PropQuote], opened: list[PropQuote]) -> dict[str, Any]:
    """One side of an offer with the line of every book; a consensus of them all comes first."""
    offered = [(quote, cost) for quote in quotes if (cost := _cost(quote, label)) is not None]
    best = max((cost for _, cost in offered), default=None)
    first = next((q for q in opened if _cost(q, label) is not None), None)
    return {
        "label": label,
        "selection": label.lower(),
        "opening_line": {
            "line": first.line,
            "cost": _cost(first, label),
            "book_id": BOOKS[first.book],
            "created": f"{first.last_update:%Y-%m-%d %H:%M:%S}",
        }
        if first
        else None,
        "books": [
            *_consensus(offered),
            *(_book(BOOKS[quote.book], quote.line, cost, quote, best) for quote, cost in offered),
        ],
    }


def _consensus(offered: Sequence[tuple[PropQuote, int]]) -> list[dict[str, Any]]:
    """The commonest line, with the price in the middle of those it has; none of one book alone."""
    if len(offered) < _FEWEST_FOR_A_CONSENSUS:
        return []
    ((line, _),) = Counter(quote.line for quote, _ in offered).most_common(1)
    at_line = sorted(((cost, quote) for quote, cost in offered if quote.line == line), key=_price)
    cost, quote = at_line[len(at_line) // 2]
    return [_book(_CONSENSUS, line, cost, quote, None)]


def _price(priced: tuple[int, PropQuote]) -> int:
    return priced[0]


def _book(
    number: int, line: float, cost: int, quote: PropQuote, best: int | None
) -> dict[str, Any]:
    """A book's one line; `best` is the best price of all."""
    return {
        "id": number,
        "lines": [
            {
                "line": line,
                "cost": cost,
                "best": cost == best,
                "active": True,
                "main": True,
                "updated": f"{quote.last_update:%Y-%m-%d %H:%M:%S}",
            }
        ],
    }


def _cost(quote: PropQuote, label: str) -> int | None:
    return quote.over_price if label == "Over" else quote.under_price
