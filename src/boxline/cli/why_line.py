"""What is told of a line: how the number may come beside it, the market, and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from boxline.cli.prose import PLAIN, STRONG, Line, percent, span, words
from boxline.domain import line_sides
from boxline.forecasting.market import recommendation
from boxline.nba.why.spread import OVER, SIDES, UNDER

if TYPE_CHECKING:
    from boxline.nba.why.answer import Why
    from boxline.nba.why.spread import Bar

#: Columns of the longest bar.
BAR_WIDTH = 40


def spread(found: Why) -> Iterator[Line]:
    """The distribution as bars, parted where the line is."""
    if not found.bars:
        yield from words("Nothing was learnt yet of how such forecasts turn out.")
        return
    longest = max(bar.chance for bar in found.bars)
    is_parted = False
    for bar in found.bars:
        if bar.side == OVER and not is_parted:
            is_parted = True
            yield _parting(found), STRONG
        length = round(bar.chance / longest * BAR_WIDTH)
        yield f"  {_range(bar):>7}  {percent(bar.chance):>5}  {'#' * length}".rstrip(), PLAIN


def _parting(found: Why) -> str:
    chances = {side: sum(b.chance for b in found.bars if b.side == side) for side in SIDES}
    told = ", ".join(f"{side} {percent(chances[side])}" for side in SIDES if chances[side])
    said = f" line {found.prediction['line']:g}: {told} "
    return f"  {'-' * 15}{said:-<{BAR_WIDTH}}".rstrip()


def _range(bar: Bar) -> str:
    if bar.last is None:
        return f"{bar.first}+"
    return str(bar.first) if bar.first == bar.last else f"{bar.first}-{bar.last}"


def market(found: Why) -> Iterator[Line]:
    """The line, how it stands, and the best prices."""
    row = found.prediction
    if row["line"] is None:
        yield "  No bookmaker's line was known at the cut-off.", PLAIN
        return
    books = "1 bookmaker" if row["line_books"] == 1 else f"{row['line_books']} bookmakers"
    told = f"Line {row['line']:g} at {books}"
    if row["line_movement"] is not None:
        moved = row["line_movement"]
        told += f", {moved:+g} since it opened" if moved else ", where it opened"
    if row["line_age_minutes"] is not None:
        told += f", standing for {span(timedelta(minutes=row['line_age_minutes']))}"
    yield from words(f"{told}.")
    prices = [
        f"{side} {row[f'{side}_price_decimal']:.2f} ({row[f'{side}_bookmaker']})"
        for side in (OVER, UNDER)
        if row[f"{side}_price_decimal"] is not None
    ]
    if not prices:
        yield "  Nobody showed a price, so the market's own chance is not known.", PLAIN
        return
    yield f"  Best prices, as decimal odds: {', '.join(prices)}.", PLAIN
    if row["fair_chance_over"] is not None:
        fair = percent(row["fair_chance_over"])
        yield f"  Without the bookmakers' margin they say: over {fair}.", PLAIN


def advice(found: Why) -> Iterator[Line]:
    """What to do about the line, and the numbers behind."""
    row = found.prediction
    yield f"  {row['recommendation']}: {row['recommendation_reason']}.", STRONG
    if row["chance_over"] is None:
        return
    parts = [f"Over {row['line']:g}: {percent(row['chance_over_alone'])} by the bars above"]
    if row["chance_over_shrunken"] is not None:
        parts.append(
            f"{percent(row['chance_over_shrunken'])} once the number is drawn towards the "
            "market's, by what such distances were worth before"
        )
    beside = ", after the price was heard" if row["fair_chance_over"] is not None else ""
    parts.append(f"{percent(row['chance_over'])} believed{beside}")
    yield from words("; ".join(parts) + ".")
    if row["edge"] is None:
        return
    is_taken = row["recommendation"] in (line_sides.OVER, line_sides.UNDER)
    side = "It" if is_taken else "The better side"
    does = "gains" if row["edge"] >= 0 else "loses"
    told = f"{side} {does} {abs(row['edge']) * 100:.1f} % of the stake on average"
    if row["over_price_decimal"] is None and row["under_price_decimal"] is None:
        must = 100 / recommendation.REFERENCE_PRICE
        told += f", if paid as pick'em sites pay, where a pick must hit {must:.1f} times in 100"
    least = recommendation.LEAST_EDGE * 100
    told += f". A side is taken if it gains {least:.0f} % or more."
    if row["stake_share"]:
        told += (
            f" Stake {row['stake_share'] * 100:.1f} % of the bankroll (an eighth of Kelly's), or "
            "the flat unit."
        )
    yield from words(told)
