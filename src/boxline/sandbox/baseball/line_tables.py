"""One book's lines on starting pitchers, captured several times a day, as the archive has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from boxline.domain.days import EASTERN
from boxline.sandbox.baseball.ball_quotes import BallPropQuote, PitcherMarket
from boxline.sandbox.baseball.ball_views import BallView
from boxline.sandbox.baseball.world import BaseballWorld
from boxline.sandbox.parquet_schema import Row, schema_of

_LINE = """
    captured_at str, date date, pitcher_name str, team str, line f64, over_odds f64,
    under_odds f64, event_id str, start_time_utc str
"""
STRIKEOUT_LINES, OUTS_LINES = schema_of(_LINE), schema_of(_LINE)
STRIKEOUT_ALTERNATES = schema_of("""
    captured_at str, date date, pitcher_name str, team str, milestone f64, odds f64, event_id str,
    start_time_utc str
""")
_BOOK = "draftkings"
_CAPTURED_ET = (time(9, 30), time(12), time(15), time(18))
_FIRST_EVENT = 34_000_000


def line_rows(
    world: BaseballWorld,
    days: Sequence[date],
    market: PitcherMarket,
    *,
    until: datetime,
    alternates: bool = False,
) -> Iterator[Row]:
    """What the book offered on the pitchers of some days, capture by capture.

    Args:
        world: the league.
        days: league days.
        market: what is counted.
        until: when the captures end.
        alternates: those beside the main lines instead of these, as milestones: so many or more.
    """
    for day in days:
        for clock in _CAPTURED_ET:
            at = datetime.combine(day, clock, EASTERN).astimezone(UTC)
            captured = at + timedelta(seconds=day.toordinal() % 60)
            if captured <= until:
                yield from _capture(world, day, captured, market, alternates=alternates)


def _capture(
    world: BaseballWorld, day: date, at: datetime, market: PitcherMarket, *, alternates: bool
) -> Iterator[Row]:
    for listed in world.listed(day, at):
        view = listed.view
        if listed.stage is not view.stage or listed.is_resumption:
            continue
        for quote in world.prop_quotes(view.game_id, at):
            is_wanted = quote.market is market and quote.is_alternate == alternates
            if quote.book == _BOOK and is_wanted:
                yield _alternate(view, quote, at) if alternates else _main(view, quote, at)


def _known(view: BallView, quote: BallPropQuote, at: datetime) -> dict[str, Any]:
    home, _ = view.probables
    club = view.fixture.home if home is quote.player else view.fixture.away
    return {
        "captured_at": f"{at:%Y-%m-%dT%H:%M:%S}.000000+00:00",
        "date": view.slot.game_date,
        "pitcher_name": quote.player_name,
        "team": club.code,
        "event_id": str(_FIRST_EVENT + int(view.game_id) % 1_000_000),
        "start_time_utc": f"{view.slot.starts_at:%Y-%m-%dT%H:%M:%S}.0000000Z",
    }


def _main(view: BallView, quote: BallPropQuote, at: datetime) -> dict[str, Any]:
    return {
        **_known(view, quote, at),
        "line": quote.line,
        "over_odds": _odds(quote.over_price),
        "under_odds": _odds(quote.under_price),
    }


def _alternate(view: BallView, quote: BallPropQuote, at: datetime) -> dict[str, Any]:
    odds = _odds(quote.over_price)
    return {**_known(view, quote, at), "milestone": quote.line + 0.5, "odds": odds}


def _odds(price: int | None) -> float | None:
    return None if price is None else float(price)
