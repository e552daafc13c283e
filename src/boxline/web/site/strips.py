"""A forecast as a strip: the 80 % interval as a bar, the forecast as a dot, the line as a tick; as
`static/tonight.js` draws them."""

from __future__ import annotations

from typing import NamedTuple

#: Pixels of a strip, and what is left free at both ends.
WIDTH, HEIGHT, EDGE = 220, 30, 8


class Strip(NamedTuple):
    """Places in pixels; None where a thing is not known."""

    said: str
    low: float | None
    wide: float
    forecast: float | None
    line: float | None


def strip(
    *,
    forecast: float | None,
    low: float | None,
    high: float | None,
    line: float | None,
    most: float,
) -> Strip:
    """The strip of one prop, on a scale that ends at `most`."""
    said = "no forecast" if forecast is None else f"forecast {forecast:.1f}"
    if low is not None and high is not None:
        said += f", 80 % between {low:g} and {high:g}"
    if line is not None:
        said += f", line {line:g}"
    begins = None if low is None or high is None else _at(low, most)
    return Strip(
        said=said,
        low=begins,
        wide=0.0 if begins is None or high is None else max(_at(high, most) - begins, 2.0),
        forecast=None if forecast is None else _at(forecast, most),
        line=None if line is None else _at(line, most),
    )


def _at(value: float, most: float) -> float:
    return round(EDGE + (WIDTH - 2 * EDGE) * min(value / most, 1.0), 1)
