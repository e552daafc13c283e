"""What the ledger's databases say differently: an insert that meets a row, a list, a clock, a lock.

All other statements are the same for SQLite, which is a file of the home, and for Postgres, which
several processes on several hosts may share.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

POSTGRES = "postgresql"


def is_shared(engine: sa.Engine) -> bool:
    """Whether processes of other hosts may work with this ledger too."""
    return engine.dialect.name == POSTGRES


def insert_into(connection: sa.Connection, table: sa.Table) -> Any:
    """An insert that can say what happens where a row of the same key is there: its
    `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if connection.dialect.name == POSTGRES:
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    return sqlite.insert(table)


def add(connection: sa.Connection, table: sa.Table, row: dict[str, Any]) -> bool:
    """Insert a row; False, and nothing, where there is one of its key."""
    new = insert_into(connection, table).values(row).on_conflict_do_nothing()
    # How many rows an insert made, not every driver says.
    return connection.execute(new.returning(*table.primary_key)).first() is not None


def put(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, each in the place of the one that has its key."""
    new = insert_into(connection, table)
    key = [column.name for column in table.primary_key]
    others = {name: new.excluded[name] for name in rows[0] if name not in key} if rows else {}
    if rows:
        statement = new.on_conflict_do_update(index_elements=key, set_=others)
        connection.execute(statement, list(rows))


class _Each(FunctionElement[str]):
    """The texts of a JSON list, one in a row."""

    name = "each_text"
    inherit_cache = True


@compiles(_Each, "sqlite")
def _each_in_sqlite(element: _Each, compiler: Any, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Each, POSTGRES)
def _each_in_postgres(element: _Each, compiler: Any, **options: Any) -> str:
    return f"json_array_elements_text(({compiler.process(element.clauses, **options)})::json)"


def among(column: sa.ColumnElement[Any], values: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether a column holds one of some texts, however many there are."""
    given = _Each(sa.literal(json.dumps(list(values)), sa.String)).table_valued("value")
    return column.in_(sa.select(given.c.value))


def present(engine: sa.Engine) -> Any:
    """The present in seconds by the ledger's clock, to be written or compared in a statement: the
    monotonic one of this host for a file that only its processes open, else the server's own. A
    change of any other clock moves nothing."""
    if is_shared(engine):
        return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Double)
    return time.monotonic()


def present_seconds(connection: sa.Connection) -> float:
    """The same as a number."""
    now = present(connection.engine)
    return now if isinstance(now, float) else float(connection.execute(sa.select(now)).scalar_one())


@contextmanager
def alone(engine: sa.Engine, what: str) -> Iterator[sa.Connection]:
    """A transaction that reads what no other one that is alone with it is about to change."""
    with engine.connect() as connection:
        if is_shared(engine):
            key = sa.func.hashtext(f"boxline {what}")
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection
        connection.commit()
