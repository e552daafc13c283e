"""The ledger as those see it who only look at a home: what landed, was rejected, and failed.

The library by which it is written takes longer to load than an explanation takes to be found.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boxline.engine.attempts import Attempt
from boxline.engine.ports import Landed
from boxline.stores.landing import Landing
from boxline.stores.ledger_rows import attempt_of, landed_of, reject_of

#: Columns are named: where one is lacking, the ledger is an older version's.
_LANDED = """
SELECT landed_id, content_id, dataset, fetched_at, pages, batch, asked
FROM landed ORDER BY fetched_at, landed_id
"""
_REJECTS = """
SELECT dataset, scope, file, row, field, value, reason, content
FROM rejects ORDER BY dataset, rowid
"""
_ATTEMPTS = """
SELECT dataset, cell, inputs, code, kind, message, run_id, failed_at, error
FROM attempts ORDER BY rowid
"""


@dataclass(frozen=True, kw_only=True)
class LedgerGlance:
    """What stood in a ledger at one instant, told as `Ledger` tells it."""

    of_landed: Sequence[Landed]
    of_rejects: Sequence[dict[str, Any]]
    of_attempts: Sequence[Attempt]

    def landed(self) -> Sequence[Landed]:
        """Every landed object, in the order fetched."""
        return self.of_landed

    def rejects(self) -> Sequence[dict[str, Any]]:
        """The rejects that stand."""
        return self.of_rejects

    def attempts(self) -> Sequence[Attempt]:
        """Every failed attempt that counts, oldest first."""
        return self.of_attempts


def glance(path: Path, landing: Landing) -> LedgerGlance | None:
    """What stands in a ledger; None where it is to be made, mended or complained of first, which is
    for `Ledger`: it is not there, cannot be read, or lacks something that landed."""
    # Opened to write: who may only read leaves files beside it that nobody removes.
    file = f"{path.absolute().as_uri()}?mode=rw"
    try:
        with closing(sqlite3.connect(file, uri=True)) as connection:
            connection.row_factory = lambda cursor, row: {
                column[0]: value for column, value in zip(cursor.description, row, strict=True)
            }
            connection.execute("BEGIN")
            found = LedgerGlance(
                of_landed=[landed_of(row) for row in connection.execute(_LANDED)],
                of_rejects=[reject_of(row) for row in connection.execute(_REJECTS)],
                of_attempts=[attempt_of(row) for row in connection.execute(_ATTEMPTS)],
            )
    except sqlite3.Error:
        return None
    known = [one.landed_id for one in found.of_landed]
    return None if any(landing.described(known)) else found
