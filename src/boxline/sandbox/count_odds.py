"""How likely a player counts more than a line, when his mean is known."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import exp, floor, log, sqrt

_GRID = 0.01  # relative: means closer than this share one table
_SPREADS = 8  # standard deviations above the mean, where a table ends


class CountOdds:
    """A negative binomial whose variance is mean + dispersion * mean**2.

    Tables are kept by mean, on a grid of one per cent, so that asking costs little.

    Source:
        Hilbe (2011), Negative Binomial Regression, 2nd ed., section 8.1 (the NB2 form).
    """

    def __init__(self, dispersion: float) -> None:
        """Above 0; the nearer to 0, the nearer to a Poisson distribution."""
        self._dispersion = dispersion
        self._tables: dict[int, list[float]] = {}
        self._halves: dict[int, float] = {}

    def over(self, mean: float, line: float) -> float:
        """The chance of more than the line, where hitting it exactly does not count.

        >>> round(CountOdds(0.05).over(20.0, 19.5), 2)
        0.51
        """
        table = self._table(_step(mean))
        below = floor(line)
        if below < 0:
            return 1.0
        if below >= len(table):
            return 0.0
        over = 1 - table[below]
        if line != below:
            return over
        hit = table[below] - (table[below - 1] if below else 0.0)
        return over / (1 - hit)

    def half_line(self, mean: float) -> float:
        """The half at which over and under are nearest to even, 0.5 at least.

        >>> CountOdds(0.05).half_line(20.0), CountOdds(0.05).half_line(0.2)
        (19.5, 0.5)
        """
        step = _step(mean)
        if step not in self._halves:
            middle = bisect_left(self._table(step), 0.5)
            near = (max(middle - 1, 0) + 0.5, middle + 0.5)
            self._halves[step] = min(near, key=lambda line: abs(self.over(mean, line) - 0.5))
        return self._halves[step]

    def _table(self, step: int) -> list[float]:
        """The chances of at most 0, 1, 2 and so on."""
        if step not in self._tables:
            self._tables[step] = _cumulative(exp(step * _GRID), self._dispersion)
        return self._tables[step]


def _step(mean: float) -> int:
    return round(log(mean) / _GRID)


def _cumulative(mean: float, dispersion: float) -> list[float]:
    size = 1 / dispersion
    miss = mean / (mean + size)
    last = floor(mean + _SPREADS * sqrt(mean + dispersion * mean**2)) + 1
    chance = (1 - miss) ** size
    chances = [chance]
    for count in range(last):
        chance *= miss * (count + size) / (count + 1)
        chances.append(chance)
    return list(accumulate(chances))
