"""Whose turn it is to ask a provider: kept in the ledger, so that processes share one pace.

Times are the ledger's, as those of leases: a change of the clock neither hurries nor stops anybody.
A process that dies while it holds a place loses it at once; one that is stopped, or whose end
nobody sees here because its host is another, when a request cannot take longer any more.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import sqlalchemy as sa

from boxline.catalog import Pace, Provider
from boxline.stores.ledger_dialects import alone, insert_into, is_shared, present_seconds
from boxline.stores.ledger_tables import CREDITS, PACE
from boxline.stores.processes import Process, this_process

#: How long a place is kept for a process that may have been stopped.
PLACE_SECONDS = 300.0
#: A turn farther away than this was given before the machine started anew.
FARTHEST_TURN = 600.0
#: How often a place is looked for where all are taken.
POLL_SECONDS = 0.01


class LedgerPacer:
    """The pace of every provider, in a ledger.

    Args:
        override: the pace of all providers where their own do not count (a sandbox's).
    """

    def __init__(self, engine: sa.Engine, override: Pace | None = None) -> None:
        self._engine, self._override = engine, override
        self._within = threading.Lock()  # threads of one process need not meet in the ledger
        self._mine = this_process()

    @contextmanager
    def turn(self, provider: Provider) -> Iterator[None]:
        """Wait for a turn, and hold one of the provider's places inside."""
        pace = self._override or provider.pace
        while True:
            with self._within:
                taken = self._take(provider.name, pace)
            if taken is not None:
                break
            time.sleep(POLL_SECONDS)
        place, begins, wait = taken
        try:
            time.sleep(wait)
            yield
        finally:
            with self._within:
                self._release(provider.name, place, begins + PLACE_SECONDS)

    def spend(self, provider: str, day: str, cost: int, budget: int | None) -> bool:
        """Count credits as spent on a day; False where they would exceed the budget."""
        with self._writing(provider) as connection:
            spent = _spent(connection, provider, day)
            if budget is not None and spent + cost > budget:
                return False
            _put(connection, CREDITS, {"provider": provider, "day": day}, spent=spent + cost)
        return True

    def correct(self, provider: str, day: str, cost: int) -> None:
        """Add what a request cost beyond (or below) what was counted."""
        self.spend(provider, day, cost, None)

    def spent(self, provider: str, day: str) -> int:
        """Credits spent on a day."""
        with self._engine.connect() as connection:
            return _spent(connection, provider, day)

    def _take(self, provider: str, pace: Pace) -> tuple[int, float, float] | None:
        """A place, when its request may begin, and in how many seconds that is; None where all
        places are taken."""
        with self._writing(provider) as connection:
            found = connection.execute(sa.select(PACE).where(PACE.c.provider == provider)).all()
            now = present_seconds(connection)
            taken = [row for row in found if row.place == 0 or row.until > now]
            gone = {each for each in {_taker(row) for row in taken} if not self._lives(*each)}
            until = {
                row.place: row.until for row in taken if not row.place or _taker(row) not in gone
            }
            places = range(1, pace.concurrency + 1)
            free = [p for p in places if not now < until.get(p, 0.0) < now + FARTHEST_TURN]
            if not free:
                return None
            next_turn = until.get(0, 0.0)
            begins = next_turn if now < next_turn < now + FARTHEST_TURN else now
            key = {"provider": provider}
            _put(connection, PACE, {**key, "place": 0}, until=begins + 1 / pace.per_second)
            mine = {name: getattr(self._mine, name) for name in ("pid", "started", "host")}
            _put(
                connection,
                PACE,
                {**key, "place": free[0]},
                until=begins + PLACE_SECONDS,
                **mine,
            )
        return free[0], begins, begins - now

    def _lives(self, host: str | None, pid: int, started: str) -> bool:
        """Whether the process that took a place is still there, as far as that can be told here."""
        host = host or self._mine.host
        taker = Process(host=host, user=self._mine.user, pid=pid, started=started)
        return taker.is_alive or (is_shared(self._engine) and not taker.is_here)

    def _release(self, provider: str, place: int, until: float) -> None:
        """Give a place back; one that has lapsed and was taken by another is his."""
        with self._writing(provider) as connection:
            mine = (PACE.c.pid == self._mine.pid) & (PACE.c.until == until)
            which = (PACE.c.provider == provider) & (PACE.c.place == place) & mine
            connection.execute(PACE.update().where(which).values(until=0.0))

    def _writing(self, provider: str) -> AbstractContextManager[sa.Connection]:
        return alone(self._engine, f"pace of {provider}")


def _taker(row: Any) -> tuple[str | None, int, str]:
    """The process that took a place: its host, id, and the mark of when it began."""
    return row.host, row.pid, row.started


def _spent(connection: sa.Connection, provider: str, day: str) -> int:
    which = (CREDITS.c.provider == provider) & (CREDITS.c.day == day)
    return connection.execute(sa.select(CREDITS.c.spent).where(which)).scalar() or 0


def _put(
    connection: sa.Connection, table: sa.Table, key: dict[str, str | int], **values: Any
) -> None:
    statement = insert_into(connection, table).values(**key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))
