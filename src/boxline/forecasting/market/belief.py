"""Which quotes to believe: where line and price do not belong together, the other books tell.

BetRivers and Unibet, who share a feed, stand in the archive with the price of a neighbouring line
until 2024-12-16, in threes and in points+rebounds+assists. To shop there for the best price
promises large gains on bets that nobody could make. Measured on that archive's threes: on average
over a night a sound bookmaker lies 0.004 to 0.018 from the middle, one of its quotes in a thousand
more than 0.06; BetRivers lay 0.10 to 0.21 from it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.market.devig import Devig, fair_probabilities, implied_probabilities
from boxline.forecasting.market.quotes import Places, Quotes
from boxline.forecasting.rows import Flags, Floats

#: How far a quote's fair chance may lie from the middle of the books at its line. Of two that
#: contradict each other so, neither is believed.
MOST_APART = 0.10

#: How far a source's quotes may lie on average, over at least so many lines of so many books: with
#: two there is no telling who is wrong.
MOST_APART_ON_AVERAGE, LEAST_COMPARED, LEAST_BOOKS = 0.05, 5, 3


def believable(quotes: Quotes, source: Places, *, method: Devig = Devig.POWER) -> Flags:
    """Which quotes do not contradict what other bookmakers say of the same line.

    Args:
        quotes: of many props. One that does not price both sides says nothing to contradict; one
            whose prices are no market is not believed.
        source: whose they are: 0, 1, ... for each bookmaker, prop type and night, since a feed goes
            wrong as a whole and not in one line.
    Returns:
        Which to keep (`Quotes.where`) before a consensus is made or prices are shopped for. The
        others go with their line: nobody knows whether that is wrong or the price.
    """
    chance, _ = fair_probabilities(quotes.over, quotes.under, method=method)
    apart, books = _apart_from_the_middle(quotes, chance)
    told = books >= LEAST_BOOKS
    sources = int(source.max(initial=-1)) + 1
    compared = np.bincount(source[told], minlength=sources)
    total = np.bincount(source[told], weights=apart[told], minlength=sources)
    is_wrong = (compared >= LEAST_COMPARED) & (total > MOST_APART_ON_AVERAGE * compared)
    is_pair = ~np.isnan(implied_probabilities(quotes.over) + implied_probabilities(quotes.under))
    return ~(apart > MOST_APART) & ~(is_wrong[source] & is_pair) & ~(is_pair & np.isnan(chance))


def _apart_from_the_middle(quotes: Quotes, chance: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """How far each chance lies from the median at its prop and line, and of how many books; NaN
    and 0 of a quote without line or chance."""
    apart, books = np.full(len(chance), np.nan), np.zeros(len(chance), dtype=np.int64)
    rows = np.flatnonzero(~np.isnan(chance) & ~np.isnan(quotes.line))
    order = rows[np.lexsort((chance[rows], quotes.line[rows], quotes.prop[rows]))]
    prop, line, ranked = quotes.prop[order], quotes.line[order], chance[order]
    is_first = np.ones(len(order), dtype=np.bool_)
    is_first[1:] = (prop[1:] != prop[:-1]) | (line[1:] != line[:-1])
    starts = np.flatnonzero(is_first)
    size = np.diff(np.append(starts, len(order)))
    middle = (ranked[starts + (size - 1) // 2] + ranked[starts + size // 2]) / 2
    apart[order] = np.abs(ranked - np.repeat(middle, size))
    books[order] = np.repeat(size, size)
    return apart, books
