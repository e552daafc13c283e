"""Draws that the standard library lacks."""

from __future__ import annotations

from math import exp
from random import Random


def poisson(rng: Random, mean: float) -> int:
    """A count with the given mean.

    Source:
        Knuth, The Art of Computer Programming, vol. 2, section 3.4.1, algorithm Q.
    """
    limit, product, count = exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        count += 1
    return count


def successes(rng: Random, tries: int, chance: float) -> int:
    """How many of `tries` succeed when each does with the given chance."""
    return sum(rng.random() < chance for _ in range(tries))
