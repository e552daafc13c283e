"""Where the ledger of a home is, for who looks into it from outside, or takes it away.

It is a file of the home, unless the program that lives through a season says otherwise.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Protocol


class Ledgers(Protocol):
    """The ledgers of homes."""

    def url_of(self, home: Path, /) -> str:
        """What the home's settings say of it; empty for a file of the home."""

    def ask(self, home: Path, query: str, *values: object) -> list[Any]:
        """What it says; nothing where it is lost, or its tables were not made yet. A value stands
        for each `?` of the query."""

    def lose(self, home: Path) -> None:
        """Take it away."""


class Files:
    """Ledgers in files."""

    def url_of(self, _home: Path) -> str:
        return ""

    def ask(self, home: Path, query: str, *values: object) -> list[Any]:
        ledger = home / "ledger.sqlite"
        if not ledger.exists():
            return []
        with closing(sqlite3.connect(ledger)) as connection:
            if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'runs'").fetchall():
                return []
            return connection.execute(query, values).fetchall()

    def lose(self, home: Path) -> None:
        """With what SQLite keeps beside it."""
        for file in home.glob("ledger.sqlite*"):
            file.unlink()


#: Those of this program.
IN_USE: list[Ledgers] = [Files()]


def ledgers() -> Ledgers:
    """Those of this program."""
    return IN_USE[-1]
