"""The morning reports of a home: of each morning what programs read, and the same as a page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from boxline.domain.days import parse_day
from boxline.errors import BadDay
from boxline.stores.durable import write_durably

FOLDER = "reports"


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One that is kept."""

    day: str
    document: Path
    page: Path


@dataclass(frozen=True)
class Reports:
    """The folder that holds them, there once one was kept."""

    root: Path

    def keep(self, day: str, document: bytes, page: bytes) -> Kept:
        """Keep that of a day, in place of an earlier one.

        Raises:
            OSError: it cannot be written.
        """
        self.root.mkdir(exist_ok=True)
        kept = self._of(day)
        write_durably(kept.page, page)
        write_durably(kept.document, document)  # last: with it the report is there
        return kept

    def newest(self) -> Kept | None:
        """That of the newest morning; None before the first."""
        days = sorted(path.stem for path in self.root.glob("*.json") if _is_day(path.stem))
        return self._of(days[-1]) if days else None

    def _of(self, day: str) -> Kept:
        return Kept(day=day, document=self.root / f"{day}.json", page=self.root / f"{day}.html")


def _is_day(text: str) -> bool:
    try:
        parse_day(text)
    except BadDay:
        return False
    return True
