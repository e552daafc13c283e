"""What a run wants to be asked for, so that other processes may ask for some of it beside it.

The run that has the writer's lease says what it wants, a round at a time. Whoever works on the home
takes some of it, for as long as he says that he is at it, asks, lands what comes, and says what
came of it. What somebody took who is gone, or makes no progress, is free again. So no two ask for
the same cell at once, and to lose all of this loses nothing: the next run wants what has not
landed.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from boxline.catalog import Catalog, Raw
from boxline.engine.fetch_plan import Fetch
from boxline.engine.shared_fetches import Asked, Taken
from boxline.stores.claim_tables import WANTED
from boxline.stores.leases import WRITER
from boxline.stores.ledger_dialects import alone, among, is_shared, present_seconds
from boxline.stores.ledger_tables import LEASES
from boxline.stores.processes import Process, this_process

#: However wrong a clock may be, nobody holds a cell for longer than a lease may last.
_LONGEST_SECONDS = 3600.0


class Wanted:
    """The cells that are wanted, as rows of a database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def want(self, run_id: str, batch: str, fetches: Sequence[Fetch]) -> None:
        """Say what a run wants, who has the writer's lease; whatever another wanted is forgotten,
        but for what somebody is at this moment: it is waited for, and not asked for twice. Said
        again, it brings back what was lost, and changes nothing else."""
        rows = [_row(run_id, batch, place, fetch) for place, fetch in enumerate(fetches)]
        by_key = {(row["dataset"], row["cell"]): row for row in rows}
        with self._alone() as connection:
            is_others = WANTED.c.run_id != run_id
            is_free = WANTED.c.worker.in_(["", *self._let_go(connection)])
            is_over = WANTED.c.error.is_not(None)
            connection.execute(WANTED.delete().where(is_others, is_free | is_over))
            held = sa.select(WANTED.c.dataset, WANTED.c.cell, WANTED.c.run_id)
            for one in connection.execute(held).all():
                row = by_key.pop((one.dataset, one.cell), None)
                if row is not None and one.run_id != run_id:
                    kept = {name: row[name] for name in ("run_id", "batch", "place")}
                    connection.execute(_of([(one.dataset, one.cell)]).values(**kept))
            if by_key:
                connection.execute(WANTED.insert(), list(by_key.values()))

    def take(
        self,
        catalog: Catalog,
        *,
        run_id: str,
        worker: str,
        most: int,
        seconds: float,
        only: Collection[str] | None = None,
    ) -> list[Taken]:
        """Take some cells that a run wants and nobody is at, in the order in which it wants them,
        for so many seconds; none where none is left, or the run has the writer's lease no more.

        Args:
            only: the datasets that may be asked for; None for all.
        """
        mine = this_process()
        with self._alone() as connection:
            now = present_seconds(connection)
            has_lease = sa.exists().where(
                LEASES.c.name == WRITER, LEASES.c.run_id == run_id, LEASES.c.expires > now
            )
            query = (
                sa.select(WANTED)
                .where(WANTED.c.run_id == run_id, has_lease, WANTED.c.error.is_(None))
                .where(WANTED.c.worker.in_(["", *self._let_go(connection)]))
                .order_by(WANTED.c.place)
                .limit(most)
            )
            if only is not None:
                query = query.where(among(WANTED.c.dataset, list(only)))
            rows = connection.execute(query).all()
            if rows:
                held = {name: getattr(mine, name) for name in ("host", "pid", "started")}
                taken = _of([(row.dataset, row.cell) for row in rows])
                connection.execute(taken.values(worker=worker, expires=now + seconds, **held))
        return [Taken(fetch=_fetch(catalog, row), batch=row.batch) for row in rows]

    def keep(self, worker: str, seconds: float) -> None:
        """Say that somebody is still at what he took."""
        with self._engine.begin() as connection:
            until = present_seconds(connection) + seconds
            mine = (WANTED.c.worker == worker) & WANTED.c.error.is_(None)
            connection.execute(WANTED.update().where(mine).values(expires=until))

    def finish(self, worker: str, found: Sequence[Asked]) -> None:
        """Say what came of cells; nothing of those that another has taken since."""
        with self._engine.begin() as connection:
            for one in sorted(found, key=lambda one: one.key):
                mine = _of([one.key]).where(WANTED.c.worker == worker)
                connection.execute(mine.values(error=one.error, message=one.message))

    def give_back(self, worker: str, keys: Sequence[tuple[str, str]] | None = None) -> None:
        """Let others have what somebody took and has not finished.

        Args:
            keys: (dataset, cell) of each that is given back; None for all.
        """
        free = WANTED.update() if keys is None else _of(keys)
        mine = (WANTED.c.worker == worker) & WANTED.c.error.is_(None)
        with self._engine.begin() as connection:
            connection.execute(free.where(mine).values(worker="", expires=0.0))

    def finished(self, run_id: str, *, but: str) -> list[Asked]:
        """What came of the cells of a run, without those that one worker asked for."""
        query = sa.select(WANTED).where(
            WANTED.c.run_id == run_id, WANTED.c.error.is_not(None), WANTED.c.worker != but
        )
        with self._engine.connect() as connection:
            return [
                Asked(dataset=row.dataset, cell=row.cell, error=row.error, message=row.message)
                for row in connection.execute(query)
            ]

    def forget(self, run_id: str) -> None:
        """Want nothing for a run any more."""
        with self._engine.begin() as connection:
            connection.execute(WANTED.delete().where(WANTED.c.run_id == run_id))

    def _alone(self) -> AbstractContextManager[sa.Connection]:
        return alone(self._engine, "wanted")

    def _let_go(self, connection: sa.Connection) -> list[str]:
        """Workers who are at nothing any more: they are gone, or stood still for too long."""
        now = present_seconds(connection)
        columns = [WANTED.c[name] for name in ("worker", "host", "pid", "started")]
        until = sa.func.max(WANTED.c.expires).label("until")
        query = sa.select(*columns, until).where(WANTED.c.worker != "", WANTED.c.error.is_(None))
        rows = connection.execute(query.group_by(*columns)).all()
        return [row.worker for row in rows if not self._is_at_it(row, now)]

    def _is_at_it(self, row: Any, now: float) -> bool:
        process = Process(host=row.host, user=0, pid=row.pid, started=row.started)
        is_there = process.is_alive or (is_shared(self._engine) and not process.is_here)
        return is_there and now < row.until < now + _LONGEST_SECONDS


