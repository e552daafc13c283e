"""OVER, UNDER, PASS or NO_LINE: what calibrated chances say of the best prices, and why.

There is one rule and no vote: the side with the higher expected value is taken if that is high
enough. It may be the less likely side, at a price that pays for it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from boxline.domain.line_sides import OVER, UNDER
from boxline.forecasting.market.devig import implied_probabilities
from boxline.forecasting.rows import Floats

#: What is recommended where neither side is.
PASS, NO_LINE = "PASS", "NO_LINE"

#: Why a recommendation is what it is.
EDGE = "the best price pays more than the chance asks for"
EDGE_AT_REFERENCE = "no price; the chance is beyond what the reference price asks for"
WITHOUT_LINE = "no line"
WITHOUT_DISTRIBUTION = "no distribution"
EDGE_TOO_SMALL = "the edge at the best price is too small"
TOO_NEAR = "no price; the chance is too near to what the reference price asks for"

REASONS = (EDGE, EDGE_AT_REFERENCE, WITHOUT_LINE, WITHOUT_DISTRIBUTION, EDGE_TOO_SMALL, TOO_NEAR)

#: Of the stake: chances and prices are not known better.
LEAST_EDGE = 0.02
#: Where buckets of edges begin: expected gain per unit staked. Under the first nothing is picked.
GAIN_BOUNDS = (LEAST_EDGE, 0.05, 0.10, 0.20)

#: What a pick without a price is judged by. Pick'em sites pay three stakes for two picks that both
#: hit, so one is worth the square root of three: it must hit 57.7 times in 100. Longer entries ask
#: for less (54.9 in one of five), but all of their picks must be good ones.
REFERENCE_PRICE = 3**0.5


@dataclass(frozen=True, kw_only=True)
class Recommendations:
    """One row per prop.

    Attributes:
        pick: OVER, UNDER, PASS or NO_LINE.
        reason: one of REASONS.
        edge_over, edge_under: expected gain per unit staked on a side; NaN where its chance or its
            price is missing. At the reference price where neither side has one.
    """

    pick: NDArray[np.object_]
    reason: NDArray[np.object_]
    edge_over: Floats
    edge_under: Floats


def expected_gain(p_win: Floats, p_push: Floats, price: Floats) -> Floats:
    """What a stake of 1 gains on average: a push returns it.

    >>> expected_gain(np.array([0.5]), np.array([0.1]), np.array([2.0])).round(9)
    array([0.1])
    """
    return p_win * price + p_push - 1


def recommend(
    p_over: Floats,
    p_push: Floats,
    line: Floats,
    over_price: Floats,
    under_price: Floats,
    *,
    least_edge: float = LEAST_EDGE,
    reference_price: ArrayLike = REFERENCE_PRICE,
) -> Recommendations:
    """What to do about each line.

    Args:
        p_over: calibrated chance to be over the line, a push not counted in; NaN where no
            distribution is.
        p_push: chance to hit an integer line; of any other line it is 0, whatever stands here.
        line: NaN where there is none.
        over_price, under_price: the best decimal odds at the line; NaN where a side has none.
            A side that has no price while the other has one cannot be taken.
        least_edge: expected gain per unit staked that a side must promise.
        reference_price: decimal odds that stand for both sides where neither has a price.
    Raises:
        ValueError: chances outside 0 to 1, or that come to more than 1 together.
    """
    push = np.where(np.mod(line, 1) == 0, p_push, 0.0)
    p_under = 1 - p_over - push
    if (np.fmin(np.fmin(p_over, push), p_under) < -1e-9).any():
        raise ValueError("a chance is below 0, or P(over) and P(push) come to more than 1")

    over, under = _offered(over_price), _offered(under_price)
    is_priced = ~(np.isnan(over) & np.isnan(under))
    edge_over = expected_gain(p_over, push, np.where(is_priced, over, reference_price))
    edge_under = expected_gain(p_under, push, np.where(is_priced, under, reference_price))

    promised = [np.nan_to_num(edge, nan=-np.inf) for edge in (edge_over, edge_under)]
    is_bet = np.maximum(*promised) >= least_edge
    side = np.where(promised[0] >= promised[1], OVER, UNDER)
    pick = np.where(is_bet, side, PASS).astype(object)
    reason = np.where(
        is_priced,
        np.where(is_bet, EDGE, EDGE_TOO_SMALL),
        np.where(is_bet, EDGE_AT_REFERENCE, TOO_NEAR),
    ).astype(object)
    for where, instead, why in (
        (np.isnan(p_under), PASS, WITHOUT_DISTRIBUTION),
        (np.isnan(line), NO_LINE, WITHOUT_LINE),
    ):
        pick[where], reason[where] = instead, why
    return Recommendations(pick=pick, reason=reason, edge_over=edge_over, edge_under=edge_under)


def _offered(price: Floats) -> Floats:
    return np.where(np.isnan(implied_probabilities(price)), np.nan, price)
