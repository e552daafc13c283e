"""One transaction: committed whole, or rolled back whatever stops it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb


@contextmanager
def transaction(
    connection: duckdb.DuckDBPyConnection, *, drops: tuple[str, ...] = ()
) -> Iterator[None]:
    """Commit what is done inside, or nothing of it.

    Args:
        drops: temporary tables that are dropped afterwards, either way.
    """
    connection.execute("BEGIN")
    is_committed = False
    try:
        yield
        connection.execute("COMMIT")
        is_committed = True
    finally:
        if not is_committed:
            connection.execute("ROLLBACK")
        for table in drops:
            connection.execute(f"DROP TABLE IF EXISTS {table}")
