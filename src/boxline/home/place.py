"""Where a home's stores are, and how each of them is opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.catalog import Catalog
from boxline.config import Settings
from boxline.engine.attempts import Attempts, BreakerPolicy
from boxline.engine.code_version import CodeVersions
from boxline.errors import CannotTakeOver, DiskFull, HomeBusy, StoreDamaged, UnusableHome
from boxline.leagues import load_catalog

if TYPE_CHECKING:
    from boxline.engine import ports
    from boxline.stores.landing import Landing
    from boxline.stores.leases import Lease
    from boxline.stores.ledger import Ledger
    from boxline.stores.ledger_glance import LedgerGlance
    from boxline.stores.lock import LockHolder
    from boxline.stores.models import ModelFiles
    from boxline.stores.published import Published
    from boxline.stores.snapshot import Snapshot
    from boxline.stores.warehouse import DuckDBWarehouse


#: How long a process may take to end that was killed: one that waits for a disk ends later.
ENDING_SECONDS = 10


@dataclass(frozen=True, kw_only=True)
class Place:
    """A home directory and its stores.

    Attributes:
        clock: gives the present instant, aware and in UTC.
        declared: gives the catalog; None for that of the leagues that the settings name.
        take_over: whether a holder that was stopped is ended, once its lease has lapsed.
    """

    settings: Settings
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    declared: Callable[[], Catalog] | None = None
    take_over: bool = False

    @property
    def path(self) -> Path:
        return self.settings.home

    @cached_property
    def catalog(self) -> Catalog:
        return self.declared() if self.declared else load_catalog(self.settings.leagues)

    @cached_property
    def code(self) -> Mapping[str, str]:
        return CodeVersions(self.catalog, self.path / "cache" / "code.json").all()

    @property
    def is_begun(self) -> bool:
        """Whether anything is in it yet."""
        return self.path.is_dir() and any(self.path.iterdir())

    @cached_property
    def ledger(self) -> Ledger:
        from boxline.stores.ledger import Ledger

        self._make()
        ledger = Ledger(self.path / "ledger.sqlite")
        try:
            ledger.recover(self.landing, self.clock())
        except (DiskFull, HomeBusy, StoreDamaged):
            ledger.close()
            raise
        return ledger

    @cached_property
    def landing(self) -> Landing:
        from boxline.stores.landing import Landing

        return Landing(str(self.path / "landing"))

    @cached_property
    def models(self) -> ModelFiles:
        from boxline.stores.models import ModelFiles

        return ModelFiles(self.path / "models")

    @cached_property
    def published(self) -> Published:
        from boxline.stores.published import Published

        return Published(self.path / "published")

    @cached_property
    def snapshot(self) -> Snapshot:
        from boxline.stores.snapshot import Snapshot

        return Snapshot(self.path / "snapshot")

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

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise UnusableHome(str(self.path), cause.strerror or str(cause)) from cause

    def glance(self) -> Ledger | LedgerGlance:
        """What landed, was rejected and failed, for who only looks: the ledger is opened where it
        is open already, or is not as it should be."""
        from boxline.stores.ledger_glance import glance

        if "ledger" in self.__dict__:
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
        from boxline.stores.lock import lock_holder

        def keeps(process: object) -> bool:
            """Whether a holder without progress is still in the way: it has the warehouse open."""
            holder = None if self.take_over else lock_holder(self._lock)
            return holder is not None and holder.process == process

        self._make()
        lease = self.ledger.leases.acquire(
            run_id=run_id,
            doing=doing,
            now=self.clock(),
            seconds=self.settings.lease_seconds,
            wait_seconds=self.settings.lock_wait_seconds,
            keeps=keeps,
        )
        try:
            yield lease
        finally:
            lease.release()

    @contextmanager
    def warehouse(
        self, doing: str, *, lease: Lease | None = None, prepare: bool = True
    ) -> Iterator[DuckDBWarehouse]:
        """The warehouse, open and locked.

        Args:
            lease: that under which it is opened; None takes one for as long as it is open.
            prepare: whether tables are made to follow the declarations.
        """
        from boxline.stores.warehouse import open_warehouse

        if lease is None:
            with self.lease(doing) as own, self.warehouse(doing, lease=own, prepare=prepare) as one:
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

    def _ending(self, lease: ports.Lease) -> Callable[[LockHolder], None] | None:
        """Ends whoever holds the lock, where that is wanted."""

        def end(holder: LockHolder) -> None:
            lease.insist()  # only who has the lease may end somebody: then theirs has lapsed
            _end(holder)

        return end if self.take_over else None

    @property
    def _lock(self) -> Path:
        return self.path / "warehouse.lock"

    def close(self) -> None:
        """Let go of the ledger's file."""
        if "ledger" in self.__dict__:
            self.ledger.close()


def _end(holder: LockHolder) -> None:
    """End whoever has the warehouse open; the caller has the lease, so theirs has lapsed.

    Raises:
        CannotTakeOver: the process is not ours to end, or does not end.
    """
    if not holder.process.is_ours:
        raise CannotTakeOver(str(holder), "it belongs to another user or host")
    holder.process.end()
    deadline = time.monotonic() + ENDING_SECONDS
    while holder.process.is_alive:
        if time.monotonic() > deadline:
            raise CannotTakeOver(
                str(holder), f"it was killed and has not ended in {ENDING_SECONDS} s"
            )
        time.sleep(0.01)
