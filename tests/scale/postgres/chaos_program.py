"""The seasons of `tests.chaos` with the ledger of each home in a database of its own.

A ledger is lost when its database is dropped and made anew; a disk that is full is that of the
home. Run it as that program is run, with a server's port and folder before the other words.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import alembic.command  # noqa: F401 - whoever is forked has it then
import psycopg
from sqlalchemy.dialects import postgresql  # noqa: F401

from tests.chaos import ledgers, program
from tests.scale.postgres.server import Server


class Databases:
    """Ledgers in databases, one for each home."""

    def __init__(self, server: Server) -> None:
        self._server = server

    def url_of(self, home: Path, /) -> str:
        name = f"home_{hashlib.sha256(str(home).encode()).hexdigest()[:12]}"
        with psycopg.connect(self._server.url("postgres"), autocommit=True) as connection:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            if connection.execute(query, [name]).fetchone() is None:
                taken = (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation)
                with suppress(*taken):  # another process was faster
                    self._server.say(f"CREATE DATABASE {name}")
        return self._server.url(name)

    def ask(self, home: Path, query: str, *values: object) -> list[Any]:
        with psycopg.connect(self.url_of(home)) as connection:
            try:
                return connection.execute(query.replace("?", "%s"), values).fetchall()  # type: ignore[call-overload,no-any-return]
            except psycopg.errors.UndefinedTable:
                return []

    def lose(self, home: Path) -> None:
        self._server.make_anew(self.url_of(home))


def main() -> None:
    """Live through the seasons that the command line names."""
    _, port, folder, *words = sys.argv
    ledgers.IN_USE.append(Databases(Server(port=int(port), folder=Path(folder))))
    sys.argv = ["program", *words]
    program.main()


if __name__ == "__main__":
    main()
