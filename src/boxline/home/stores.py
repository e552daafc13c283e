"""Where a home's stores are: in its folder, or where a setting says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.catalog import Catalog
from boxline.config import Settings
from boxline.engine.clusters import Elsewhere
from boxline.engine.code_version import CodeVersions
from boxline.engine.sql_cache import SqlCache
from boxline.errors import (
    BucketUnusable,
    DiskFull,
    HomeBusy,
    MissingExtra,
    StoreDamaged,
    UnusableHome,
)
from boxline.leagues import load_catalog

if TYPE_CHECKING:
    from boxline.stores.bigquery.costs import Costs
    from boxline.stores.landing import Landing
    from boxline.stores.ledger import Ledger
    from boxline.stores.ledger_on_postgres import OnPostgres
    from boxline.stores.models import ModelFiles
    from boxline.stores.published_bucket import PublishedBucket
    from boxline.stores.published_place import PublishedPlace
    from boxline.stores.snapshot import Snapshot


@dataclass(frozen=True, kw_only=True)
class Stores:
    """The stores of a home, each opened when it is first asked for; all but the warehouse, which
    is open only while somebody works there.

    Attributes:
        clock: gives the present instant, aware and in UTC.
        declared: gives the catalog; None for that of the leagues that the settings name.
    """

    settings: Settings
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    declared: Callable[[], Catalog] | None = None

    @property
    def path(self) -> Path:
        return self.settings.home

    @cached_property
    def catalog(self) -> Catalog:
        return self.declared() if self.declared else load_catalog(self.settings.leagues)

    @cached_property
    def code(self) -> Mapping[str, str]:
        return CodeVersions(self.catalog, self.path / "cache" / "code.json").all()

    @cached_property
    def ledger(self) -> Ledger:
        from boxline.stores.ledger import Ledger

        self._make()
        ledger = Ledger(self.path / "ledger.sqlite", self._ledger_server)
        try:
            ledger.recover(self.landing, self.clock())
        except (BucketUnusable, DiskFull, HomeBusy, MissingExtra, StoreDamaged):
            ledger.close()
            raise
        return ledger

    @property
    def _ledger_server(self) -> OnPostgres | None:
        """The server that the settings name; None where the ledger is a file of the home."""
        if not self.settings.ledger:
            return None
        from boxline.stores.ledger_copies import FileBefore
        from boxline.stores.ledger_on_postgres import OnPostgres

        before = FileBefore(self.path / "ledger.sqlite")
        return OnPostgres(self.settings.ledger, before=before)

    @cached_property
    def landing(self) -> Landing:
        from boxline.stores.landing import Landing

        place = self.settings.landing or str(self.path / "landing")
        return Landing(place, self.path / "cache" / "landing")

    @cached_property
    def models(self) -> ModelFiles:
        from boxline.stores.models import ModelFiles

        return ModelFiles(self.path / "models")

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

    @cached_property
    def costs(self) -> Costs:
        """What this call has cost so far where the warehouse is on BigQuery."""
        from boxline.stores.bigquery.costs import Costs

        return Costs(ceiling=self.settings.bigquery_bytes_per_run)

    @property
    def dialect(self) -> str:
        """What transforms are compiled for."""
        return "bigquery" if self.settings.warehouse else "duckdb"

    def _make(self) -> None:
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as cause:
            raise UnusableHome(str(self.path), cause.strerror or str(cause)) from cause

    def close(self) -> None:
        """Let go of the ledger."""
        if "ledger" in self.__dict__:
            self.ledger.close()
