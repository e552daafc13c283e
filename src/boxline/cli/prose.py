"""How instants, shares and amounts read in sentences, and sentences on a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from textwrap import wrap

#: Columns of a line of words.
WIDTH = 96

#: A line and its style, which counts on a terminal with colours alone.
Line = tuple[str, str]

STRONG, QUIET, PLAIN = "bold", "dim", ""


def words(
    text: str, style: str = PLAIN, *, indent: int = 2, at_most: int | None = None
) -> Iterator[Line]:
    """Sentences as lines of WIDTH columns; what goes beyond `at_most` lines is left out."""
    told = wrap(text, WIDTH - indent, max_lines=at_most, placeholder=" ...")
    yield from ((" " * indent + line, style) for line in told)


def prop_words(prop: str) -> str:
    """A prop as it is spoken of."""
    return prop.replace("_", " + ")


def instant(at: datetime) -> str:
    """An instant to the minute."""
    return f"{at:%Y-%m-%d %H:%M} UTC"


def span(time: timedelta) -> str:
    """A time in minutes or hours."""
    minutes = time.total_seconds() / 60
    return f"{minutes:.0f} minutes" if minutes < 120 else f"{minutes / 60:.0f} hours"


def percent(share: float) -> str:
    """A share in whole percent."""
    return f"{share * 100:.0f} %"


def amount(value: float) -> str:
    """A number to three digits, and those before its point."""
    is_whole = value == round(value) or abs(value) >= 1000
    return f"{value:.0f}" if is_whole else f"{value:.3g}"
