"""NBA.com: who it is, and how its replies write tables, durations and clubs.

Its static JSON feeds write Eastern times with a false `Z`; only what is called `...UTC` is UTC.
"""

import re
from typing import Any

import msgspec

from boxline.catalog import Pace, Provider, UnreadableReply

NBA_COM = Provider(
    name="nba.com",
    landing="nba-com",
    doc="https://cdn.nba.com and https://stats.nba.com; no key, browser headers.",
    hosts={
        "cdn": "https://cdn.nba.com",
        "stats": "https://stats.nba.com",
        "injuries": "https://ak-static.cms.nba.com",
        "officials": "https://official.nba.com",
        "gamebooks": "https://statsdmz.nba.com",
    },
    # Its stats host hangs up on whoever does not look like a browser on its own pages.
    headers={
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/142.0 Safari/537.36",
        "Accept": "application/json, application/pdf, */*",
        "Accept-Language": "en-US,en;q=0.9",
        "Origin": "https://www.nba.com",
        "Referer": "https://www.nba.com/",
    },
    pace=Pace(per_second=0.6, concurrency=1),  # 1.7 s a call; faster ones were blocked
    timeout_seconds=30.0,
    adds="The league's own schedule, box scores, play-by-play, reports and officials; no key.",
)

#: "30:49", "240:00" and "33.000000:25", which older replies have; "PT37M10.00S" and "PT00M.00S".
_CLOCK = re.compile(r"(\d{1,4})(?:\.0+)?:([0-5]\d)", re.ASCII)
_DURATION = re.compile(r"PT(?:(\d{1,4})M)?(?:(\d{1,2}(?:\.\d{1,6})?|\.\d{1,6})S)?", re.ASCII)


def seconds_of(text: str | None) -> float | None:
    """The seconds of minutes played or of a game clock; None where nothing was sent.

    Raises:
        ValueError: it is neither minutes and seconds nor an ISO duration of them.

    >>> seconds_of("PT37M10.00S"), seconds_of("30:49"), seconds_of("")
    (2230.0, 1849.0, None)
    """
    if text is None or not text.strip():
        return None
    found = _CLOCK.fullmatch(text.strip()) or _DURATION.fullmatch(text.strip())
    if found is None or not any(found.groups()):
        raise ValueError(f"{text!r} is no duration such as 30:49 or PT30M49.00S")
    minutes, seconds = found.groups()
    return 60 * int(minutes or 0) + float(seconds or 0)


class ResultSet(msgspec.Struct, rename={"row_set": "rowSet"}):
    """A table of the stats host: its columns once, and each row as a list, undecoded."""

    name: str
    headers: list[str]
    row_set: list[msgspec.Raw]

    @property
    def mappings(self) -> list[Any]:
        """Each row by its columns; one that does not fit them stays a list, and is rejected."""
        return [self._by_name(row) for row in self.row_set]

    def _by_name(self, row: msgspec.Raw) -> Any:
        try:
            values = msgspec.json.decode(row, type=list[Any])
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            return row
        if len(values) != len(self.headers):
            return row
        return dict(zip(self.headers, values, strict=True))


class ResultSets(msgspec.Struct, rename={"result_sets": "resultSets"}):
    """A reply of the stats host: several tables, of which a dataset reads the ones it needs."""

    result_sets: list[msgspec.Raw]

    def table(self, name: str) -> ResultSet:
        """One of them; the others need not even be tables.

        Raises:
            UnreadableReply: it is not there, or is no table.
        """
        for sent in self.result_sets:
            try:
                if msgspec.json.decode(sent, type=_Named).name == name:
                    return msgspec.json.decode(sent, type=ResultSet)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
                raise UnreadableReply(f"a result set is no table: {cause}") from cause
        raise UnreadableReply(f"it has no result set {name}")


class _Named(msgspec.Struct):
    name: str | None = None
