"""Charts as shapes: where each mark stands. Templates draw them as SVG.

Across, places are percent of the width, so that a chart fits a phone and its words stay readable;
down, they are pixels. Squares alone have a size of their own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

ROW, TOP = 44, 8
BAR_HEIGHT, MARK = 110, 18
SQUARE, EDGE = 240, 30

#: Part of the width that is left free on both sides, so that no mark is cut.
MARGIN = 3.0

#: Bars are no wider than if there were so many.
LEAST_BARS = 6


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A dot with its interval, on a row of its own.

    Attributes:
        at, low, high: percent across; low and high None without an interval.
        y: pixels down; the label stands above.
        tone: `good`, `bad` or `plain`.
    """

    label: str
    said: str
    at: float
    low: float | None
    high: float | None
    y: float
    tone: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A place on the axis with its word."""

    at: float
    word: str


@dataclass(frozen=True, kw_only=True)
class IntervalChart:
    """Figures with intervals, below one another, beside a neutral value or a band.

    Attributes:
        neutral_low, neutral_high: percent across; equal where it is a line.
    """

    title: str
    description: str
    height: float
    marks: tuple[Mark, ...]
    ticks: tuple[Tick, ...]
    neutral_low: float
    neutral_high: float
    kind: str = "intervals"


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A bar from the zero line: percent across, pixels down; `mark` stands at its end."""

    label: str
    mark: str
    mark_y: float
    said: str
    x: float
    width: float
    y: float
    height: float
    tone: str


@dataclass(frozen=True, kw_only=True)
class BarChart:
    """Bars up and down from a zero line; `level` is a line to compare them with, or None."""

    title: str
    description: str
    height: float
    zero: float
    level: float | None
    bars: tuple[Bar, ...]
    kind: str = "bars"


@dataclass(frozen=True, kw_only=True)
class Point:
    """A bin of probabilities: a dot with its interval, and where a perfect forecaster would be.

    All in pixels; the dot's area is its share of rows. `perfect_low` lies below `perfect_high`.
    """

    x: float
    y: float
    low: float
    high: float
    perfect_low: float
    perfect_high: float
    radius: float
    tone: str


@dataclass(frozen=True, kw_only=True)
class SquareChart:
    """Stated probability across, observed share up."""

    title: str
    description: str
    label: str
    points: tuple[Point, ...]
    size: float = SQUARE
    edge: float = EDGE
    kind: str = "square"


Chart = IntervalChart | BarChart | SquareChart


@dataclass(frozen=True, kw_only=True)
class Told:
    """A figure to draw: its label, its words, what it is, and a short word at a bar's end."""

    label: str
    said: str
    value: float
    low: float | None = None
    high: float | None = None
    tone: str = "plain"
    mark: str = ""


def interval_chart(
    title: str,
    description: str,
    told: Sequence[Told],
    *,
    neutral: tuple[float, float],
    times: float = 1.0,
    unit: str = "",
) -> IntervalChart:
    """Figures below one another.

    Args:
        neutral: ends of the band (or twice the line) to compare with.
        times, unit: how ticks are written.
    """
    ends = [end for each in told for end in (each.value, each.low, each.high) if end is not None]
    least, most = min([*ends, neutral[0]]), max([*ends, neutral[1]])

    def across(value: float) -> float:
        share = (value - least) / (most - least) if most > least else 0.5
        return round(MARGIN + share * (100 - 2 * MARGIN), 2)

    marks = tuple(
        Mark(
            label=each.label,
            said=each.said,
            at=across(each.value),
            low=None if each.low is None else across(each.low),
            high=None if each.high is None else across(each.high),
            y=TOP + row * ROW + 26,
            tone=each.tone,
        )
        for row, each in enumerate(told)
    )
    values, places = _round_values(times * least, times * most)
    ticks = tuple(
        Tick(at=across(value / times), word=f"{value:.{places}f}{unit}") for value in values
    )
    return IntervalChart(
        title=title,
        description=description,
        height=TOP + ROW * len(told) + 26,
        marks=marks,
        ticks=ticks,
        neutral_low=across(neutral[0]),
        neutral_high=across(neutral[1]),
    )


def bar_chart(
    title: str, description: str, told: Sequence[Told], *, level: float | None = None
) -> BarChart:
    """Bars beside one another, in order."""
    sizes = [each.value for each in told]
    least, most = min([*sizes, 0.0]), max([*sizes, level or 0.0, 0.0])
    scale = BAR_HEIGHT / (most - least) if most > least else 0.0
    zero = MARK + most * scale
    step = 100 / max(len(told), LEAST_BARS)
    bars = tuple(
        Bar(
            label=each.label,
            mark=each.mark,
            mark_y=round(zero - each.value * scale + (15 if each.value < 0 else -4), 1),
            said=each.said,
            x=round(number * step + 0.12 * step, 2),
            width=round(0.76 * step, 2),
            y=round(zero - max(each.value, 0) * scale, 1),
            height=round(max(abs(each.value) * scale, 1), 1),
            tone=each.tone,
        )
        for number, each in enumerate(told)
    )
    return BarChart(
        title=title,
        description=description,
        height=MARK + BAR_HEIGHT + MARK + 18,
        zero=round(zero, 1),
        level=None if level is None else round(zero - level * scale, 1),
        bars=bars,
    )


@dataclass(frozen=True, kw_only=True)
class Stated:
    """A bin to draw: mean stated probability, observed share with its interval, and rows."""

    stated: float
    observed: float
    low: float
    high: float
    n: int


def square_chart(title: str, description: str, label: str, told: Sequence[Stated]) -> SquareChart:
    """A reliability diagram. A perfect forecaster's dots lie in the band 19 times in 20."""
    side = SQUARE - EDGE - 8

    def down(share: float) -> float:
        return round(8 + (1 - share) * side, 1)

    points = []
    most = max((each.n for each in told), default=1)
    for each in told:
        reach = 1.96 * (each.stated * (1 - each.stated) / each.n) ** 0.5
        band = max(each.stated - reach, 0.0), min(each.stated + reach, 1.0)
        is_inside = band[0] <= each.observed <= band[1]
        points.append(
            Point(
                x=round(EDGE + each.stated * side, 1),
                y=down(each.observed),
                low=down(each.low),
                high=down(each.high),
                perfect_low=down(band[0]),
                perfect_high=down(band[1]),
                radius=round(2 + 4.5 * (each.n / most) ** 0.5, 1),
                tone="plain" if is_inside else "bad",
            )
        )
    return SquareChart(title=title, description=description, label=label, points=tuple(points))


def _round_values(least: float, most: float) -> tuple[list[float], int]:
    """Some three to five round values between two ends, and the decimal places they need."""
    if most <= least:
        return [least], 3
    rough = (most - least) / 4
    power = math.floor(math.log10(rough))
    step = next(m * 10.0**power for m in (1, 2, 5, 10) if m * 10.0**power >= rough)
    first, last = math.ceil(least / step - 1e-9), math.floor(most / step + 1e-9)
    return [n * step for n in range(first, last + 1)], max(0, -math.floor(math.log10(step) + 1e-9))
