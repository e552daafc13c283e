"""Leases: who may work on a home now, for how long, and the token that outlives them.

A lease is renewed while its work goes on, and lapses some seconds after that stands still. Whoever
finds it lapsed, released, or its holder gone takes it with a higher token; the warehouse's fence
then refuses everybody with a lower one. Times are the ledger's: monotonic on one host, the server's
own where several hosts share it, so that a change of the clock moves nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from boxline.errors import HomeBusy, LeaseLost
from boxline.stores.ledger_dialects import add, is_shared, present
from boxline.stores.ledger_tables import LEASES
from boxline.stores.processes import Process, this_process

POLL_SECONDS = 0.05

#: A home has one warehouse, and that has one writer.
WRITER = "writer"
#: However many servers stand on a home, one of them starts what is due.
SCHEDULER = "scheduler"


@dataclass(frozen=True, kw_only=True)
class Holder:
    """Who has a lease, and for how many seconds more; none or less where it has lapsed.

    Attributes:
        is_elsewhere: it is a process of another host, whose end nobody sees here.
    """

    token: int
    run_id: str
    doing: str
    since: str
    process: Process
    seconds_left: float
    is_elsewhere: bool = False

    @property
    def is_there(self) -> bool:
        """Whether it still runs, as far as anybody can tell here."""
        return self.is_elsewhere or self.process.is_alive

    @property
    def is_at_work(self) -> bool:
        """Whether nobody else may take the lease."""
        return self.seconds_left > 0 and self.is_there

    def __str__(self) -> str:
        left = self.seconds_left
        stands = f"no progress for {abs(left):.0f} s"
        ends = f"its lease ends in {left:.0f} s" if left > 0 else stands
        return f"{self.process} ({self.doing}, since {self.since}; {ends})"


class Lease:
    """A lease that is held. Its token is higher than that of every holder before."""

    def __init__(
        self, engine: sa.Engine, name: str, token: int, run_id: str, seconds: float
    ) -> None:
        self._engine, self._name = engine, name
        self.token, self.run_id, self.seconds = token, run_id, seconds
        self._expires = 0.0

    def renew(self) -> None:
        """Say that work goes on: the lease lapses so many seconds from now.

        Raises:
            LeaseLost: another run has taken it since.
        """
        now = time.monotonic()
        if self._expires - now < self.seconds / 2:  # else long enough: spare the ledger
            self._change(expires=present(self._engine) + self.seconds)
            self._expires = now + self.seconds

    def insist(self) -> None:
        """Ask the ledger itself whether the lease is still held, and renew it.

        Raises:
            LeaseLost: another run has taken it since.
        """
        self._expires = time.monotonic() + self.seconds
        self._change(expires=present(self._engine) + self.seconds)

    def raise_above(self, token: int) -> None:
        """Take a token above one that the warehouse knows and a lost ledger did not.

        Raises:
            LeaseLost: another run has taken the lease since.
        """
        self._change(token=token + 1)
        self.token = token + 1

    def release(self) -> None:
        """Let others have it; nothing where they have it already."""
        with self._engine.begin() as connection:
            connection.execute(self._mine(LEASES.update()).values(expires=0.0))

    def _change(self, **values: Any) -> None:
        with self._engine.begin() as connection:
            if not connection.execute(self._mine(LEASES.update()).values(**values)).rowcount:
                raise LeaseLost(self.run_id)

    def _mine(self, statement: sa.Update) -> sa.Update:
        return statement.where(
            LEASES.c.name == self._name,
            LEASES.c.token == self.token,
            LEASES.c.run_id == self.run_id,
        )


class Leases:
    """The leases of one name in the ledger of a home, of which one at most is held."""

    def __init__(self, engine: sa.Engine, home: str, name: str = WRITER) -> None:
        self._engine, self._home, self._name = engine, home, name

    def holder(self) -> Holder | None:
        """Who has the lease, lapsed or not; None where nobody has taken it or it was released."""
        with self._engine.connect() as connection:
            row = connection.execute(self._row).first()
        return None if row is None or not row.expires else _holder(row, is_shared(self._engine))

    @property
    def _row(self) -> sa.Select[Any]:
        """Its row, and the present by the clock that its end is told by."""
        now = sa.literal(here) if isinstance(here := present(self._engine), float) else here
        return sa.select(LEASES, now.label("now")).where(LEASES.c.name == self._name)

    def since(self) -> datetime | None:
        """What was given as `now` when the lease was taken last; None where it never was."""
        since = sa.select(LEASES.c.since).where(LEASES.c.name == self._name)
        with self._engine.connect() as connection:
            found = connection.execute(since).scalar()
        return None if found is None else datetime.fromisoformat(found)

    def acquire(
        self,
        *,
        run_id: str,
        doing: str,
        now: datetime,
        seconds: float,
        wait_seconds: float,
        keeps: Callable[[], bool] = lambda: False,
    ) -> Lease:
        """Take the lease, waiting at most `wait_seconds` for whoever has it.

        Args:
            now: shown to those who wait; nothing is reckoned by it.
            keeps: whether a process whose lease has lapsed, and that still lives, must be waited
                for all the same; asked as long as there is one.
        Raises:
            HomeBusy: somebody else is at work; names them.
        """
        deadline = time.monotonic() + wait_seconds
        while True:
            token, holder = self._try(run_id, doing, now, seconds, keeps)
            if token:
                return Lease(self._engine, self._name, token, run_id, seconds)
            if time.monotonic() >= deadline:
                raise HomeBusy(self._home, str(holder), wait_seconds)
            time.sleep(POLL_SECONDS)

    def _try(
        self,
        run_id: str,
        doing: str,
        now: datetime,
        seconds: float,
        keeps: Callable[[], bool],
    ) -> tuple[int, Holder | None]:
        """The token with which the lease was taken, else 0 and who has it."""
        mine = this_process()
        values = {
            "run_id": run_id,
            "doing": doing,
            "since": now.isoformat(timespec="seconds"),
            "host": mine.host,
            "user": mine.user,
            "pid": mine.pid,
            "started": mine.started,
            "expires": present(self._engine) + seconds,
        }
        with self._engine.begin() as connection:
            row = connection.execute(self._row).first()
            if row is None:
                named = {"name": self._name, "token": 1, **values}
                is_taken, token = add(connection, LEASES, named), 1
            elif row.expires and _is_in_the_way(
                holder := _holder(row, is_shared(self._engine)), keeps
            ):
                return 0, holder
            else:
                token = row.token + 1
                taken = LEASES.update().where(
                    LEASES.c.name == self._name,
                    LEASES.c.token == row.token,
                    LEASES.c.expires == row.expires,  # it has not been renewed meanwhile
                )
                is_taken = bool(connection.execute(taken.values(token=token, **values)).rowcount)
        return (token, None) if is_taken else (0, self.holder())


def _is_in_the_way(holder: Holder, keeps: Callable[[], bool]) -> bool:
    return holder.is_at_work or (holder.process.is_alive and keeps())


def _holder(row: Any, is_shared: bool) -> Holder:
    process = Process(host=row.host, user=row.user, pid=row.pid, started=row.started)
    return Holder(
        token=row.token,
        run_id=row.run_id,
        doing=row.doing,
        since=row.since,
        process=process,
        seconds_left=row.expires - row.now,
        is_elsewhere=is_shared and not process.is_here,
    )
