"""One transaction: committed whole, or rolled back whatever stops it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import duckdb

from boxline.stores.fence import Token, pass_fence


@dataclass(frozen=True)
class Writer:
    """A connection and the lease it is written by: made by `open_warehouse`, which holds the lock
    for as long as it is used."""

    connection: duckdb.DuckDBPyConnection
    lease: Token

    @contextmanager
    def transaction(self, *, drops: tuple[str, ...] = ()) -> Iterator[None]:
        """Commit what is done inside, or nothing of it.

        Args:
            drops: temporary tables that are dropped afterwards, either way.
        Raises:
            LeaseLost: another run has taken over since.
        """
        self.connection.execute("BEGIN")
        is_open = True
        try:
            yield
            self.seal()
            is_open = False  # a COMMIT that fails has rolled back by itself
            self.connection.execute("COMMIT")
        finally:
            if is_open:
                self._roll_back()
            for table in drops:
                self.connection.execute(f"DROP TABLE IF EXISTS {table}")

    def seal(self) -> None:
        """What is done last before the commit."""
        pass_fence(self.connection, self.lease)

    def _roll_back(self) -> None:
        """Roll back, also where an interruption that was meant for the work comes late and meets
        this instead: then it may have been done or not."""
        try:
            self.connection.execute("ROLLBACK")
        except duckdb.InterruptException:
            with suppress(duckdb.TransactionException):  # it was done
                self.connection.execute("ROLLBACK")
