"""What luck makes of many tries: the best of strategies that know nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from boxline.forecasting.rows import Floats


@dataclass(frozen=True, kw_only=True)
class BestOfTries:
    """The best hit rate among so many strategies, each of n bets that hit by luck alone.

    Tries are taken as independent. Those on the same bets are alike, and luck makes less of them
    than is told here. A best hit rate under `percentile_95` is nothing to show.

    Attributes:
        share: chance of each bet to hit.
        expected: mean of the best hit rate; percentile_95: exceeded once in 20 times.
        chance: how often luck alone does at least as well as what was seen; None where nothing was.
    """

    n_tries: int
    n: int
    share: float
    expected: float
    percentile_95: float
    chance: float | None


def best_of_tries(
    n_tries: int, n: int, share: float = 0.5, *, seen: float | None = None
) -> BestOfTries:
    """How good the best of many strategies looks by luck.

    The best of T hits at most k of n bets with chance F(k)^T, F being the binomial distribution.

    Args:
        n_tries: strategies tried, those that were thrown away too; at least 1.
        n: bets of each; at least 1.
        share: chance of each bet to hit, between 0 and 1.
        seen: hit rate of the best one, to be told how surprising it is.
    Source:
        David, Nagaraja (2003), Order Statistics, section 2.1; Bailey, Borwein, López de Prado, Zhu
        (2014), Notices of the AMS 61(5), 458-471, for why to count tries.

    >>> best = best_of_tries(100, 200, seen=0.60)
    >>> round(best.expected, 3), round(best.chance, 2)
    (0.588, 0.25)
    """
    best = _binomial(n, share) ** n_tries  # chance that the best hits at most k, by k
    chance = None
    if seen is not None:
        at_least = math.ceil(seen * n - 1e-9)
        chance = 1 - float(best[at_least - 1]) if at_least > 0 else 1.0
    return BestOfTries(
        n_tries=n_tries,
        n=n,
        share=share,
        expected=float((1 - best[:-1]).sum()) / n,
        percentile_95=int(np.argmax(best >= 0.95)) / n,
        chance=chance,
    )


def _binomial(n: int, share: float) -> Floats:
    """P(hits <= k) for k = 0..n."""
    factorials = np.array([math.lgamma(k + 1) for k in range(n + 1)])
    k = np.arange(n + 1)
    ways = factorials[n] - factorials - factorials[::-1]
    chances = np.exp(ways + k * math.log(share) + (n - k) * math.log1p(-share))
    up_to: Floats = np.minimum(np.cumsum(chances), 1.0)
    return up_to
