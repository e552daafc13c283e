"""ESPN: the JSON behind its pages, open to all and promised to nobody."""

from __future__ import annotations

import re

from boxline.catalog import Pace, Provider

ESPN = Provider(
    name="espn",
    landing="espn",
    doc="https://site.api.espn.com, undocumented; no key.",
    hosts={"site": "https://site.api.espn.com"},
    pace=Pace(per_second=2, concurrency=2),
    adds="Scores and rosters: a second source beside NBA.com's; no key.",
)

_WHOLE = re.compile(r"\d{1,9}", re.ASCII)


def whole_number(text: str) -> int:
    """A number that ESPN sends as text, such as a score.

    Raises:
        ValueError: it is none.

    >>> whole_number("124")
    124
    """
    if _WHOLE.fullmatch(text) is None:
        raise ValueError(f"{text!r} is no whole number")
    return int(text)
