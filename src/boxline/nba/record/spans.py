"""The parts of a season over which records are told: the newest days, all of it, and months."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags
from boxline.forecasting.scoring.slices import months

SEASON = "season"
NEWEST_DAYS = (7, 30)


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days from `first` to `last`, both counted from 1970-01-01 and both in it."""

    name: str
    first: int
    last: int

    def holds(self, day: NDArray[np.int64]) -> Flags:
        """Which of some days lie in it."""
        return (day >= self.first) & (day <= self.last)


def spans(day: NDArray[np.int64]) -> list[Span]:
    """The season, its newest 7 and 30 days up to the newest that is graded, and its months."""
    if not len(day):
        return []
    first, last = int(day.min()), int(day.max())
    return [
        Span(name=SEASON, first=first, last=last),
        *(Span(name=f"{n} days", first=last - n + 1, last=last) for n in NEWEST_DAYS),
        *(
            Span(name=name, first=int(day[where].min()), last=int(day[where].max()))
            for name, where in months(day).items()
        ),
    ]
