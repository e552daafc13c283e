"""Line shopping: where the best price for a line is found."""

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
    return _offer(quotes, quotes.over, is_at), _offer(quotes, quotes.under, is_at)


def _offer(quotes: Quotes, price: Floats, is_at: Flags) -> Offer:
    is_priced = is_at & ~np.isnan(implied_probabilities(price))
    quote = first_of_each_prop(quotes.props, quotes.prop, -price, among=is_priced)
    return Offer(quote=quote, line=taken(quotes.line, quote), price=taken(price, quote))
