"""Numbers as pages write them; what is missing is a dash, and never 0."""

from __future__ import annotations

from boxline.forecasting.scoring.estimates import Estimate

MISSING = "-"


def value_of(found: Estimate | None) -> float | None:
    """The figure itself."""
    return None if found is None else found.value


def tone_of(found: Estimate | None, neutral: float = 0.0) -> str:
    """`good` where the whole interval lies under what is neither better nor worse, `bad` where it
    lies over it, else `plain`: of errors and losses, of which less is better."""
    if found is not None and found.high is not None and found.high < neutral:
        return "good"
    if found is not None and found.low is not None and found.low > neutral:
        return "bad"
    return "plain"


def count(n: int | None) -> str:
    """A count, thousands set apart."""
    return MISSING if n is None else f"{n:,}"


def number(value: float | None, places: int = 3) -> str:
    """A number with so many decimal places."""
    return MISSING if value is None else f"{value:.{places}f}"


def signed(value: float | None, places: int = 3) -> str:
    """A difference: its sign is always told.

    >>> signed(0.0121, 2), signed(-3.0, 1), signed(None)
    ('+0.01', '-3.0', '-')
    """
    return MISSING if value is None else f"{_rounded(value, places):+.{places}f}"


def percent(share: float | None, places: int = 1) -> str:
    """A share of 0..1 in percent."""
    return MISSING if share is None else f"{100 * share:.{places}f} %"


def american(price: float | None) -> str:
    """Decimal odds as American ones, which the market here quotes.

    >>> american(2.5), american(1.5), american(None)
    ('+150', '-200', '-')
    """
    if price is None or price <= 1:
        return MISSING
    return f"+{100 * (price - 1):.0f}" if price >= 2 else f"-{100 / (price - 1):.0f}"


def span(found: Estimate | None, places: int = 3, *, times: float = 1.0, unit: str = "") -> str:
    """The ends of an interval of a difference."""
    if found is None or found.low is None or found.high is None:
        return MISSING
    low, high = (_rounded(times * end, places) for end in (found.low, found.high))
    return f"{low:+.{places}f} to {high:+.{places}f}{unit}"


def _rounded(value: float, places: int) -> float:
    """Without the sign that a zero keeps of a small negative number."""
    return round(value, places) + 0.0
