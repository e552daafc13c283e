"""Charts of the record: units day by day beside what luck does, and what was refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boxline.web.charts import (
    BarChart,
    IntervalChart,
    SquareChart,
    Stated,
    Told,
    bar_chart,
    interval_chart,
    square_chart,
)
from boxline.web.numbers import count, percent, signed
from boxline.web.site.kinds import Content

#: The drawing's own measure; it is stretched to the width of the page.
WIDE, HIGH = 1000, 200

#: How far luck takes somebody, in standard deviations, 19 times in 20.
LUCK = 1.96


@dataclass(frozen=True, kw_only=True)
class UnitsChart:
    """Units won up to each day, and how far luck alone takes somebody who hits what prices ask.

    Attributes:
        path, luck: the line and the band, as SVG paths in a box of WIDE by HIGH.
        zero: pixels down of no unit won; most, least: units at the upper and lower end.
    """

    title: str
    description: str
    path: str
    luck: str
    zero: float
    most: str
    least: str
    first: str
    last: str
    wide: int = WIDE
    high: int = HIGH


def units_chart(title: str, series: Content, tally: Content) -> UnitsChart | None:
    """Cumulative units at flat stakes; None before two days."""
    days, total = series["days"], series["total_units"]
    if len(days) < 2 or not tally["break_even"]:
        return None
    # A bet at fair odds of 1 / q swings by the root of (1 - q) / q.
    swing = ((1 - tally["break_even"]) / tally["break_even"]) ** 0.5
    reach, bets = [], 0
    for number in series["bets"]:
        bets += number
        reach.append(LUCK * swing * bets**0.5)
    top = max(*total, *reach)
    bottom = min(*total, *(-each for each in reach))

    def place(number: int, value: float) -> str:
        across = WIDE * number / (len(days) - 1)
        return f"{across:.1f} {HIGH * (top - value) / (top - bottom):.1f}"

    upper = [place(n, each) for n, each in enumerate(reach)]
    lower = [place(n, -each) for n, each in enumerate(reach)]
    is_inside = abs(total[-1]) <= reach[-1]
    told = "within" if is_inside else "beyond"
    return UnitsChart(
        title=title,
        description=f"{signed(total[-1], 1)} units after {count(bets)} bets won or lost, {told} "
        f"what luck alone does: {reach[-1]:.1f} units to either side.",
        path="M" + " L".join(place(n, each) for n, each in enumerate(total)),
        luck="M" + " L".join([*upper, *reversed(lower)]) + " Z",
        zero=round(HIGH * top / (top - bottom), 1),
        most=signed(top, 0),
        least=signed(bottom, 0),
        first=days[0],
        last=days[-1],
    )


def month_bars(months: Sequence[tuple[str, Content]]) -> BarChart | None:
    """Units by month, up and down on one scale: a losing month is as large as a winning one."""
    told = [
        Told(
            label=month,
            said=f"{month}: {signed(tally['units']['value'], 1)} units of "
            f"{count(tally['units']['n'])} bets",
            value=tally["units"]["value"],
            tone="good" if tally["units"]["value"] > 0 else "bad",
            mark=signed(tally["units"]["value"], 1),
        )
        for month, tally in months
        if tally["units"]["value"] is not None
    ]
    if not told:
        return None
    return bar_chart("Units by month", "Units won at a stake of 1 on each bet, by month.", told)


def beside_chart(
    title: str, description: str, rows: Sequence[tuple[str, Content]], *, is_less_better: bool
) -> IntervalChart | None:
    """Differences with their intervals beside none.

    Args:
        rows: label and figure.
    """
    told = [
        Told(
            label=label,
            said=f"{signed(found['value'])} on {count(found['n'])}",
            value=found["value"],
            low=found["low"],
            high=found["high"],
            tone=tone(found, is_less_better=is_less_better),
        )
        for label, found in rows
        if found["value"] is not None
    ]
    return interval_chart(title, description, told, neutral=(0.0, 0.0)) if told else None


def tone(found: Content, *, is_less_better: bool) -> str:
    """`good` or `bad` where the whole interval lies on one side of nothing, else `plain`."""
    if found["high"] is None:
        return "plain"
    if found["high"] < 0:
        return "good" if is_less_better else "bad"
    if found["low"] > 0:
        return "bad" if is_less_better else "good"
    return "plain"


def calibration_chart(found: Content) -> SquareChart:
    """Believed chances against what came."""
    told = [
        Stated(
            stated=one["mean_chance"],
            observed=one["observed"]["value"],
            low=one["observed"]["low"],
            high=one["observed"]["high"],
            n=one["observed"]["n"],
        )
        for one in found["bins"]
        if one["observed"]["n"]
    ]
    return square_chart(
        "Do believed chances come true?",
        f"Mean distance {percent(found['error'])} on {count(found['n'])} lines; chances that are "
        f"true show up to {percent(found['perfect_95'])}.",
        "all props",
        told,
    )