def _of(keys: Sequence[tuple[str, str]]) -> sa.Update:
    return WANTED.update().where(sa.tuple_(WANTED.c.dataset, WANTED.c.cell).in_(keys))


def _row(run_id: str, batch: str, place: int, fetch: Fetch) -> dict[str, Any]:
    return {
        "dataset": fetch.raw.name,
        "cell": fetch.cell,
        "run_id": run_id,
        "batch": batch,
        "place": place,
        "way": _way(fetch),
        "asked": json.dumps(dict(fetch.asked)),
        "words": json.dumps(dict(fetch.words)),
        "moment": fetch.moment.isoformat(),
        "worker": "",
        "host": "",
        "pid": 0,
        "started": "",
        "expires": 0.0,
        "error": None,
        "message": None,
    }


def _way(fetch: Fetch) -> int:
    """Which request of its dataset it is made by."""
    way, request = 0, fetch.raw.request
    while request is not None and request is not fetch.request:
        way, request = way + 1, request.otherwise
    return way


def _fetch(catalog: Catalog, row: Any) -> Fetch:
    raw = catalog[row.dataset]
    assert isinstance(raw, Raw)
    request = raw.request
    for _ in range(row.way):
        request = request.otherwise if request else None
    assert request is not None
    return Fetch(
        raw=raw,
        request=request,
        asked=json.loads(row.asked),
        words=json.loads(row.words),
        cell=row.cell,
        moment=datetime.fromisoformat(row.moment),
    )
