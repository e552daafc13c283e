"""The rows of a replacement, selected by BigQuery or out of what it holds, for the stage on the
workbench."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxline.catalog.worked import Material
from boxline.engine.ports import InputRows, Replacement
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.inputs import names, quoted, supplied_inputs
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.cluster_files import fetched_from
from boxline.stores.working import WORKED, counted, made_rows

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa


@dataclass(frozen=True, kw_only=True)
class Materials(Mapping[str, "pa.Table"]):
    """Material by name, selected by BigQuery whenever it is asked for."""

    jobs: Jobs
    what: str
    materials: Mapping[str, Material]
    supplied: str
    parameters: Mapping[str, Any]
    progress: Callable[[], None]

    def __getitem__(self, name: str) -> pa.Table:
        sql, order = self.materials[name]
        by = f" ORDER BY {names(order)}" if order else ""
        text = f"{self.supplied} SELECT * FROM ({sql}){by}"
        return counted(self.jobs.select(text, self.parameters, self.what, self.progress))

    def __iter__(self) -> Iterator[str]:
        return iter(self.materials)

    def __len__(self) -> int:
        return len(self.materials)


@dataclass(frozen=True, kw_only=True)
class RemoteSource:
    """Where the rows of a replacement come from: BigQuery computes them from its own tables, or a
    cluster from what stands there."""

    address: Address
    jobs: Jobs

    @contextmanager
    def __call__(
        self,
        connection: duckdb.DuckDBPyConnection,
        work: Replacement,
        *,
        now: datetime,
        as_of: datetime,
        progress: Callable[[], None],
    ) -> Iterator[tuple[str, dict[str, Any]]]:
        if work.cluster is not None:

            def write(folder: Path) -> dict[str, Path]:
                return self._written(work, folder, progress, now=now, as_of=as_of)

            with fetched_from(work.cluster, work, write, progress) as query:
                yield query, {}
            return
        supplied, parameters = self._supplied(work.inputs, now=now, as_of=as_of)
        if work.worked is None:
            text = f"{supplied} SELECT * FROM ({work.sql})"
            rows = self.jobs.select(text, parameters, work.table.name, progress)
        else:
            material = Materials(
                jobs=self.jobs,
                what=work.table.name,
                materials=work.worked.materials,
                supplied=supplied,
                parameters=parameters,
                progress=progress,
            )
            rows = made_rows(work, material, now=now, as_of=as_of, progress=progress)
        connection.register(WORKED, rows)
        yield f"SELECT * FROM {WORKED}", {}
        connection.unregister(WORKED)

    def _written(
        self,
        work: Replacement,
        folder: Path,
        progress: Callable[[], None],
        *,
        now: datetime,
        as_of: datetime,
    ) -> dict[str, Path]:
        """Each input out of BigQuery as a Parquet file, by its name."""
        import pyarrow.parquet as pq

        files = {}
        for name, rows in work.inputs.items():
            supplied, parameters = self._supplied({name: rows}, now=now, as_of=as_of)
            text = f"{supplied} SELECT * FROM {quoted(name)}"
            files[name] = folder / f"{name}.parquet"
            found = self.jobs.select(text, parameters, work.table.name, progress)
            pq.write_table(found, files[name], compression="zstd")
        return files

    def _supplied(
        self, inputs: Mapping[str, InputRows], *, now: datetime, as_of: datetime
    ) -> tuple[str, dict[str, Any]]:
        if not inputs:
            return "", {}
        return supplied_inputs(self.address, inputs, now=now, as_of=as_of)
