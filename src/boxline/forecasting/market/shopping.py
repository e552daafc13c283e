"""Line shopping: where the best price for a line is found, and the line that is easiest to beat."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boxline.forecasting.market.devig import implied_probabilities
from boxline.forecasting.market.quotes import Places, Quotes, first_of_each_prop, taken
from boxline.forecasting.rows import Flags, Floats


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The best that is offered on one side of each prop.

    Attributes:
        quote: the place among the quotes, for whose it is; NO_QUOTE where there is none.
        line: the number to beat; NaN where there is none.
        price: decimal odds; NaN where there is none.
    """

    quote: Places
    line: Floats
    price: Floats


def best_prices(quotes: Quotes, line: Floats) -> tuple[Offer, Offer]:
    """The highest price of the over and that of the under, of the bookmakers that show the line.

    Args:
        quotes: alternates included. Of equal prices the first one's is taken.
        line: one per prop; NaN finds nothing.
    """
    is_at = quotes.line == line[quotes.prop]
    over, under = quotes.over, quotes.under
    return (
        _offer(quotes, over, -over, among=is_at),
        _offer(quotes, under, -under, among=is_at),
    )


def most_favourable_lines(quotes: Quotes) -> tuple[Offer, Offer]:
    """The lowest line whose over is priced and the highest whose under is, at its best price.

    A bookmaker who shows an alternate prices it accordingly: it is easiest to beat, not for that
    the best bet. Leave alternates out to see who stands apart from the others.
    """
    is_line = ~np.isnan(quotes.line)
    over, under = quotes.over, quotes.under
    return (
        _offer(quotes, over, quotes.line, -over, among=is_line),
        _offer(quotes, under, -quotes.line, -under, among=is_line),
    )


def _offer(quotes: Quotes, price: Floats, *orders: Floats, among: Flags) -> Offer:
    among = among & ~np.isnan(implied_probabilities(price))
    quote = first_of_each_prop(quotes.props, quotes.prop, *orders, among=among)
    return Offer(quote=quote, line=taken(quotes.line, quote), price=taken(price, quote))
