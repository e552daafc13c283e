"""What went wrong, as the ledger keeps it: refused rows and failed attempts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from boxline.engine.attempts import Attempt
from boxline.engine.ports import Reject
from boxline.stores.clearances import Clearances
from boxline.stores.ledger_dialects import among
from boxline.stores.ledger_rows import attempt_of, reject_of
from boxline.stores.ledger_tables import ATTEMPTS, REJECTS, RUNS, STEPS

#: Where a row says whose it is, in the words of whoever sent it.
NAMES_SENT = ("name_sent", "player_name")


class Setbacks(Clearances):
    """Rejects and attempts, as rows of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def reject(self, dataset: str, scope: Sequence[str], rejects: Sequence[Reject]) -> None:
        """Replace the rejects of a dataset for some days or landed objects."""
        with self._engine.begin() as connection:
            connection.execute(
                REJECTS.delete().where(REJECTS.c.dataset == dataset, among(REJECTS.c.scope, scope))
            )
            if rejects:
                connection.execute(REJECTS.insert(), [_reject_row(r) for r in rejects])

    def reject_scopes(self) -> frozenset[tuple[str, str]]:
        """(dataset, day or landed id) of the rejects that stand."""
        query = sa.select(REJECTS.c.dataset, REJECTS.c.scope).distinct()
        with self._engine.connect() as connection:
            return frozenset((row.dataset, row.scope) for row in connection.execute(query))

    def rejects(
        self, *, dataset: str | None = None, reject_id: str | None = None
    ) -> list[dict[str, Any]]:
        """The rejects that stand: all of them, of one dataset, or the one with this id.

        Of `landed_id` and `day` one is empty: the rows of a raw dataset came with a landed object,
        those of a computed one were computed for a day.
        """
        query = sa.select(REJECTS).order_by(REJECTS.c.dataset, sa.text("rowid"))
        if dataset is not None:
            query = query.where(REJECTS.c.dataset == dataset)
        with self._engine.connect() as connection:
            found = [reject_of(row._mapping) for row in connection.execute(query)]
        return [one for one in found if reject_id in (None, one["reject_id"])]

    def reject_counts(self) -> dict[str, int]:
        """Dataset -> how many of its rejects stand."""
        query = sa.select(REJECTS.c.dataset, sa.func.count()).group_by(REJECTS.c.dataset)
        with self._engine.connect() as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def reject_extent(self) -> list[tuple[str, int, int, int]]:
        """(dataset, rejects, days or landed objects of them, the newest row): another where any
        are added or taken away, for the cost of an index."""
        counts = (sa.func.count(), sa.func.count(REJECTS.c.scope.distinct()))
        newest = sa.func.max(sa.literal_column("rowid", sa.Integer))
        query = sa.select(REJECTS.c.dataset, *counts, newest).group_by(REJECTS.c.dataset)
        with self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def reject_groups(self) -> list[dict[str, Any]]:
        """The rejects that stand, counted by `dataset`, `scope` (a day or landed id), `file`,
        `field`, `reason` and the `name` that the rows carry as it was sent, with their `rows`."""
        columns = [REJECTS.c[name] for name in ("dataset", "scope", "file", "field", "reason")]
        # A row is kept as it came: not all that providers send, or that Python writes, is JSON.
        is_json = sa.func.json_valid(REJECTS.c.content) == 1
        told = (
            sa.case((is_json, sa.func.json_extract(REJECTS.c.content, f"$.{name}")))
            for name in NAMES_SENT
        )
        name = sa.func.coalesce(*told, "").label("name")
        query = (
            sa.select(*columns, name, sa.func.count().label("rows"))
            .group_by(*columns, name)
            .order_by(*columns, name)
        )
        with self._engine.connect() as connection:
            return [dict(row._mapping) for row in connection.execute(query)]

    def rejected_of_newest(self, since: datetime) -> dict[str, tuple[int, int]]:
        """Dataset -> (rows in, rows rejected) of the newest piece of work since an instant."""
        query = (
            sa.select(STEPS.c.dataset, STEPS.c.rows_in, STEPS.c.rows_rejected)
            .join(RUNS, RUNS.c.run_id == STEPS.c.run_id)
            .where(RUNS.c.started_at >= since.isoformat(), STEPS.c.rows_in > 0)
            .order_by(RUNS.c.started_at, sa.literal_column("steps.rowid"))
        )
        with self._engine.connect() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(query)}

    def note_attempts(self, attempts: Sequence[Attempt]) -> None:
        """Keep failed attempts."""
        rows = [
            {**vars(one), "kind": one.kind.value, "failed_at": one.failed_at.isoformat()}
            for one in attempts
        ]
        with self._engine.begin() as connection:
            connection.execute(ATTEMPTS.insert(), rows)

    def attempts(self) -> list[Attempt]:
        """Every failed attempt that counts, oldest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(ATTEMPTS).order_by(sa.text("rowid"))).all()
        return [attempt_of(row._mapping) for row in rows]


def _reject_row(reject: Reject) -> dict[str, Any]:
    day = reject.day.isoformat() if isinstance(reject.day, date) else ""
    return {
        "dataset": reject.dataset,
        "scope": reject.landed_id or day,
        "file": reject.file,
        "row": reject.row,
        "field": reject.field,
        "value": reject.value,
        "reason": reject.reason,
        "content": reject.content,
    }
