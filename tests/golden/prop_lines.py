"""Which line on a player's prop stood at a moment, and where it opened."""

from __future__ import annotations

import math
from datetime import datetime
from functools import cache
from typing import Any

from tests.golden.history import History, Row, name_key

Books = dict[str, list[Row]]

PROPS = {
    "points": ("points",),
    "rebounds": ("rebounds",),
    "assists": ("assists",),
    "threes": ("threes_made",),
    "points_rebounds_assists": ("points", "rebounds", "assists"),
}

#: Whose line is taken, if several books have one.
BOOKS = (
    *("draftkings", "fanduel", "betmgm", "williamhill_us", "fanatics", "betrivers"),
    *("betonlineag", "bovada", "pointsbetus", "unibet_us", "barstool", "underdog", "prizepicks"),
)
FULL_NAMES = {"betonline.ag": "betonlineag", "caesars": "williamhill_us", "unibet": "unibet_us"}
FULL_NAMES |= {"pointsbet (us)": "pointsbetus", "barstool sportsbook": "barstool"}


def actual(line: Row, prop: str) -> int:
    """What a player's line makes of a prop."""
    return sum(line[name] for name in PROPS[prop])


def _shown(history: History, game: str, name: str, prop: str, moment: datetime) -> Books:
    """What each bookmaker had shown of a prop by a moment, oldest first: of those who had appeared
    on an earlier day, because nobody else's name is known."""
    books: Books = {}
    if not history.is_known(name_key(name), history.games[game]["game_date"]):
        return books
    for offer in history.offers[game, name_key(name)]:
        if offer["prop"] == prop and offer["known_at"] <= moment:
            book = FULL_NAMES.get(offer["bookmaker"], offer["bookmaker"])
            books.setdefault(book, []).append(offer)
    for offers in books.values():
        offers.sort(key=lambda offer: offer["known_at"])
    return books


def _distance(offer: Row) -> float:
    """How far from even its prices are; infinite where both together are no market."""
    prices = [offer[side] for side in ("over", "under")]
    if not all(price is not None and abs(price) >= 100 > -price / 1000 for price in prices):
        return math.inf
    over, under = (100 / (100 + p) if p > 0 else p / (p - 100) for p in prices)
    is_market = 0.9 <= over + under <= 1.25
    return round(abs(over / (over + under) - 0.5), 9) if is_market else math.inf


def _is_main(offer: Row, book: str, books: Books) -> bool:
    """Whether it is nearest to even of what the bookmaker shows at that moment; of several as near,
    the one that another bookmaker shows too, by then."""
    at_once = [each for each in books[book] if each["known_at"] == offer["known_at"]]
    least = min(map(_distance, at_once))
    near = [each for each in at_once if _distance(each) == least < math.inf]
    if len(near) > 1:
        shared = {
            each["line"]
            for other, offers in books.items()
            for each in offers
            if other != book and each["known_at"] <= offer["known_at"]
        }
        near = [each for each in near if each["line"] in shared]
    return len(near) == 1 and near[0] is offer


def _main_lines(books: Books) -> Books:
    """Each bookmaker's main lines, but for numbers that have become alternates since; none of who
    has none."""
    found: Books = {}
    for book, offers in books.items():
        main = [offer for offer in offers if _is_main(offer, book, books)]
        newest = {offer["line"]: offer for offer in offers}
        standing = [offer for offer in main if newest[offer["line"]] in main]
        if standing:
            last = max(standing, key=lambda offer: offer["known_at"])
            found[book] = [o for o in main if o["known_at"] <= last["known_at"]]
    return found


def lines_by_book(
    history: History, game: str, name: str, prop: str, moment: datetime
) -> dict[str, float]:
    """Each bookmaker's line at a moment."""
    seen = _main_lines(_shown(history, game, name, prop, moment))
    return {book: offers[-1]["line"] for book, offers in seen.items()}


@cache
def line_at(history: History, game: str, name: str, prop: str, moment: datetime) -> Row:
    """The line that stood at a moment at the bookmaker preferred, and its first one."""
    books = _main_lines(_shown(history, game, name, prop, moment))
    if not books:
        return dict.fromkeys(("line", "opening_line", "line_movement", "bookmaker", "known_at"))
    chosen = min(books, key=lambda book: (_place(book), -_since(books[book]).timestamp(), book))
    seen = books[chosen]
    return {
        "line": seen[-1]["line"],
        "opening_line": seen[0]["line"],
        "line_movement": seen[-1]["line"] - seen[0]["line"],
        "bookmaker": chosen,
        "known_at": _since(seen),
    }


def _place(book: str) -> int:
    return BOOKS.index(book) if book in BOOKS else len(BOOKS)


def _since(offers: list[Row]) -> Any:
    """Since when the last of them said what it says: prices and number."""
    stated = [(offer["line"], offer["over"], offer["under"]) for offer in offers]
    first = len(offers) - 1
    while first and stated[first - 1] == stated[-1]:
        first -= 1
    return offers[first]["known_at"]
