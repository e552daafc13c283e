"""Where a home's stores are, and how each of them is opened."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.catalog import Catalog
from boxline.config import Settings
from boxline.engine.attempts import Attempts, BreakerPolicy
from boxline.engine.clusters import Elsewhere
from boxline.engine.code_version import CodeVersions
from boxline.engine.sql_cache import SqlCache
from boxline.errors import (
    BucketUnusable,
    CannotTakeOver,
    DiskFull,
    HomeBusy,
    StoreDamaged,
    UnusableHome,
)
from boxline.leagues import load_catalog

if TYPE_CHECKING:
    from boxline.stores.bigquery.costs import Costs
    from boxline.stores.bigquery.warehouse import BigQueryWarehouse
    from boxline.stores.landing import Landing
    from boxline.stores.leases import Lease
    from boxline.stores.ledger import Ledger
    from boxline.stores.ledger_glance import LedgerGlance
    from boxline.stores.ledger_on_postgres import OnPostgres
    from boxline.stores.lock import LockHolder
    from boxline.stores.models import ModelFiles
    from boxline.stores.published_bucket import PublishedBucket
    from boxline.stores.published_place import PublishedPlace
    from boxline.stores.snapshot import Snapshot
    from boxline.stores.warehouse import DuckDBWarehouse

    Warehouse = DuckDBWarehouse | BigQueryWarehouse

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
        """Whether anything is in it yet, or on the server that its ledger is on."""
        return bool(self.settings.ledger) or (self.path.is_dir() and any(self.path.iterdir()))

    @cached_property
    def ledger(self) -> Ledger:
        from boxline.stores.ledger import Ledger

        self._make()
        ledger = Ledger(self.path / "ledger.sqlite", self._ledger_server)
        try:
            ledger.recover(self.landing, self.clock())
        except (BucketUnusable, DiskFull, HomeBusy, StoreDamaged):
            ledger.close()
            raise
        return ledger

    @property
    def _ledger_server(self) -> OnPostgres | None:
        """The server that the settings name; None where the ledger is a file of the home."""
        if not self.settings.ledger:
            return None
        from boxline.stores.ledger_copies import move_to_server
        from boxline.stores.ledger_on_postgres import OnPostgres

        file = self.path / "ledger.sqlite"
        return OnPostgres(self.settings.ledger, begin=partial(move_to_server, file))

    @cached_property
    def landing(self) -> Landing:
        from boxline.stores.landing import Landing

        place = self.settings.landing or str(self.path / "landing")
        return Landing(place, self.path / "cache" / "landing")

    @cached_property
    def models(self) -> ModelFiles:
        from boxline.stores.models import ModelFiles

        return ModelFiles(self.path / "models")

    @property
    def landing_bucket(self) -> Landing | None:
        """The landing where it is in a bucket; None where it is in the home."""
        return self.landing if self.settings.landing else None

    @cached_property
    def published_bucket(self) -> PublishedBucket | None:
        """What is published where that is in a bucket; None where it is in the home."""
        if not self.settings.published:
            return None
        from boxline.stores.buckets import open_bucket
        from boxline.stores.published_bucket import PublishedBucket

        return PublishedBucket(bucket=open_bucket(self.settings.published))

    @cached_property
    def published(self) -> PublishedPlace:
        from boxline.stores.published import Published

        return self.published_bucket or Published(self.path / "published")

    @cached_property
    def snapshot(self) -> Snapshot:
        from boxline.stores.snapshot import Snapshot

        return Snapshot(self.path / "snapshot")

    def elsewhere(self) -> Elsewhere | None:
        """What computes long windows in place of the warehouse; None where no setting names it."""
        if not self.settings.spark:
            return None
        from boxline.engine.extras import insist_on_extra
        from boxline.stores.spark import SparkCluster

        insist_on_extra("spark", "BOXLINE_SPARK")
        folder = self.path / self.settings.spark_folder
        return Elsewhere(
            cluster=SparkCluster(self.settings.spark, folder.absolute()),
            sql=SqlCache(self.catalog, self.code, self.path / "cache", SparkCluster.dialect),
            from_days=self.settings.spark_from_days,
        )

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
        held = lease

        def end(holder: LockHolder) -> None:
            held.insist()  # only who has the lease may end somebody: then theirs has lapsed
            _end(holder)

        lease.insist()
        with open_warehouse(
            self.path,
            self.catalog,
            self.ledger,
            lease,
            doing=doing,
            memory_limit=self.settings.warehouse_memory,
            wait_seconds=self.settings.lock_wait_seconds,
            take_over=end if self.take_over else None,
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

    @cached_property
    def costs(self) -> Costs:
        """What this call has cost so far where the warehouse is on BigQuery."""
        from boxline.stores.bigquery.costs import Costs

        return Costs(ceiling=self.settings.bigquery_bytes_per_run)

    @property
    def dialect(self) -> str:
        """What transforms are compiled for."""
        return "bigquery" if self.settings.warehouse else "duckdb"

    @property
    def _lock(self) -> Path:
        return self.path / "warehouse.lock"

    def close(self) -> None:
        """Let go of the ledger."""
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
