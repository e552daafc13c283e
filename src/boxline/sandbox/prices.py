"""How books arrive at a line and at its prices."""

from __future__ import annotations

from math import floor, sqrt
from random import Random
from statistics import NormalDist

_MARKET_ERROR = 0.07  # of all books together, relative to the mean
_BOOK_ERROR = 0.02  # of one book beside the others
_OVERROUND = 1.06  # what both sides' probabilities add up to
_SURE = 0.9  # no side is offered at more


def consensus(mean: float, rng: Random) -> float:
    """What books together expect of a player whose mean they nearly know."""
    return max(0.3, mean * rng.gauss(1, _MARKET_ERROR))


def opinion(shared: float, rng: Random) -> float:
    """What one book expects, beside that consensus."""
    return max(0.3, shared * rng.gauss(1, _BOOK_ERROR))


def half_line(expected: float) -> float:
    """The line that nobody can hit exactly: 0.5, 1.5, ...

    >>> half_line(24.2), half_line(0.3)
    (24.5, 0.5)
    """
    return floor(expected) + 0.5


def two_sided(expected: float, line: float) -> tuple[int, int]:
    """American prices of over and under, the book's margin included.

    Args:
        expected: the book's opinion; counts spread by 1.3 times its square root.
        line: what is offered.

    >>> two_sided(24.5, 24.5)
    (-113, -113)
    """
    over = 1 - NormalDist(expected, 1.3 * sqrt(expected)).cdf(line)
    return american(over * _OVERROUND), american((1 - over) * _OVERROUND)


def american(probability: float) -> int:
    """The American price at which a bet of that probability breaks even.

    >>> american(0.6), american(0.25)
    (-150, 300)
    """
    sure = min(_SURE, max(1 - _SURE, probability))
    if sure > 0.5:
        return -round(100 * sure / (1 - sure))
    return round(100 * (1 - sure) / sure)
