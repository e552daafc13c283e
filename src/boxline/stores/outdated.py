"""Counting and removing the rows of the ledger that nobody counts on any more."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

from boxline.stores.ledger_pruning import GOING, Rows


class Outdated:
    """Such rows of a ledger."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def count(self, kind: Rows, before: datetime) -> int:
        """How many rows of a kind are older than an instant, and counted on by nothing."""
        with self._engine.connect() as connection:
            return sum(
                connection.execute(
                    sa.text(f"SELECT count(*) FROM {table} WHERE {where}"), _by(before)
                ).scalar_one()
                for table, where in GOING[kind].items()
            )

    def remove(self, kind: Rows, before: datetime) -> int:
        """Remove them, all or none; how many that were."""
        with self._engine.begin() as connection:
            return sum(
                connection.execute(
                    sa.text(f"DELETE FROM {table} WHERE {where}"), _by(before)
                ).rowcount
                for table, where in GOING[kind].items()
            )


def _by(before: datetime) -> dict[str, str]:
    return {"before": before.astimezone(UTC).isoformat()}
