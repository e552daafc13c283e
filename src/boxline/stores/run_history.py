"""Runs, what each did, and what of it failed, as rows of the ledger."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from boxline.stores.children import Children
from boxline.stores.leases import Holder, Leases
from boxline.stores.ledger_dialects import add
from boxline.stores.ledger_tables import EXCHANGES, FAILED_WORK, RUNS, STEPS, WAREHOUSE_COSTS

if TYPE_CHECKING:
    from boxline.engine.reliability import Reliability


class RunHistory:
    """One row for each run from its start to its end; steps and failures are written when it ends,
    in one batch."""

    _engine: sa.Engine
    leases: Leases
    children: Children

    def start(
        self, run_id: str, command: str, now: datetime, *, code: str = "", release: str = ""
    ) -> None:
        """Record that a run began.

        Args:
            code: the version of the code that it runs.
            release: the same for people: the number of the release, and the commit if known.
        """
        row = {
            "run_id": run_id,
            "command": command,
            "state": "running",
            "process_id": os.getpid(),
            "started_at": now.isoformat(),
            "code": code or None,
            "release": release or None,
        }
        with self._engine.begin() as connection:
            connection.execute(RUNS.insert(), [row])

    def add_ended(self, row: dict[str, Any]) -> bool:
        """Record a run that ended as it began, by the columns of its row; whether it was news."""
        with self._engine.begin() as connection:
            return add(connection, RUNS, row)

    def finish(
        self,
        run_id: str,
        state: str,
        now: datetime,
        steps: Sequence[dict[str, Any]],
        message: str = "",
        failures: Sequence[dict[str, Any]] = (),
    ) -> None:
        """Record how a run ended and all that it did, in one batch."""
        totals = {
            name: sum(step[name] for step in steps)
            for name in ("rows_in", "rows_kept", "rows_rejected", "rows_stored")
        }
        with self._engine.begin() as connection:
            connection.execute(
                RUNS.update().where(RUNS.c.run_id == run_id),
                {"state": state, "ended_at": now.isoformat(), "message": message, **totals},
            )
            if steps:
                connection.execute(STEPS.insert(), [{"run_id": run_id, **s} for s in steps])
            if failures:
                rows = [{"run_id": run_id, **one} for one in failures]
                connection.execute(FAILED_WORK.insert(), rows)

    def note_costs(self, run_id: str, *, jobs: int, processed: int, billed: int) -> None:
        """Keep what a run's jobs on a warehouse cost, in bytes."""
        row = {
            "run_id": run_id,
            "jobs": jobs,
            "bytes_processed": processed,
            "bytes_billed": billed,
        }
        with self._engine.begin() as connection:
            connection.execute(WAREHOUSE_COSTS.insert(), [row])

    def costs(self, run_id: str) -> dict[str, int]:
        """What a run's jobs on a warehouse cost; nothing of one that asked for none."""
        query = sa.select(WAREHOUSE_COSTS).where(WAREHOUSE_COSTS.c.run_id == run_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return {k: v for k, v in row._mapping.items() if k != "run_id"} if row else {}

    def runs(self, limit: int) -> list[dict[str, Any]]:
        """The newest runs, newest first.

        One that wrote no end is `running` while it has the lease, `stale` once that has lapsed,
        and `lost` when its process is gone.
        """
        holder = self.leases.holder()
        query = sa.select(RUNS).order_by(RUNS.c.started_at.desc()).limit(limit)
        with self._engine.connect() as connection:
            return [_run(row, holder) for row in connection.execute(query)]

    def runs_since(self, since: datetime) -> list[dict[str, Any]]:
        """The runs that began since an instant, newest first; each as `runs` tells it."""
        holder = self.leases.holder()
        query = sa.select(RUNS).where(RUNS.c.started_at >= since.isoformat())
        with self._engine.connect() as connection:
            rows = connection.execute(query.order_by(RUNS.c.started_at.desc())).all()
        return [_run(row, holder) for row in rows]

    def steps_since(self, since: datetime) -> list[dict[str, Any]]:
        """What those runs did, in no order."""
        query = sa.select(STEPS).join(RUNS, RUNS.c.run_id == STEPS.c.run_id)
        with self._engine.connect() as connection:
            rows = connection.execute(query.where(RUNS.c.started_at >= since.isoformat()))
            return [dict(row._mapping) for row in rows]

    def run(self, run_id: str) -> dict[str, Any] | None:
        """One run, or what a server started under its id; None where there is neither."""
        holder = self.leases.holder()
        query = sa.select(RUNS).where(RUNS.c.run_id == run_id)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        if row:
            return _run(row, holder)
        child = self.children.find(run_id)
        return child.as_run() if child else None

    def steps(self, run_id: str) -> list[dict[str, Any]]:
        """What a run did, in order."""
        query = sa.select(STEPS).where(STEPS.c.run_id == run_id).order_by(sa.text("rowid"))
        with self._engine.connect() as connection:
            rows = [dict(row._mapping) for row in connection.execute(query)]
        return [{k: v for k, v in row.items() if k != "run_id"} for row in rows]

    def reliability(self, since: datetime) -> list[Reliability]:
        """How work at each dataset went in runs begun since then, by name."""
        from boxline.engine.reliability import reliability

        return reliability(
            self.seconds_of_work(since), self.failures_of_work(since), self.requests_made(since)
        )

    def seconds_of_work(self, since: datetime) -> dict[str, list[float]]:
        """Dataset -> how long each piece of work took that was done by runs begun since then."""
        query = (
            sa.select(STEPS.c.dataset, STEPS.c.seconds)
            .join(RUNS, RUNS.c.run_id == STEPS.c.run_id)
            .where(RUNS.c.started_at >= since.isoformat())
        )
        found: dict[str, list[float]] = {}
        with self._engine.connect() as connection:
            for dataset, seconds in connection.execute(query):
                found.setdefault(dataset, []).append(seconds)
        return found

    def failures_of(self, run_ids: Collection[str]) -> dict[str, list[str]]:
        """Run -> what each piece of its work that failed said, in order; of some runs."""
        query = (
            sa.select(FAILED_WORK.c.run_id, FAILED_WORK.c.message)
            .where(FAILED_WORK.c.run_id.in_(run_ids))
            .order_by(sa.literal_column("rowid"))
        )
        found: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for run_id, message in connection.execute(query):
                found.setdefault(run_id, []).append(message)
        return found

    def failures_of_work(self, since: datetime) -> dict[str, list[str]]:
        """Dataset -> why each piece of work failed since then, oldest first; mended or not."""
        query = (
            sa.select(FAILED_WORK.c.dataset, FAILED_WORK.c.message)
            .where(FAILED_WORK.c.failed_at >= since.isoformat())
            .order_by(sa.literal_column("rowid"))
        )
        found: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for dataset, message in connection.execute(query):
                found.setdefault(dataset, []).append(message)
        return found

    def requests_made(self, since: datetime) -> dict[str, tuple[int, int]]:
        """Dataset -> (requests sent for it since then, those of them that failed). That something
        is not there yet is no failure."""
        failed = sa.func.sum(sa.case((EXCHANGES.c.code.in_(("", "not_yet")), 0), else_=1))
        query = (
            sa.select(EXCHANGES.c.dataset, sa.func.count(), failed)
            .where(EXCHANGES.c.at >= since.isoformat())
            .group_by(EXCHANGES.c.dataset)
        )
        with self._engine.connect() as connection:
            return {row[0]: (row[1], row[2]) for row in connection.execute(query)}


def _run(row: Any, holder: Holder | None) -> dict[str, Any]:
    found = dict(row._mapping)
    if found["state"] == "running":
        is_held = holder is not None and holder.run_id == row.run_id and holder.is_there
        if holder is None or not is_held:
            found["state"] = "lost"
        elif not holder.is_at_work:
            found["state"] = "stale"
    return found
