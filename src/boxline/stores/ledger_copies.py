"""Copies of a ledger, taken while others write it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from boxline.errors import DiskFull, StoreDamaged


def copy_ledger(source: Path, target: Path) -> None:
    """Copy a ledger as it stands at one moment, in one file.

    Who holds leases and whose turn it is are of this machine, by its monotonic clock: in the copy
    nobody holds anything. The tokens of leases stay, because the warehouse's fence counts on.

    Raises:
        DiskFull: there is no space for the copy.
        StoreDamaged: the ledger cannot be read.
    """
    try:
        with closing(sqlite3.connect(source)) as held, closing(sqlite3.connect(target)) as copy:
            held.backup(copy)
            copy.execute("UPDATE leases SET expires = 0")
            copy.execute("DELETE FROM pace")
            copy.commit()
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as cause:
        if cause.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise DiskFull(str(target)) from cause
        next_step = f"Move {source.name}* away: no data is in it, and a new one is made."
        raise StoreDamaged(str(source), str(cause), next_step) from cause
