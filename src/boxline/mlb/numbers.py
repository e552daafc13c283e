"""Numbers as the MLB Stats API writes them: innings with thirds, and placeholders for none.

A placeholder (`-.--`, `.---`, `-`) stands for a rate that has no denominator: it is no number, and
never 0.
"""

from __future__ import annotations

OUTS_PER_INNING = 3


def outs_of(innings: str | None) -> int | None:
    """Outs of innings as they are written: `4.1` is four innings and one out more.

    Raises:
        ValueError: it says neither innings nor that there are none.

    >>> outs_of("4.1"), outs_of("0.0"), outs_of("-.--")
    (13, 0, None)
    """
    if innings is None or is_placeholder(innings):
        return None
    whole, _, thirds = innings.partition(".")
    if thirds not in ("", "0", "1", "2") or not whole.isdecimal():
        raise ValueError(f"no innings: {innings!r}")
    return int(whole) * OUTS_PER_INNING + int(thirds or 0)


def number_of(text: str | float | None) -> float | None:
    """A rate that is sent as text; None of a placeholder.

    Raises:
        ValueError: it is neither.

    >>> number_of(".500"), number_of("-.--"), number_of("1.27")
    (0.5, None, 1.27)
    """
    if text is None or (isinstance(text, str) and is_placeholder(text)):
        return None
    return float(text)


def is_placeholder(text: str) -> bool:
    """Whether a text stands for no number.

    >>> [is_placeholder(each) for each in ("-.--", ".---", "-", "", "*.**", "0.0")]
    [True, True, True, True, True, False]
    """
    return not any(letter.isdigit() for letter in text) and set(text) <= set("-.*")
