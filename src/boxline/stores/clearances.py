"""Why failures count no more: kept whenever they are forgotten, so that it can be told later."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from boxline.engine.attempts import Attempt, Cleared, why_cleared
from boxline.engine.exchanges import HostRecord
from boxline.stores.ledger_dialects import among
from boxline.stores.ledger_rows import attempt_of
from boxline.stores.ledger_tables import ATTEMPTS, CLEARANCES, EXCHANGES


class Clearances:
    """Breakers that were cleared, as rows of a database."""

    _engine: sa.Engine

    def mend(
        self, dataset: str, done: Mapping[str, str], *, code: str, run_id: str, now: datetime
    ) -> None:
        """Forget failed attempts at cells that were done, and keep why they count no more.

        Args:
            done: cell -> the version of the inputs it was done with.
        """

        def why(newest: Attempt) -> Cleared:
            return why_cleared(newest, inputs=done[newest.cell], code=code)

        chosen = (ATTEMPTS.c.dataset == dataset) & among(ATTEMPTS.c.cell, list(done))
        with self._engine.begin() as connection:
            forget(connection, chosen, why, now=now, run_id=run_id)

    def clear_attempts(
        self, dataset: str = "", cells: Sequence[str] = (), *, note: str = "", now: datetime
    ) -> int:
        """Forget the failed attempts at some cells of a dataset, at all of them, or at all there
        are, because somebody says so; how many that were."""
        chosen: sa.ColumnElement[bool] = sa.true()
        if dataset:
            chosen &= ATTEMPTS.c.dataset == dataset
        if cells:
            chosen &= among(ATTEMPTS.c.cell, cells)
        with self._engine.begin() as connection:
            return forget(connection, chosen, lambda _: Cleared.BY_HAND, now=now, note=note)

    def clear_host(
        self,
        host: str,
        record: HostRecord,
        because: Cleared,
        *,
        now: datetime,
        run_id: str = "",
        note: str = "",
    ) -> None:
        """Keep that a host's failures until now count no more, and why."""
        of_host = sa.select(sa.literal_column("rowid"), EXCHANGES.c.code).where(
            EXCHANGES.c.host == host
        )
        newest_first = of_host.order_by(sa.literal_column("rowid").desc())
        with self._engine.begin() as connection:
            newest = connection.execute(newest_first.limit(1)).first()
            failed = connection.execute(newest_first.where(EXCHANGES.c.code != "").limit(1)).first()
            row = {
                "cleared_at": now.isoformat(),
                "dataset": "",
                "cell": host,
                "failures": record.failures,
                "message": failed.code if failed else "",
                "because": because.value,
                "note": note,
                "run_id": run_id,
                "exchange": newest[0] if newest else 0,
            }
            connection.execute(CLEARANCES.insert(), [row])

    def clearances(
        self, *, dataset: str | None = None, cell: str | None = None, limit: int = 1_000
    ) -> list[dict[str, Any]]:
        """What was cleared, newest first: of a dataset (of hosts, where it is empty), of a cell or
        host, or all of it."""
        query = sa.select(CLEARANCES).order_by(sa.literal_column("rowid").desc()).limit(limit)
        if dataset is not None:
            query = query.where(CLEARANCES.c.dataset == dataset)
        if cell is not None:
            query = query.where(CLEARANCES.c.cell == cell)
        with self._engine.connect() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        return [{name: row[name] for name in row if name != "exchange"} for row in rows]


def forget(
    connection: sa.Connection,
    chosen: sa.ColumnElement[bool],
    why: Callable[[Attempt], Cleared],
    *,
    now: datetime,
    run_id: str = "",
    note: str = "",
) -> int:
    """Forget the attempts that are chosen, in the transaction that is open, and keep one line of
    each cell; how many attempts that were."""
    rows = connection.execute(
        sa.select(ATTEMPTS).where(chosen).order_by(sa.literal_column("rowid"))
    ).all()
    if not rows:
        return 0
    made: dict[tuple[str, str], list[Attempt]] = {}
    for row in rows:
        made.setdefault((row.dataset, row.cell), []).append(attempt_of(row._mapping))
    cleared = [
        {
            "cleared_at": now.isoformat(),
            "dataset": dataset,
            "cell": cell,
            "failures": len(attempts),
            "message": attempts[-1].message,
            "because": why(attempts[-1]).value,
            "note": note,
            "run_id": run_id,
        }
        for (dataset, cell), attempts in made.items()
    ]
    connection.execute(CLEARANCES.insert(), cleared)
    connection.execute(ATTEMPTS.delete().where(chosen))
    return len(rows)
