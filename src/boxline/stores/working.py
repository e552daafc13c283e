"""The rows of a replacement as a query: a transform's own, or what a cluster or a function made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from boxline.catalog import Table
from boxline.catalog.columns import explanations
from boxline.catalog.worked import Material, Workbench
from boxline.engine.deadlines import Within
from boxline.engine.ports import InputRows, Replacement
from boxline.engine.python_work import PythonWork
from boxline.errors import ContractBroken, FunctionFailed, WorkTimedOut
from boxline.stores.cluster_files import fetched_from, written_inputs
from boxline.stores.contract_sql import names
from boxline.stores.input_sql import supplied_inputs, with_inputs

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

#: Under this name the query of a worked table finds the rows that its function made.
WORKED = "worked_rows"


class Source(Protocol):
    """Gives a query for the rows of a replacement, and its parameters, for as long as it is
    needed."""

    def __call__(
        self,
        connection: duckdb.DuckDBPyConnection,
        work: Replacement,
        *,
        now: datetime,
        as_of: datetime,
        progress: Callable[[], None],
    ) -> AbstractContextManager[tuple[str, dict[str, Any]]]: ...


class Materials(Mapping[str, "pa.Table"]):
    """Material by name, selected whenever it is asked for: what a function does not need today
    costs nothing, and what it needs no longer takes no room.

    Rows come sorted by their columns that are no floats.
    """

    def __init__(
        self,
        connection: duckdb.DuckDBPyConnection,
        materials: Mapping[str, Material],
        inputs: Mapping[str, InputRows],
        *,
        now: datetime,
        as_of: datetime,
    ) -> None:
        self._connection, self._materials = connection, materials
        self._supplied, self._parameters = supplied_inputs(connection, inputs, now=now, as_of=as_of)

    def __getitem__(self, name: str) -> pa.Table:
        sql, order = self._materials[name]
        text = f"{self._supplied} SELECT * FROM ({sql}) ORDER BY {names(order)}"
        # As a relation: an order does not survive `execute` where rows are many.
        found = self._connection.sql(text, params=self._parameters)
        return counted(found.to_arrow_table())

    def __iter__(self) -> Iterator[str]:
        return iter(self._materials)

    def __len__(self) -> int:
        return len(self._materials)


@contextmanager
def source_of(
    connection: duckdb.DuckDBPyConnection,
    work: Replacement,
    *,
    now: datetime,
    as_of: datetime,
    progress: Callable[[], None],
) -> Iterator[tuple[str, dict[str, Any]]]:
    """A query for the rows of a replacement, and its parameters.

    Raises:
        ClusterLost: they were to be computed on a cluster, and there is none that works.
        FunctionFailed: a worked table's function failed for the numbers it was given.
        ContractBroken: it gave no column that the table declares.
    """
    if work.cluster is not None:

        def write(folder: Path) -> dict[str, Path]:
            return written_inputs(connection, work.inputs, folder, now=now, as_of=as_of)

        with fetched_from(work.cluster, work, write, progress) as query:
            yield query, {}
        return
    if work.worked is None:
        yield with_inputs(connection, work.sql, work.inputs, now=now, as_of=as_of)
        return
    material = Materials(connection, work.worked.materials, work.inputs, now=now, as_of=as_of)
    rows = made_rows(work, material, now=now, as_of=as_of, progress=progress)
    connection.register(WORKED, rows)
    yield f"SELECT * FROM {WORKED}", {}
    connection.unregister(WORKED)  # after a failure the transaction takes it back


def made_rows(
    work: Replacement,
    material: Mapping[str, pa.Table],
    *,
    now: datetime,
    as_of: datetime,
    progress: Callable[[], None],
) -> pa.Table:
    """The rows that a worked table's function makes of its material.

    Raises:
        FunctionFailed: it failed for the numbers it was given.
        ContractBroken: it gave no column that the table declares.
    """
    assert work.worked is not None
    bench = Workbench(
        days=tuple(sorted(work.wanted)),
        now=now,
        as_of=as_of,
        code=work.code,
        run_id=work.run_id,
        models=work.worked.models,
        progress=progress,
    )
    rows = _made(work.table, work.worked, material, bench)
    progress()  # a deadline that passed in Python interrupted nothing
    return rows


def _made(
    table: Table, worked: PythonWork, material: Mapping[str, pa.Table], bench: Workbench
) -> pa.Table:
    from numpy.linalg import LinAlgError

    try:
        with Within(table.deadline_seconds, WorkTimedOut(table.name, table.deadline_seconds)):
            rows = worked.function(material, bench)
    except (ArithmeticError, LinAlgError) as cause:
        raise FunctionFailed(table.name, f"{type(cause).__name__}: {cause}") from cause
    given = (*(c.name for c in table.columns), *(c.name for c in explanations(table.columns)))
    lacking = [name for name in given if name not in rows.column_names]
    if lacking:
        raise ContractBroken(table.name, f"its function gives no column {', '.join(lacking)}")
    return rows


def counted(found: pa.Table) -> pa.Table:
    """Sums of whole numbers, which DuckDB widens to decimals, as whole numbers again."""
    import pyarrow as pa

    for place, field in enumerate(found.schema):
        if pa.types.is_decimal(field.type):
            plain = pa.int64() if field.type.scale == 0 else pa.float64()
            found = found.set_column(place, field.name, found.column(place).cast(plain))
    return found
