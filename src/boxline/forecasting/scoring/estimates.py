"""A figure, how sure it is, and how many rows it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

#: Share of intervals that hold the truth, unless another is asked for.
LEVEL = 0.95


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A figure with its interval.

    Attributes:
        value: None where there is no row to take it from.
        low, high: ends of the interval; None where too few days or rows can say.
        n: rows counted.
        days: days on which they lie; None where days do not matter.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    days: int | None = None


def two_sided_z(level: float) -> float:
    """Standard deviations of a normal distribution within which so large a share lies.

    >>> round(two_sided_z(0.95), 2)
    1.96
    """
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(hits: float, n: int, *, level: float = LEVEL) -> Estimate:
    """A share of n independent rows, with an interval that stays within 0 and 1.

    Source:
        Wilson (1927), J. American Statistical Association 22(158), 209-212.

    >>> found = wilson(8, 10)
    >>> found.value, round(found.low, 3), round(found.high, 3)
    (0.8, 0.49, 0.943)
    """
    if n == 0:
        return Estimate(value=None, low=None, high=None, n=0)
    z, share = two_sided_z(level), float(hits) / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5
    return Estimate(value=share, low=max(middle - half, 0.0), high=min(middle + half, 1.0), n=n)
