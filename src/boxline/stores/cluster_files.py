"""The way to a cluster and back: inputs as Parquet files, and the rows made of them likewise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.engine.clusters import Cluster
from boxline.engine.ports import InputRows, Replacement
from boxline.stores.contract_sql import quoted, text
from boxline.stores.input_sql import supplied_inputs

if TYPE_CHECKING:
    import duckdb


@contextmanager
def fetched_from(
    cluster: Cluster,
    work: Replacement,
    write: Callable[[Path], Mapping[str, Path]],
    progress: Callable[[], None],
) -> Iterator[str]:
    """A query for the rows of a replacement, computed on a cluster; good for as long as it is open.

    Args:
        write: writes each input as a Parquet file of a folder, and gives these by name: exactly
            the rows in reach.
    Raises:
        ClusterLost: the cluster does not answer, or gives nothing to work with.
        ComputeFailed: it refused the query.
    """
    with cluster.scratch() as folder:
        made = folder / "made"
        cluster.compute(work.table.name, work.sql, write(folder), made, progress)
        yield f"SELECT * FROM {rows_in(made)}"


def written_inputs(
    connection: duckdb.DuckDBPyConnection,
    inputs: Mapping[str, InputRows],
    folder: Path,
    *,
    now: datetime,
    as_of: datetime,
) -> dict[str, Path]:
    """Each input out of DuckDB as a Parquet file, by its name."""
    files = {}
    for name, rows in inputs.items():
        supplied, parameters = supplied_inputs(connection, {name: rows}, now=now, as_of=as_of)
        files[name] = folder / f"{name}.parquet"
        connection.execute(
            f"COPY ({supplied} SELECT * FROM {quoted(name)}) "
            f"TO {text(str(files[name]))} (FORMAT parquet, COMPRESSION zstd)",
            parameters,
        )
    return files


def rows_in(folder: Path) -> str:
    """A relation: all rows of a folder's Parquet files."""
    return f"read_parquet({text(str(folder / '*.parquet'))})"
