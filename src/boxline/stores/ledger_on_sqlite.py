"""A ledger in a file of the home: how SQLite is set up, and what is said where it refuses."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from boxline.errors import DiskFull, HomeBusy, StoreDamaged
from boxline.stores.ledger_columns import make_tables

#: How long to wait for another process that writes: each does in some ms. One that stands still in
#: the midst of it holds all others up.
WAIT_SECONDS = 10.0

#: Bytes that SQLite needs beside its file before it can write a page into it.
_PAGES = 2**17


class OnSQLite:
    """Opens the file, makes its tables, and explains its errors."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def engine(self) -> sa.Engine:
        """What connects to it."""
        # No pool: a connection that nobody closes outlives the home it belongs to.
        url = sa.URL.create("sqlite", database=str(self.path))
        engine = sa.create_engine(url, poolclass=sa.NullPool)
        sa.event.listen(engine, "connect", _set_up)
        sa.event.listen(engine, "handle_error", self._explain)
        return engine

    def prepare(self, engine: sa.Engine) -> None:
        """Make the tables that are not there yet.

        Raises:
            StoreDamaged: another version of Boxline wrote it.
        """
        if not make_tables(engine):
            why = "another version of Boxline wrote it"
            raise StoreDamaged(str(self.path), why, self._made_anew)

    @property
    def _made_anew(self) -> str:
        """What to do about a ledger that is of no use any more."""
        name = self.path.name
        return f"Move {name}* away: no data is in it, and a new one is made at the next start."

    def _explain(self, context: sa.engine.ExceptionContext) -> None:
        """Say what to do about a file that SQLite cannot use."""
        cause = context.original_exception
        if isinstance(cause, sqlite3.OperationalError) and self._is_full(cause):
            raise DiskFull(str(self.path)) from cause
        if isinstance(cause, sqlite3.OperationalError) and _is_locked(cause):
            holder = "a process that writes its ledger"
            raise HomeBusy(str(self.path.parent), holder, WAIT_SECONDS) from cause
        if isinstance(cause, sqlite3.OperationalError):
            next_step = "Check its permissions, the free space, and whether a process holds it."
        elif type(cause) is sqlite3.DatabaseError:
            next_step = self._made_anew
        else:
            return
        raise StoreDamaged(str(self.path), str(cause), next_step) from cause

    def _is_full(self, cause: sqlite3.OperationalError) -> bool:
        """Whether there is no space: beside its file SQLite says only that writing failed."""
        is_of_writing = cause.sqlite_errorcode & 0xFF == sqlite3.SQLITE_IOERR
        is_full = cause.sqlite_errorcode == sqlite3.SQLITE_FULL
        return is_full or (is_of_writing and shutil.disk_usage(self.path.parent).free < _PAGES)


def _is_locked(cause: sqlite3.OperationalError) -> bool:
    return cause.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _set_up(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    # A power cut may lose the newest bookkeeping, which the data then tells again; a kill does not.
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA busy_timeout={WAIT_SECONDS * 1000:.0f}")
