"""A predictive distribution in a few bars, parted where the line is."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

from boxline.forecasting.distribution_text import PARTS

#: About so many bars a distribution has at most.
BARS = 15

#: What lies further out than this, at either end, is in the outermost bar.
TAIL = 0.01

UNDER, PUSH, OVER = SIDES = "under", "push", "over"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """Some numbers that may come.

    Attributes:
        last: None of the outermost bar, which has no end.
        side: of the line; empty without one.
    """

    first: int
    last: int | None
    chance: float
    side: str


def at_most_of(distribution: str) -> list[float]:
    """The chances of at most 0, 1, 2, ..., from the text of a prediction.

    >>> at_most_of("250 500 1000")
    [0.25, 0.5, 1.0]
    """
    return [int(part) / PARTS for part in distribution.split()]


def bars_of(distribution: str, line: float | None) -> tuple[Bar, ...]:
    """A distribution in about BARS bars of equal width, of which none has the line inside.

    A line that can be met exactly has a bar of its own.

    >>> [(bar.first, bar.last, round(bar.chance, 3)) for bar in bars_of("250 500 1000", 1.5)]
    [(0, 0, 0.25), (1, 1, 0.25), (2, None, 0.5)]
    """
    at_most = at_most_of(distribution)
    least = _first(at_most, TAIL)
    most = _first(at_most, 1 - TAIL)
    starts = _starts(least, most, line)
    bars = []
    for first, following in zip(starts, [*starts[1:], None], strict=True):
        last = None if following is None else following - 1
        chance = _up_to(at_most, last) - _up_to(at_most, first - 1)
        bars.append(Bar(first=first, last=last, chance=chance, side=_side(first, line)))
    return tuple(bars)


def _first(at_most: list[float], share: float) -> int:
    return next(number for number, chance in enumerate(at_most) if chance >= share)


def _up_to(at_most: list[float], number: int | None) -> float:
    if number is None or number >= len(at_most):
        return 1.0
    return 0.0 if number < 0 else at_most[number]


def _starts(least: int, most: int, line: float | None) -> list[int]:
    """The number with which each bar begins, the first of them 0."""
    if line is None:
        below = above = least + 1
    else:
        above = floor(line) + 1  # the first number that is over
        below = above - 1 if line == floor(line) else above
        least, most = min(least, below), max(most, above)
    width = -(-(most - least + 1) // BARS)
    down = range(below - width, least - 1, -width)
    parted = [below] if below < above else []
    return sorted({0, *down, *parted, *range(above, most + 1, width)})


def _side(first: int, line: float | None) -> str:
    if line is None:
        return ""
    if first > line:
        return OVER
    return PUSH if first == line else UNDER
