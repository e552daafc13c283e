"""Copies of a ledger, taken while others write it: of the file, and out of and into a server."""

from __future__ import annotations

import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from boxline.errors import DiskFull, StoreDamaged
from boxline.stores.claim_tables import WANTED
from boxline.stores.ledger_dialects import POSTGRES
from boxline.stores.ledger_on_sqlite import OnSQLite
from boxline.stores.ledger_tables import LEASES, METADATA, PACE

#: What is of the moment, and of nobody's any more in a copy.
_OF_THE_MOMENT = (PACE, WANTED)
#: Rows that are carried at once.
_ROWS = 5_000
#: What the file of a ledger is called that has been moved to a server.
MOVED = ".moved"
#: How a server says that it holds the rows of a file, before that file's mark.
_CARRIED = "carried from the file with the mark "
_MARK = "SELECT obj_description('alembic_version'::regclass, 'pg_class')"


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
            for table in _OF_THE_MOMENT:
                copy.execute(f"DELETE FROM {table.name}")
            copy.commit()
            copy.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as cause:
        if cause.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise DiskFull(str(target)) from cause
        next_step = f"Move {source.name}* away: no data is in it, and a new one is made."
        raise StoreDamaged(str(source), str(cause), next_step) from cause


def copy_from_server(server: sa.Engine, target: Path) -> None:
    """Copy a ledger on a server, as it stands at one moment, into a file: the same rows, and nobody
    holds anything."""
    file = OnSQLite(target)
    engine = file.engine()
    try:
        file.prepare(engine)
        reading = server.execution_options(isolation_level="REPEATABLE READ")
        with reading.connect() as held, engine.begin() as copy:
            _carry(held, copy)
        with engine.connect() as copy:
            copy.exec_driver_sql("PRAGMA journal_mode = DELETE")
    finally:
        engine.dispose()


@dataclass(frozen=True)
class FileBefore:
    """The file that a home's ledger was in before it moved to a server.

    File and server bear the same mark from the transaction on that carried the rows. So whoever was
    killed right after it leaves a file that is known to be of the past, and is moved aside by who
    opens the ledger next; a file that was never carried stays.
    """

    path: Path

    def carry(self, connection: sa.Connection) -> None:
        """Carry its rows into new tables of a server, in the transaction that is open. Nothing
        where it is not there."""
        if not self.path.exists():
            return
        mark = 1 + secrets.randbelow(2**31 - 1)
        file = OnSQLite(self.path)
        engine = file.engine()
        try:
            file.prepare(engine)
            with engine.connect() as held:
                held.exec_driver_sql(f"PRAGMA user_version = {mark}")
                _carry(held, connection)
        finally:
            engine.dispose()
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{_CARRIED}{mark}'")

    def set_aside(self, connection: sa.Connection) -> None:
        """Move it aside where its rows are on the server: what is said stands in one place."""
        carried = str(connection.exec_driver_sql(_MARK).scalar() or "")
        if not self.path.exists() or not carried.startswith(_CARRIED):
            return
        engine = OnSQLite(self.path).engine()
        try:
            with engine.connect() as held:
                mark = held.exec_driver_sql("PRAGMA user_version").scalar_one()
        finally:
            engine.dispose()
        if carried == f"{_CARRIED}{mark}":
            self.path.rename(self.path.with_name(self.path.name + MOVED))


def _carry(held: sa.Connection, copy: sa.Connection) -> None:
    for table in METADATA.sorted_tables:
        if table in _OF_THE_MOMENT:
            continue
        found = held.execute(sa.select(table).order_by(sa.text("rowid")))
        for rows in found.mappings().partitions(_ROWS):
            copy.execute(table.insert(), [dict(row) for row in rows])
        counted = [key.name for key in table.primary_key if isinstance(key.type, sa.Integer)]
        if copy.dialect.name == POSTGRES and list(table.primary_key.columns.keys()) == counted:
            for name in counted:
                _go_on_counting(copy, table.name, name)
    copy.execute(LEASES.update().values(expires=0.0))


def _go_on_counting(copy: sa.Connection, table: str, column: str) -> None:
    """Let numbers that the server gives out begin after those that were carried."""
    given = f"pg_get_serial_sequence('{table}', '{column}')"
    newest = f"(SELECT max({column}) FROM {table})"
    copy.exec_driver_sql(f"SELECT setval({given}, coalesce({newest}, 0) + 1, false)")
