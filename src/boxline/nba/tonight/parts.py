"""The parts of a player's document of tonight. Prices are decimal odds, the stake included."""

from __future__ import annotations

from datetime import date, datetime

import msgspec


class Injury(msgspec.Struct):
    """The newest that a report said of him for this game: his status, the reason as printed (null
    where none is given), when it was first said and when last, in UTC."""

    status: str
    reason: str | None
    known_at: datetime
    last_reported_at: datetime


class Offer(msgspec.Struct):
    """What one bookmaker asks for one number: null where that side has no price. `since` is when it
    was first seen so, in UTC; its age is counted from there."""

    bookmaker: str
    is_main: bool
    over_price: float | None
    under_price: float | None
    since: datetime


class OfferedLine(msgspec.Struct):
    """One number that is offered, as the main line of some bookmaker or as an alternate.

    The chances are those of the predictive distribution alone, of 0 to 1, and together 1; null
    without one. The main line's believed chance, which looks at the market too, stands beside the
    prop.
    """

    line: float
    is_main: bool
    chance_over: float | None
    chance_push: float | None
    chance_under: float | None
    offers: list[Offer]


class LineMove(msgspec.Struct):
    """A bookmaker's main line from an instant on, in UTC, with its prices."""

    at: datetime
    bookmaker: str
    line: float
    over_price: float | None
    under_price: float | None


class Advice(msgspec.Struct):
    """What is believed of the line that most bookmakers show, and what follows.

    `chance_over` and `chance_push` are of 0 to 1. The fair prices are those at which a bet on a
    side gains nothing on average; null where its chance is 0 or unknown. `market_chance_over` is
    what the bookmakers' prices say without their margin. `edge` is the expected gain per unit
    staked and `confidence` the chance that the side taken wins if no push comes. All of it is null
    where it is not known; the last four where nothing may be recommended.
    """

    line: float | None
    line_books: int
    line_movement: float | None
    market_chance_over: float | None
    best_over_price: float | None
    best_over_bookmaker: str | None
    best_under_price: float | None
    best_under_bookmaker: str | None
    chance_over: float | None
    chance_push: float | None
    fair_over_price: float | None
    fair_under_price: float | None
    recommendation: str | None
    recommendation_reason: str | None
    edge: float | None
    confidence: float | None


class PropTonight(msgspec.Struct):
    """One prop.

    `system` speaks first of it; its numbers suppose that he plays. `chances` are those of exactly
    0, 1, 2, ..., empty without a distribution. `as_of` is what was known when it was made, in UTC.
    All are null where there is no forecast, and `not_made_reason` may say why.
    """

    prop_type: str
    system: str | None
    origin: str | None
    as_of: datetime | None
    forecast: float | None
    not_made_reason: str | None
    mean: float | None
    median: float | None
    low_80: float | None
    high_80: float | None
    chances: list[float]
    advice: Advice | None
    lines: list[OfferedLine]
    moves: list[LineMove]
    why: list[str]


class GameTonight(msgspec.Struct):
    """The game. `tipped_off_at` is the scheduled start in UTC, codes are the clubs' three letters;
    null where unknown."""

    game_id: str
    game_date: date
    tipped_off_at: datetime | None
    team: str | None
    opponent: str | None
    is_home: bool
