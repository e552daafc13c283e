"""What chances a bookmaker's two prices give the over and the under, his margin removed.

Sources: Clarke, Kovalchik and Ingram (2017), Adjusting bookmaker's odds to allow for overround,
American Journal of Sports Science 5(6), 45-49, for power, multiplicative and additive; Shin (1993),
Measuring the incidence of insider trading in a market for state-contingent claims, Economic Journal
103, 1141-1153; Štrumbelj (2014), On determining probability forecasts from betting odds,
International Journal of Forecasting 30(4), 934-943.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from boxline.domain.odds import LEAST_BOOKED, MOST_BOOKED
from boxline.forecasting.market.bisection import crossing
from boxline.forecasting.rows import Floats


class Devig(Enum):
    """How the margin is thought to be spread over the two sides."""

    POWER = "power"  # each chance raised to one power: longshots carry more of it
    MULTIPLICATIVE = "multiplicative"  # in proportion to the chances
    ADDITIVE = "additive"  # half on each side
    SHIN = "shin"  # as protection against bettors who know the outcome


def implied_probabilities(price: ArrayLike) -> Floats:
    """The chance at which a bet breaks even; NaN of what is no price (at most 1, not finite)."""
    decimal = np.asarray(price, dtype=np.float64)
    is_price = np.isfinite(decimal) & (decimal > 1)
    return 1 / np.where(is_price, decimal, np.nan)


def fair_probabilities(
    over: ArrayLike, under: ArrayLike, *, method: Devig = Devig.POWER
) -> tuple[Floats, Floats]:
    """The chances that two-way markets give the over and the under, if no push comes.

    Args:
        over, under: decimal odds, one per market; NaN where a side has no price.
    Returns:
        Two arrays that add up to 1 row by row. NaN where a side has no price, or where what both
        come to lies outside LEAST_BOOKED..MOST_BOOKED: then they are no market.

    >>> over, under = fair_probabilities([1.5, 1.9], [2.5, 1.9])
    >>> over.round(4), under.round(4)
    (array([0.6379, 0.5   ]), array([0.3621, 0.5   ]))
    """
    one, other = np.broadcast_arrays(implied_probabilities(over), implied_probabilities(under))
    is_market = (one + other >= LEAST_BOOKED) & (one + other <= MOST_BOOKED)
    blank = np.where(is_market, 0.0, np.nan)
    chance = REMOVALS[method](one + blank, other + blank)
    return chance, 1 - chance


def _power(over: Floats, under: Floats) -> Floats:
    """over**k, with the k for which over**k + under**k = 1.

    Two sides as likely as the likelier one would add up to 1 at `high`, two like the other one at
    `low`; k lies between.
    """
    likelier, other = np.log(np.maximum(over, under)), np.log(np.minimum(over, under))
    low, high = np.log(0.5) / other, np.log(0.5) / likelier
    k = crossing(lambda k: 1 - np.exp(k * likelier) - np.exp(k * other), low, high)
    return np.asarray(over**k)


def _multiplicative(over: Floats, under: Floats) -> Floats:
    return over / (over + under)


def _additive(over: Floats, under: Floats) -> Floats:
    return (1 + over - under) / 2


#: From the implied probabilities of over and under to the fair chance of the over.
REMOVALS: Mapping[Devig, Callable[[Floats, Floats], Floats]] = MappingProxyType(
    {
        Devig.POWER: _power,
        Devig.MULTIPLICATIVE: _multiplicative,
        Devig.ADDITIVE: _additive,
        # Of two outcomes Shin's chances are the additive ones (Clarke, Kovalchik and Ingram): his
        # equations, solved for the share of insiders, leave just that.
        Devig.SHIN: _additive,
    }
)
