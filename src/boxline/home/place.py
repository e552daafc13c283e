"""A home: its folder, the right to work on it, and its warehouse while it is open."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.engine.attempts import Attempts, BreakerPolicy
from boxline.errors import CannotTakeOver, HomeBusy, UnusableHome
from boxline.home.stores import Stores

if TYPE_CHECKING:
    from boxline.engine import ports
    from boxline.stores.bigquery.warehouse import BigQueryWarehouse
    from boxline.stores.leases import Lease
    from boxline.stores.ledger import Ledger
    from boxline.stores.ledger_glance import LedgerGlance
    from boxline.stores.lock import LockHolder
    from boxline.stores.processes import Process
    from boxline.stores.warehouse import DuckDBWarehouse

    Warehouse = DuckDBWarehouse | BigQueryWarehouse

#: How long a process may take to end that was killed: one that waits for a disk ends later.
ENDING_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Place(Stores):
    """A home directory and who works on it.

    Attributes:
        take_over: whether a holder that was stopped is ended, once its lease has lapsed.
        is_waiting_elsewhere: whether its lease is not waited for, and it is no event that somebody
            else has it, because whoever runs does something else meanwhile.
    """

    take_over: bool = False
    is_waiting_elsewhere: bool = False

    @property
    def is_begun(self) -> bool:
        """Whether anything is in it yet, or may be where a setting says that its stores are."""
        given = self.settings
        return bool(given.ledger or given.landing or given.warehouse) or self.has_files

    @property
    def has_files(self) -> bool:
        """Whether anything is in its folder yet."""
        return self.path.is_dir() and any(self.path.iterdir())

    def check(self) -> None:
        """Look at the folder; one that is not there yet is fine.

        Raises:
            UnusableHome: it is a file, or cannot be looked at.
        """
        try:
            is_other = self.path.exists() and not self.path.is_dir()
        except OSError as cause:
            raise UnusableHome(str(self.path), cause.strerror or str(cause)) from cause
        if is_other:
            raise UnusableHome(str(self.path), "it is a file, not a folder")

    def glance(self) -> Ledger | LedgerGlance:
        """What landed, was rejected and failed, for who only looks: the ledger is opened where it
        is open already, or is not as it should be."""
        from boxline.stores.ledger_glance import glance

        if "ledger" in self.__dict__ or self.settings.ledger:
            return self.ledger
        return glance(self.path / "ledger.sqlite", self.landing) or self.ledger

    def attempts(self, told: Ledger | LedgerGlance | None = None) -> Attempts:
        """What failed so far, as the ledger or a glance at it tells, and the settings by which it
        is judged now."""
        policy = BreakerPolicy(
            failure_threshold=self.settings.entity_failure_threshold,
            lockout=timedelta(hours=self.settings.entity_lockout_hours),
            reset_on_data=self.settings.auto_reset_on_data,
        )
        return Attempts((told or self.ledger).attempts(), policy, self.clock())

    @contextmanager
    def lease(self, doing: str, *, run_id: str = "") -> Iterator[Lease]:
        """The right to work on this home, waited for within bounds and released afterwards.

        Raises:
            HomeBusy: somebody else is at work; names them.
        """
        from boxline.stores.lock import is_locked

        def keeps() -> bool:
            """Whether a holder without progress is still in the way: the warehouse is open."""
            return not self.take_over and is_locked(self._lock)

        def acquired() -> Lease:
            return self.ledger.leases.acquire(
                run_id=run_id,
                doing=doing,
                now=self.clock(),
                seconds=self.settings.lease_seconds,
                wait_seconds=0.0 if self.is_waiting_elsewhere else self.settings.lock_wait_seconds,
                keeps=keeps,
            )

        self._make()
        try:
            lease = acquired()
        except HomeBusy:
            if not self._ends_who_lapsed():
                raise
            lease = acquired()
        try:
            yield lease
        finally:
            lease.release()

    @contextmanager
    def warehouse(
        self, doing: str, *, lease: Lease | None = None, prepare: bool = True
    ) -> Iterator[Warehouse]:
        """The warehouse, open; only we may write to it.

        Args:
            lease: that under which it is opened; None takes one for as long as it is open.
            prepare: whether tables are made to follow the declarations.
        """
        if not self.settings.warehouse:
            with self.warehouse_file(doing, lease=lease, prepare=prepare) as file:
                yield file
        elif lease is None:
            with self.lease(doing) as own, self._on_bigquery(own, prepare=prepare) as one:
                yield one
        else:
            lease.insist()
            with self._on_bigquery(lease, prepare=prepare) as one:
                yield one

    @contextmanager
    def warehouse_file(
        self, doing: str, *, lease: Lease | None = None, prepare: bool = True
    ) -> Iterator[DuckDBWarehouse]:
        """The warehouse that is a file of the home, open and locked; arguments as above."""
        from boxline.stores.warehouse import open_warehouse

        if lease is None:
            with (
                self.lease(doing) as own,
                self.warehouse_file(doing, lease=own, prepare=prepare) as one,
            ):
                yield one
            return
        lease.insist()
        with open_warehouse(
            self.path,
            self.catalog,
            self.ledger,
            lease,
            doing=doing,
            memory_limit=self.settings.warehouse_memory,
            wait_seconds=self.settings.lock_wait_seconds,
            take_over=self._ending(lease),
            prepare=prepare,
        ) as warehouse:
            yield warehouse

    @contextmanager
    def _on_bigquery(self, lease: Lease, *, prepare: bool) -> Iterator[BigQueryWarehouse]:
        from boxline.stores.bigquery import address_of
        from boxline.stores.bigquery.opening import open_bigquery

        with open_bigquery(
            self.path,
            address_of(self.settings.warehouse),
            self.catalog,
            self.ledger,
            lease,
            self.costs,
            memory_limit=self.settings.warehouse_memory,
            run_id=lease.run_id,
            prepare=prepare,
        ) as warehouse:
            yield warehouse

    @contextmanager
    def alone(self, doing: str, lease: ports.Lease) -> Iterator[None]:
        """Nobody else opens the warehouse, so that nobody else works here, and the lease was still
        ours when that began.

        Raises:
            HomeBusy: somebody has it open.
            LeaseLost: another run has taken the lease since.
        """
        from boxline.stores.lock import locked

        wait = self.settings.lock_wait_seconds
        with locked(self._lock, doing=doing, wait_seconds=wait, take_over=self._ending(lease)):
            lease.insist()
            yield

    def _ends_who_lapsed(self) -> bool:
        """End whoever is in the way although their lease has lapsed, where that is wanted; whether
        there was somebody. Who stands still while he writes the ledger holds it from everybody."""
        holder = self.ledger.leases.holder() if self.take_over else None
        if holder is None or holder.seconds_left > 0 or not holder.is_there:
            return False
        _end(holder.process, str(holder))
        return True

    def _ending(self, lease: ports.Lease) -> Callable[[LockHolder], None] | None:
        """Ends whoever holds the lock, where that is wanted."""

        def end(holder: LockHolder) -> None:
            lease.insist()  # only who has the lease may end somebody: then theirs has lapsed
            _end(holder.process, str(holder))

        return end if self.take_over else None

    @property
    def _lock(self) -> Path:
        return self.path / "warehouse.lock"


def _end(process: Process, told: str) -> None:
    """End whoever is in the way, of whom the caller knows that their lease has lapsed.

    Args:
        told: who they are, and what they are doing.
    Raises:
        CannotTakeOver: the process is not ours to end, or does not end.
    """
    if not process.is_ours:
        raise CannotTakeOver(told, "it belongs to another user or host")
    process.end()
    deadline = time.monotonic() + ENDING_SECONDS
    while process.is_alive:
        if time.monotonic() > deadline:
            raise CannotTakeOver(told, f"it was killed and has not ended in {ENDING_SECONDS} s")
        time.sleep(0.01)
