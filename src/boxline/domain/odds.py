"""Odds arithmetic: prices in any notation to decimal odds, and what they say of chances.

Prices are missing (None) rather than wrong: what is no price gives None, and None gives None.

Sources: Buchdahl (2003), Fixed Odds Sports Betting, for the notations; Štrumbelj (2014), On
determining probability forecasts from betting odds, Int. J. Forecasting 30(4), 934-943, for the
margin and its removal by proportional scaling.
"""

from __future__ import annotations

import math
import re
from enum import Enum
from fractions import Fraction

#: An American price is at least this far from zero: between -100 and 100 nothing is defined.
LEAST_AMERICAN = 100

#: Feeds write -100000 where there is no price; nothing that bad was ever offered.
NO_AMERICAN_PRICE = -100_000

#: What the implied probabilities of both sides of one bookmaker's market may come to. The archive's
#: come to 1.02 to 1.16 (0.96 once), and else to what no market is: -10000 on both sides, the
#: favourite's price written twice, two underdogs.
LEAST_BOOKED, MOST_BOOKED = 0.9, 1.25


class Notation(Enum):
    """How a price is written."""

    AMERICAN = "american"  # +n: a stake of 100 wins n; -n: a stake of n wins 100
    DECIMAL = "decimal"  # what a stake of 1 returns, the stake included
    FRACTIONAL = "fractional"  # n/m: a stake of m wins n, and comes back beside it


#: A price of 19/10, as a feed writes it.
_FRACTION = re.compile(r"([1-9][0-9]*)/([1-9][0-9]*)", re.ASCII)

#: No bookmaker writes a fraction finer than hundredths (4/11, 5/6, 83/100).
MOST_DENOMINATOR = 100


def decimal_odds(price: float | str | None, notation: Notation) -> float | None:
    """What a stake of 1 returns if it wins, the stake included: always above 1.

    Args:
        price: as offered; None where nothing is. A fractional one is a text ("5/2") or its
            quotient (2.5); the other notations are numbers.
    Returns:
        None of what is no price: None itself, NaN and infinity, American prices between -100 and
        100 or at most -100000, decimal ones of at most 1, fractional ones of at most 0, texts that
        are no fraction.

    >>> decimal_odds(150, Notation.AMERICAN), decimal_odds(-200, Notation.AMERICAN)
    (2.5, 1.5)
    >>> decimal_odds(1.91, Notation.DECIMAL)
    1.91
    >>> decimal_odds("5/2", Notation.FRACTIONAL)
    3.5
    >>> decimal_odds(-100000, Notation.AMERICAN) is None
    True
    """
    if isinstance(price, str):
        written = _FRACTION.fullmatch(price) if notation is Notation.FRACTIONAL else None
        return 1 + int(written[1]) / int(written[2]) if written else None
    if price is None or not math.isfinite(price):
        return None
    if notation is Notation.FRACTIONAL:
        return 1 + price if price > 0 else None
    if notation is Notation.DECIMAL:
        return float(price) if price > 1 else None
    if abs(price) < LEAST_AMERICAN or price <= NO_AMERICAN_PRICE:
        return None
    return 1 + (price / 100 if price > 0 else 100 / -price)


def american_odds(decimal: float | None) -> float | None:
    """The American price of decimal odds, as exact as they are: +n from evens up, -n below.

    Args:
        decimal: what a stake of 1 returns; None where there is no price.
    Returns:
        None of what is no price: None itself, NaN and infinity, anything of at most 1.

    >>> american_odds(2.5), american_odds(1.5)
    (150.0, -200.0)
    """
    if decimal is None or not math.isfinite(decimal) or decimal <= 1:
        return None
    return (decimal - 1) * 100 if decimal >= 2 else -100 / (decimal - 1)


def fractional_odds(decimal: float | None) -> str | None:
    """The nearest fraction in hundredths or coarser that a bookmaker could write for decimal odds.

    Args:
        decimal: what a stake of 1 returns; None where there is no price.
    Returns:
        None of what is no price, and of what wins less than any such fraction.

    >>> fractional_odds(3.5), fractional_odds(2.0), fractional_odds(1 + 100 / 110)
    ('5/2', '1/1', '10/11')
    """
    if decimal is None or not math.isfinite(decimal) or decimal <= 1:
        return None
    wins = Fraction(decimal - 1).limit_denominator(MOST_DENOMINATOR)
    return f"{wins.numerator}/{wins.denominator}" if wins else None


def implied_probability(decimal: float | None) -> float | None:
    """The chance at which a bet at these decimal odds breaks even; None of None.

    >>> implied_probability(2.5)
    0.4
    """
    return None if decimal is None else 1 / decimal


def booked(one: float | None, other: float | None) -> float | None:
    """The implied probabilities of both sides together; what exceeds 1 is the bookmaker's margin.

    >>> booked(1.6, 2.5)
    1.025
    """
    return None if one is None or other is None else 1 / one + 1 / other


def fair_probabilities(
    one: float | None, other: float | None
) -> tuple[float, float] | tuple[None, None]:
    """The chances that a two-way market gives its sides, the margin removed in proportion.

    Args:
        one, other: decimal odds of the two sides.
    Returns:
        Probabilities that add up to 1. None, None where a side has no price, or where what both
        come to lies outside LEAST_BOOKED..MOST_BOOKED: then they are no market.

    >>> fair_probabilities(2.0, 2.0)
    (0.5, 0.5)
    >>> fair_probabilities(1.01, 1.01)
    (None, None)
    """
    total = booked(one, other)
    if one is None or other is None or total is None:
        return None, None
    if not LEAST_BOOKED <= total <= MOST_BOOKED:
        return None, None
    return 1 / one / total, 1 / other / total
