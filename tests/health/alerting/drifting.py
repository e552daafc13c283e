"""Live errors of eight weeks: as they were for four of them, and otherwise for the newest four."""

from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

TODAY = date(2025, 1, 15)


class Errors:
    """A view whose only rows are what the champion's errors were beyond the season average's.

    Args:
        newest: their mean in the newest four weeks, a little more or less by day; before it was 5.
    """

    today = TODAY

    def __init__(self, newest: float) -> None:
        self._newest = newest

    def rows(self, _sql: str, *, begins: date) -> list[Any]:
        days = [begins + timedelta(days=n) for n in range(1, (TODAY - begins).days)]
        since = TODAY - timedelta(days=28)
        return [
            SimpleNamespace(
                prop_type="points",
                game_date=day,
                beyond=(self._newest if day > since else 5.0) + (n % 7 - 3) / 10,
            )
            for n, day in enumerate(days)
            for _ in range(5)
        ]
