"""How much of a bankroll to stake: a fraction of Kelly's, never more than a cap, beside one unit.

Source: Kelly (1956), A new interpretation of information rate, Bell System Technical Journal 35(4),
917-926. With a push the growth p log(1 + b f) + l log(1 - f) is greatest at f = (p b - l) / (b (p +
l)), with p to win, l to lose and b the gain per unit staked: a push changes nothing, so it only
makes p and l smaller. On fractions of it: MacLean, Thorp and Ziemba (2010), Long-term capital
growth: the good and bad properties of the Kelly and fractional Kelly capital growth criteria,
Quantitative Finance 10(7), 681-687.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boxline.forecasting.market.devig import implied_probabilities
from boxline.forecasting.market.recommendation import expected_gain
from boxline.forecasting.rows import Flags, Floats

#: Chances are estimates: Kelly's own stake is for who knows them.
FRACTION = 1 / 8

#: Of the bankroll, on one bet.
CAP = 0.02


@dataclass(frozen=True, kw_only=True)
class Stakes:
    """One row per prop: 0 where nothing is staked, NaN where a bet's chance or price is missing.

    Attributes:
        share: of the bankroll.
        units: 1 on every bet that gains on average: what a record is told in, whoever staked what.
    """

    share: Floats
    units: Floats


def kelly(p_win: Floats, p_push: Floats, price: Floats) -> Floats:
    """The share of the bankroll that makes it grow fastest, if the chances are right.

    Args:
        p_win: chance to win, a push not counted in.
        p_push: chance that the stake comes back; 0 on a line that is no integer.
        price: decimal odds.
    Returns:
        0 where the bet gains nothing on average, less than 1. NaN where a chance is missing or the
        price is none.

    >>> kelly(np.array([0.6, 0.5, 0.5]), np.array([0.0, 0.2, 0.0]), np.array([2.0, 2.0, 1.9]))
    array([0.2 , 0.25, 0. ])
    """
    risked = 1 - p_push
    gain = expected_gain(p_win, p_push, price)
    wins = np.where(np.isnan(implied_probabilities(price)), np.nan, price - 1)
    # A bet that always pushes risks nothing and gains nothing.
    share = np.divide(gain, wins * risked, out=np.zeros_like(gain), where=~(risked <= 0))
    return np.maximum(share, 0)


def suggested_stakes(
    p_win: Floats,
    p_push: Floats,
    price: Floats,
    *,
    is_bet: Flags,
    fraction: float = FRACTION,
    cap: float = CAP,
) -> Stakes:
    """What to stake on the side that each recommendation takes.

    Args:
        p_win, p_push, price: of that side, as `kelly` takes them; at the reference price where the
            line has none.
        is_bet: where a side is taken; the others get 0, whatever else is missing there.
        fraction: of Kelly's share.
        cap: the most, as a share of the bankroll.
    """
    share = np.where(is_bet, np.minimum(fraction * kelly(p_win, p_push, price), cap), 0.0)
    return Stakes(share=share, units=np.where(np.isnan(share), np.nan, np.sign(share)))
