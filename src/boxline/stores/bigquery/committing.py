"""What a piece of work changed in the workbench, carried over to BigQuery by one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import uuid4

import duckdb

from boxline.catalog import Column, Raw, Table
from boxline.engine.ports import Landed, RejectSink
from boxline.errors import ComputeFailed, ContractBroken, WriteConflict
from boxline.stores.bigquery.address import STAGING, Address
from boxline.stores.bigquery.fencing import above_the_fence
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.bigquery.load_errors import refused_rows
from boxline.stores.bigquery.patience import is_conflict, patiently
from boxline.stores.bigquery.records import COMMITS, LOADS
from boxline.stores.bigquery.script import (
    IS_GONE,
    KEY_TWICE,
    OTHER_COUNT,
    OTHER_ROWS,
    TERMS,
    Staged,
    key_of,
    script_of,
)
from boxline.stores.contract_sql import names, quoted
from boxline.stores.transaction import Writer

if TYPE_CHECKING:
    import pyarrow as pa

    from boxline.stores.fence import Token

#: What the workbench held of a table and of its records before the work.
ROWS_BEFORE, COMMITS_BEFORE, LOADS_BEFORE = "rows_before", "commits_before", "loads_before"
BEFORE = (ROWS_BEFORE, COMMITS_BEFORE, LOADS_BEFORE)


@dataclass(frozen=True)
class RemoteWriter(Writer):
    """A workbench whose transactions are committed in BigQuery, or nowhere.

    Attributes:
        seal: carries the changes over; the workbench keeps them only if it succeeds.
    """

    sealing: list[Callable[[], None]] = field(default_factory=list)

    def seal(self) -> None:
        for carry_over in self.sealing:
            carry_over()

    @contextmanager
    def sealed_by(self, carry_over: Callable[[], None]) -> Iterator[None]:
        """Transactions inside are carried over by this."""
        self.sealing.append(carry_over)
        try:
            yield
        finally:
            self.sealing.clear()


@dataclass(frozen=True, kw_only=True)
class Commit:
    """One piece of work on one table, from its rows in the workbench to BigQuery's.

    Attributes:
        last_look: raises where what is about to be committed is out of date by now.
        progress: raises where the work was to be stopped.
        wait: waits so many seconds.
    """

    address: Address
    jobs: Jobs
    connection: duckdb.DuckDBPyConnection
    dataset: Raw | Table
    lease: Token
    rejects: RejectSink
    last_look: Callable[[], None]
    progress: Callable[[], None]
    wait: Callable[[float], None]

    def begin(self) -> None:
        """Note what stands, before the work; what is held of the table is noted as it comes."""
        table = quoted(self.dataset.name)
        execute = self.connection.execute
        execute(f"DELETE FROM {table}")
        execute(f"CREATE OR REPLACE TEMP TABLE {ROWS_BEFORE} AS SELECT * FROM {table}")
        for name, before in (("ops.commits", COMMITS_BEFORE), ("ops.loads", LOADS_BEFORE)):
            execute(
                f"CREATE OR REPLACE TEMP TABLE {before} AS SELECT * FROM {name} WHERE dataset = ?",
                [self.dataset.name],
            )

    def hold(self, rows: pa.Table) -> None:
        """Put rows of the table on the workbench, as they stand in BigQuery."""
        columns = names(self.dataset.stored_columns)
        self.connection.register("held_rows", rows)
        for table in (quoted(self.dataset.name), ROWS_BEFORE):
            self.connection.execute(
                f"INSERT INTO {table} ({columns}) SELECT {columns} FROM held_rows"
            )
        self.connection.unregister("held_rows")

    def carry_over(self) -> None:
        """Commit in BigQuery what differs from before.

        Raises:
            LeaseLost: another run has taken over since.
            LoadRefused: a load job took rows for what their columns do not hold.
            WriteConflict: somebody else writes to the same tables.
            ContractBroken: a check of the transaction does not hold.
        """
        commits = self._new("ops.commits", COMMITS_BEFORE, COMMITS)
        loads = self._new("ops.loads", LOADS_BEFORE, LOADS)
        if not commits.num_rows and not loads.num_rows:
            return
        rows = self._changed()
        parts: dict[str, tuple[pa.Table, Sequence[Column]]] = {"commits": (commits, COMMITS)}
        if rows.num_rows:
            parts["rows"] = (rows, (*self.dataset.stored_columns, IS_GONE))
        if loads.num_rows:
            parts["loads"] = (loads, LOADS)
        with self._staged(parts) as staged:
            try:
                above_the_fence(
                    lambda: self._commit(staged, rows, commits),
                    self.address,
                    self.jobs,
                    self.lease,
                    self.progress,
                )
            except ComputeFailed as cause:
                self._tell(cause)
                raise

    def try_out(self, landed: Landed | None) -> None:
        """Load the rows that differ into staging, and commit none of them.

        Args:
            landed: the object that they all came with; None of several.
        Raises:
            LoadRefused: a load job took rows for what their columns do not hold.
        """
        rows = self._changed()
        if rows.num_rows:
            parts = {"rows": (rows, (*self.dataset.stored_columns, IS_GONE))}
            with self._staged(parts, landed):
                return

    def _commit(self, staged: Mapping[str, str], rows: pa.Table, commits: pa.Table) -> None:
        with self._staged({"terms": (self._terms(rows, commits), TERMS)}) as terms:
            text = script_of(self.address, self.dataset, Staged(**{**staged, **terms}))
            self.last_look()

            def run() -> None:
                self.jobs.script(text, self.dataset.name, self.progress)

            def wait(seconds: float) -> None:
                self.wait(seconds)
                self.progress()
                self.last_look()

            patiently(run, retried=lambda e: is_conflict(str(e)), of=ComputeFailed, wait=wait)

    def _tell(self, cause: ComputeFailed) -> None:
        """Raise what the script's failure was, where that is known."""
        said = str(cause)
        if is_conflict(said):
            raise WriteConflict(self.dataset.name, said) from cause
        for check in (OTHER_COUNT, KEY_TWICE, OTHER_ROWS):
            if check in said:
                raise ContractBroken(self.dataset.name, check.removeprefix("boxline: ")) from cause

    def _changed(self) -> pa.Table:
        """The rows that BigQuery's table gains or has otherwise, and those that it loses."""
        table, columns = quoted(self.dataset.name), names(self.dataset.stored_columns)
        key, gone = names(key_of(self.dataset)), quoted(IS_GONE.name)
        return self.connection.sql(
            f"SELECT *, false AS {gone} FROM (SELECT {columns} FROM {table} "
            f"EXCEPT SELECT {columns} FROM {ROWS_BEFORE}) UNION ALL "
            f"SELECT {columns}, true AS {gone} FROM {ROWS_BEFORE} ANTI JOIN {table} USING ({key})"
        ).to_arrow_table()

    def _new(self, record: str, before: str, columns: Sequence[Column]) -> pa.Table:
        told = names(columns)
        return self.connection.sql(
            f"SELECT {told} FROM {record} WHERE dataset = $dataset "
            f"EXCEPT SELECT {told} FROM {before}",
            params={"dataset": self.dataset.name},
        ).to_arrow_table()

    def _terms(self, rows: pa.Table, commits: pa.Table) -> pa.Table:
        import pyarrow as pa
        import pyarrow.compute as pc

        days = pa.chunked_array(
            [
                *commits.column("day").chunks,
                *(rows.column(self.dataset.partition).chunks if rows.num_rows else []),
            ],
            pa.date32(),
        )
        ends = pc.min_max(days).as_py()
        return pa.table(
            {
                "token": pa.array([self.lease.token], pa.int64()),
                "staged": pa.array([rows.num_rows], pa.int64()),
                "first_day": pa.array([ends["min"]], pa.date32()),
                "last_day": pa.array([ends["max"]], pa.date32()),
            }
        )

    @contextmanager
    def _staged(
        self,
        parts: Mapping[str, tuple[pa.Table, Sequence[Column]]],
        landed: Landed | None = None,
    ) -> Iterator[Mapping[str, str]]:
        """Rows in tables of staging while they are needed, by load jobs at once."""
        found = {name: f"{STAGING}.{name}_{uuid4().hex}" for name in parts}
        begun = {}
        try:
            for name, (rows, columns) in parts.items():
                table = self.address.table(found[name])
                begun[name] = self.jobs.begin_load(rows, columns, table)
            for name, job in begun.items():
                cause = self.jobs.end_load(job, self.dataset.name, self.progress)
                if cause is not None:
                    rows, columns = parts[name]
                    raise refused_rows(
                        self.dataset, rows, columns, cause, self.rejects, landed
                    ) from cause
            yield {name: self.address.quoted(table) for name, table in found.items()}
        finally:
            for name in begun:
                self.jobs.drop(self.address.table(found[name]))
