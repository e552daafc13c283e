"""Whether predictive distributions are as wide as they should be: the randomised PIT.

The probability integral transform of what came is uniform where distributions are right. Counts
come with lumps of probability, so a point is drawn within the lump: then it is uniform again.

Source:
    Czado, Gneiting, Held (2009), Predictive model assessment for count data, Biometrics 65(4),
    1254-1261. The limit of the distance: Stephens (1974), J. American Statistical Association
    69(347), 730-737.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.scoring.counted_rows import counted


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """How often the central interval held what came.

    Attributes:
        level: share that it should hold.
        share: share that it held; None where n is 0.
        standard_error: of that share, where the level is right and rows are independent:
            sqrt(level (1 - level) / n). Rows of one game are not quite, so the true one is larger.
    """

    level: float
    n: int
    share: float | None
    standard_error: float | None

    def is_near(self, tolerance: float) -> bool | None:
        """Whether the share lies within the tolerance or two standard errors of its level; None
        where n is 0."""
        if self.share is None or self.standard_error is None:
            return None
        return abs(self.share - self.level) <= max(tolerance, 2 * self.standard_error)


def coverage(pit: Floats, where: Flags | None = None, *, level: float = 0.8) -> Coverage:
    """The share of PITs in the central interval: at 80 %, those in 0.1..0.9. NaN is left out."""
    points = pit[counted(where, pit)]
    n, tail = len(points), (1 - level) / 2
    if n == 0:
        return Coverage(level=level, n=0, share=None, standard_error=None)
    held = int(((points >= tail) & (points <= 1 - tail)).sum())
    standard_error = (level * (1 - level) / n) ** 0.5
    return Coverage(level=level, n=n, share=held / n, standard_error=standard_error)


@dataclass(frozen=True, kw_only=True)
class UniformDistance:
    """The Kolmogorov-Smirnov distance of PITs to the uniform distribution.

    Attributes:
        distance: the largest gap between both distribution functions; None where n is 0.
        luck: the distance that a perfect forecaster exceeds once in 20 times, at this n.
    """

    n: int
    distance: float | None
    luck: float | None


def uniform_distance(pit: Floats, where: Flags | None = None) -> UniformDistance:
    """How far the PITs are from uniform. NaN is left out."""
    points = np.sort(pit[counted(where, pit)])
    n = len(points)
    if n == 0:
        return UniformDistance(n=0, distance=None, luck=None)
    steps = np.arange(n + 1) / n
    gap = max(float((steps[1:] - points).max()), float((points - steps[:-1]).max()))
    return UniformDistance(n=n, distance=gap, luck=1.358 / (n**0.5 + 0.12 + 0.11 / n**0.5))


def pit_histogram(pit: Floats, where: Flags | None = None, *, bins: int = 20) -> tuple[int, ...]:
    """How many PITs lie in each of so many equal parts of 0..1: level where all is well, a U where
    distributions are too narrow, a hump where they are too wide. NaN is left out."""
    counts, _ = np.histogram(pit[counted(where, pit)], bins=bins, range=(0, 1))
    return tuple(int(count) for count in counts)
