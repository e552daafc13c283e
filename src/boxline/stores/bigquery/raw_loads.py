"""Batches of landed objects on their way into a raw table, without those that BigQuery refuses."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import duckdb

from boxline.catalog import Raw
from boxline.domain.seasons import SeasonRule
from boxline.engine.ports import Batch, Load, Loaded, RejectSink
from boxline.errors import BadData, LoadRefused
from boxline.stores.batches import groups, load_batch
from boxline.stores.bigquery.committing import Commit, RemoteWriter
from boxline.stores.bigquery.holding import days_to_hold
from boxline.stores.commit_records import read_commits
from boxline.stores.loading import TEMPORARY, load_together

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class RawLoads:
    """One batch at work.

    Attributes:
        fetch: the rows that BigQuery has on some days, which are given in order.
        held: the days whose rows are on the workbench, in the transaction that is open.
    """

    raw: Raw
    seasons: SeasonRule
    writer: RemoteWriter
    commit: Commit
    rejects: RejectSink
    fetch: Callable[[Sequence[date]], pa.Table]
    held: set[date] = field(default_factory=set)

    def load(self, batch: Batch) -> Loaded:
        """Load a batch, all in one transaction. Where a load job refuses rows, the objects that
        they came with are left out.

        Raises:
            BatchRefused: too many of its objects are broken, or refused.
        """
        self._start_over()  # a transaction that is rolled back takes its own with it
        try:
            return self._load(batch)
        except LoadRefused:
            refused = self._refused_among(batch.loads)
        taken = [load for load in batch.loads if load.landed.landed_id not in refused]
        rest = replace(batch, loads=taken, failed={**batch.failed, **refused})
        rest.refuse_above_share({})
        loaded = self._load(rest)
        return replace(loaded, failed={**refused, **loaded.failed})

    def _load(self, batch: Batch) -> Loaded:
        with self.writer.sealed_by(self.commit.carry_over):
            return load_batch(
                self.writer, batch, self.rejects, hold=self._hold, begun=self._start_over
            )

    def _start_over(self) -> None:
        self.held.clear()
        self.commit.begin()

    def _hold(self, connection: duckdb.DuckDBPyConnection) -> None:
        standing = read_commits(connection).get(self.raw.name, {})
        wanted = days_to_hold(
            connection,
            self.raw,
            self.seasons,
            {day for day, found in standing.items() if found.rows},
            self.commit.address,
            self.commit.jobs,
            self.commit.progress,
        )
        lacking = sorted(wanted - self.held)
        if lacking:
            self.commit.hold(self.fetch(lacking))
            self.held.update(lacking)

    def _refused_among(self, loads: Sequence[Load]) -> dict[str, BadData]:
        """Of objects that are refused together those that are so alone, by landed id, and why:
        found by halves, for a load job names rows, and no row tells its object."""
        middle = len(loads) // 2
        found: dict[str, BadData] = {}
        for some in filter(None, (loads[:middle], loads[middle:])):
            try:
                self._try_out(some)
            except BadData as cause:
                if len(some) > 1:
                    found |= self._refused_among(some)
                else:
                    found[some[0].landed.landed_id] = cause
        return found

    def _try_out(self, loads: Sequence[Load]) -> None:
        """Stage objects and let load jobs take what differs; nothing is committed."""
        connection = self.writer.connection
        connection.execute("BEGIN")
        try:
            self._start_over()
            for some in groups(loads):
                load_together(connection, some, self.rejects, self._hold)
            self.commit.try_out(loads[0].landed if len(loads) == 1 else None)
        finally:
            connection.execute("ROLLBACK")
            for table in TEMPORARY:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
