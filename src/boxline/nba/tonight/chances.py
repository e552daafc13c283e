"""Chances of a predictive distribution, and the prices that they make fair."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import floor

from boxline.forecasting.distribution_text import PARTS


def chances_of(distribution: str | None) -> list[float]:
    """The chances of exactly 0, 1, 2, ... from those of at most that, in thousandths.

    >>> chances_of("250 500 1000"), chances_of(None)
    ([0.25, 0.25, 0.5], [])
    """
    at_most = [0, *map(int, (distribution or "").split())]
    return [(following - one) / PARTS for one, following in pairwise(at_most)]


def chances_beside(chances: Sequence[float], line: float) -> tuple[float, float, float]:
    """The chances to be over, to meet and to be under a line.

    >>> chances_beside([0.25, 0.25, 0.5], 1), chances_beside([0.25, 0.25, 0.5], 1.5)
    ((0.5, 0.25, 0.25), (0.5, 0.0, 0.5))
    """
    whole = floor(line)
    is_met = whole == line
    over = round(sum(chances[whole + 1 :]), 4)
    push = round(chances[whole], 4) if is_met and whole < len(chances) else 0.0
    return over, push, round(max(1 - over - push, 0.0), 4)


def fair_price(chance: float | None, push: float | None) -> float | None:
    """The decimal price at which a bet gains nothing on average; a push returns the stake.

    >>> fair_price(0.45, 0.1), fair_price(0.0, 0.0)
    (2.0, None)
    """
    if not chance or push is None:
        return None
    return round((1 - push) / chance, 3)
