"""The fence: which run may commit. It stands in the warehouse, so a commit and it are one thing.

A run that stood still until its lease lapsed does not know that another has taken over. The other
raised the fence with its first commit, or as it opened a warehouse that no lock guards, and the
first is refused at its next one.
"""

from __future__ import annotations

from typing import Protocol

import duckdb


class Token(Protocol):
    """A lease, as far as the warehouse needs it. It lapses `seconds` after it was last renewed."""

    token: int
    run_id: str
    seconds: float

    def renew(self) -> None:
        """Say that work goes on.

        Raises:
            LeaseLost: another run has taken it since.
        """

    def raise_above(self, token: int) -> None:
        """Take a token above this one.

        Raises:
            LeaseLost: another run has taken the lease since.
        """


def pass_fence(connection: duckdb.DuckDBPyConnection, lease: Token) -> None:
    """Insist, at the end of a transaction, that nobody with a higher token has committed; from
    its commit on, nobody with a lower one will.

    Raises:
        LeaseLost: somebody else has taken the lease.
    """
    standing = _standing(connection)
    if standing > lease.token:
        # A ledger that was lost counts from 1 again; whoever still has the lease goes on above.
        lease.raise_above(standing)
    if standing != lease.token:
        connection.execute("DELETE FROM ops.fence")
        connection.execute("INSERT INTO ops.fence VALUES (?)", [lease.token])


def _standing(connection: duckdb.DuckDBPyConnection) -> int:
    row = connection.execute("SELECT max(token) FROM ops.fence").fetchone()
    return int(row[0] or 0) if row else 0
