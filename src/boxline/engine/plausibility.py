"""Whether a day's values look like those of the days before: pure judgement over daily figures."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any

from boxline.catalog import Column
from boxline.catalog.plausibility import (
    DAYS_BEFORE,
    LEAST_DAYS_BEFORE,
    Check,
    Known,
    KnownAsBefore,
    MeanAsBefore,
    Varies,
)


@dataclass(frozen=True)
class GameDays:
    """Days that have rows, sorted: those in question, and others to compare with.

    Attributes:
        rows: how many each has.
        judged: the days in question.
    """

    days: Sequence[date]
    rows: Sequence[int]
    judged: Collection[date]

    @cached_property
    def places(self) -> list[int]:
        """Where the days in question stand among all."""
        return [place for place, day in enumerate(self.days) if day in self.judged]

    @cached_property
    def starts(self) -> list[int]:
        """For each day, where the days begin that it is compared with; they end before it."""
        return [bisect_left(self.days, day - timedelta(days=DAYS_BEFORE)) for day in self.days]

    @cached_property
    def rows_until(self) -> list[float]:
        """How many rows there are before each day."""
        return _running(self.rows)


@dataclass(frozen=True)
class Figures:
    """What one column's values come to, day by day.

    `known` counts the values, of which `low` and `high` are the least and the greatest, `totals`
    and `squares` the sums of the values and of their squares. Only what a check of the column asks
    for is there.
    """

    game_days: GameDays
    known: Sequence[int]
    low: Sequence[Any] = ()
    high: Sequence[Any] = ()
    totals: Sequence[float | None] = ()
    squares: Sequence[float | None] = ()

    @cached_property
    def _known_until(self) -> list[float]:
        return _running(self.known)

    @cached_property
    def _days_until(self) -> list[float]:
        return _running([known > 0 for known in self.known])

    @cached_property
    def _sums_until(self) -> tuple[list[float], list[float]]:
        return _running(self.totals), _running(self.squares)

    def rows_before(self, place: int) -> float:
        """How many rows the days before a day have."""
        until = self.game_days.rows_until
        return until[place] - until[self.game_days.starts[place]]

    def known_before(self, place: int) -> float:
        """How many of them have a value; 0 where they lie on too few days to say anything."""
        start = self.game_days.starts[place]
        if self._days_until[place] - self._days_until[start] < LEAST_DAYS_BEFORE:
            return 0
        return self._known_until[place] - self._known_until[start]

    def sums_before(self, place: int) -> tuple[float, float]:
        """The sum of those values, and that of their squares."""
        start = self.game_days.starts[place]
        totals, squares = self._sums_until
        return totals[place] - totals[start], squares[place] - squares[start]


def _running(values: Sequence[float | None]) -> list[float]:
    return list(accumulate((value or 0.0 for value in values), initial=0.0))


@dataclass(frozen=True, kw_only=True)
class OddDay:
    """A day on which a column does not look as its declaration says."""

    day: date
    column: str
    figure: str
    limit: str

    def __str__(self) -> str:
        return f"{self.column}: {self.figure} (declared: {self.limit})"


def odd_days(column: Column, figures: Figures) -> Iterator[OddDay]:
    """What is wrong with a column on the days in question."""
    days = figures.game_days.days
    for check in column.checks:
        for place in figures.game_days.places:
            figure = _judge(check, figures, place)
            if figure:
                limit = str(check)
                yield OddDay(day=days[place], column=column.name, figure=figure, limit=limit)


def _judge(check: Check, figures: Figures, place: int) -> str:
    """What is wrong with a day, as a figure in words; empty where nothing is, or where too little
    is there to say."""
    match check:
        case Varies():
            return _same_in_all(check, figures, place)
        case Known():
            return _known_too_little(check, figures, place)
        case KnownAsBefore():
            return _known_less(check, figures, place)
        case MeanAsBefore():
            return _mean_elsewhere(check, figures, place)


def _unknown(figures: Figures, place: int) -> str:
    rows = figures.game_days.rows[place]
    return f"{rows - figures.known[place]} of {rows} rows are NULL"


def _known_too_little(check: Known, figures: Figures, place: int) -> str:
    rows = figures.game_days.rows[place]
    is_short = rows >= check.rows and figures.known[place] < check.share * rows
    return _unknown(figures, place) if is_short else ""


def _same_in_all(check: Varies, figures: Figures, place: int) -> str:
    if figures.low[place] != figures.high[place] or not figures.known[place]:
        return ""
    first, days = place - check.days + 1, figures.game_days.days
    if first < 0 or (days[place] - days[first]).days > DAYS_BEFORE:
        return ""
    seen = [n for n in range(first, place + 1) if figures.known[n]]
    known = sum(figures.known[n] for n in seen)
    low, high = min(figures.low[n] for n in seen), max(figures.high[n] for n in seen)
    return f"all {known} values are {low}" if known >= check.rows and low == high else ""


def _known_less(check: KnownAsBefore, figures: Figures, place: int) -> str:
    rows, known = figures.game_days.rows[place], figures.known[place]
    if known == rows or rows < check.rows:
        return ""
    before, usual = figures.rows_before(place), figures.known_before(place)
    if before < check.rows or not usual:
        return ""
    if usual / before - known / rows <= check.fall:
        return ""
    told = f"in the {DAYS_BEFORE} days before {1 - usual / before:.1%} were"
    return f"{_unknown(figures, place)}; {told}"


def _mean_elsewhere(check: MeanAsBefore, figures: Figures, place: int) -> str:
    known, before = figures.known[place], figures.known_before(place)
    if min(known, before) < check.rows or not before:
        return ""
    total, squares = figures.sums_before(place)
    usual = total / before
    variance = squares / before - usual * usual
    if variance <= 1e-12 * squares / before:  # all alike before, so nothing says how far is far
        return ""
    deviation = math.sqrt(variance)
    mean = (figures.totals[place] or 0.0) / known
    if abs(mean - usual) <= check.deviations * deviation:
        return ""
    return (
        f"the mean is {mean:.4g}; in the {DAYS_BEFORE} days before it was {usual:.4g}, "
        f"with a standard deviation of {deviation:.4g}"
    )
