"""Every transform of a home computed twice over a window, by DuckDB and by Spark, and laid side by
side: keys, NULLs, texts, days and whole numbers equal, floats within 1e-9 of one another."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb

from boxline.catalog import Catalog
from boxline.catalog.dialects import to_sql
from boxline.catalog.expressions import expressions_of
from boxline.engine.ports import InputRows
from boxline.engine.run import inputs_of
from boxline.engine.work import Cell, Range, Reason
from boxline.stores.cluster_files import rows_in, written_inputs
from boxline.stores.contract_sql import names, quoted
from boxline.stores.input_sql import with_inputs
from boxline.stores.spark import SparkCluster

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: How far floats may lie apart, of the greater of them; and below which size they count as this,
#: because what is left of equal numbers taken from one another has no digit that means anything.
RELATIVE, LEAST = 1e-9, 1e-3


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One transform, or one of its materials.

    Attributes:
        differing: what differs, in words; empty where nothing does.
        largest: the largest relative difference of two floats.
    """

    name: str
    rows: int
    differing: tuple[str, ...]
    largest: float
    duckdb_seconds: float
    spark_seconds: float


def compared(
    catalog: Catalog,
    connection: duckdb.DuckDBPyConnection,
    cluster: SparkCluster,
    span: tuple[date, date],
    now: datetime,
    *,
    only: Collection[str] = (),
) -> Iterator[Compared]:
    """Each transform in the order of its inputs, which are those that stand in the warehouse.

    Args:
        connection: to a warehouse; nothing is written to it.
        span: the first and the last day that are computed.
        only: the datasets, or their layers; empty for all.
    """
    for dataset in catalog.computed:
        is_asked = not only or not {dataset.name, dataset.name.partition(".")[0]}.isdisjoint(only)
        if dataset.name not in catalog.transforms or not is_asked:
            continue
        cells = [Cell(dataset=dataset.name, day=d, reason=Reason.ASKED, inputs=0) for d in span]
        inputs = inputs_of(catalog, dataset, Range(dataset=dataset.name, cells=tuple(cells)))
        for material, expression in expressions_of(catalog.transforms[dataset.name]).items():
            key = _key(expression, () if material else (dataset.partition, *dataset.key))
            name = _name(dataset.name, material)
            yield _beside(connection, cluster, name, expression, inputs, key, now)


def statements_of(catalog: Catalog) -> set[str]:
    """The names of all that there is to compare."""
    return {
        _name(name, material)
        for name, transform in catalog.transforms.items()
        for material in expressions_of(transform)
    }


def _name(dataset: str, material: str) -> str:
    return f"{dataset} {material}".rstrip()


def _key(expression: ir.Table, declared: Collection[str]) -> list[str]:
    """The columns that say which row is which: as declared, else all that are no floats."""
    types = expression.schema().items()
    return list(dict.fromkeys(declared)) or [n for n, one in types if not one.is_floating()]


def _beside(
    connection: duckdb.DuckDBPyConnection,
    cluster: SparkCluster,
    name: str,
    expression: ir.Table,
    inputs: Mapping[str, InputRows],
    key: list[str],
    now: datetime,
) -> Compared:
    started = time.perf_counter()
    sql, given = with_inputs(connection, to_sql(expression, "duckdb"), inputs, now=now, as_of=now)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE here AS {sql}", given)
    here = time.perf_counter()
    with cluster.scratch() as folder:
        files = written_inputs(connection, inputs, folder, now=now, as_of=now)
        made = folder / "made"
        cluster.compute(name, to_sql(expression, "pyspark"), files, made, lambda: None)
        columns = names(expression.columns)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE there AS SELECT {columns} FROM {rows_in(made)}"
        )
    there = time.perf_counter()
    differing, largest = _differences(connection, key)
    (rows,) = connection.execute("SELECT count(*) FROM here").fetchall()[0]
    return Compared(
        name=name,
        rows=rows,
        differing=tuple(differing),
        largest=largest,
        duckdb_seconds=here - started,
        spark_seconds=there - here,
    )


def _differences(connection: duckdb.DuckDBPyConnection, key: list[str]) -> tuple[list[str], float]:
    # Rows that share what names them (of some materials) are told apart by their order.
    described = connection.execute("DESCRIBE here").fetchall()
    others = names(sorted(name for name, *_ in described if name not in key)) or "1"
    for table in ("here", "there"):
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {table} AS SELECT *, row_number() OVER "
            f"(PARTITION BY {names(key)} ORDER BY {others}) AS nth_of_key FROM {table}"
        )
    on = " AND ".join(f"h.{quoted(k)} IS NOT DISTINCT FROM t.{quoted(k)}" for k in key)
    on += " AND h.nth_of_key = t.nth_of_key"
    found = []
    for one, other in (("here", "there"), ("there", "here")):
        rows = f"SELECT count(*) FROM {one} AS h WHERE NOT EXISTS (FROM {other} AS t WHERE {on})"
        (alone,) = connection.execute(rows).fetchall()[0]
        if alone:
            found.append(f"{alone} rows {one} alone")
    counted = {name: _unlike(name, kind) for name, kind, *_ in described}
    floats = [_apart(name) for name, kind, *_ in described if kind == "DOUBLE"]
    largest = f"coalesce(greatest({', '.join(floats)}, 0), 0)" if floats else "0"
    asked = ", ".join([*counted.values(), largest])
    *unlike, apart = connection.execute(
        f"SELECT {asked} FROM here AS h JOIN there AS t ON {on}"
    ).fetchall()[0]
    found += [f"{n} of {name}" for name, n in zip(counted, unlike, strict=True) if n]
    return found, float(apart)


def _unlike(name: str, kind: str) -> str:
    """In how many rows a column differs."""
    one, other = f"h.{quoted(name)}", f"t.{quoted(name)}"
    if kind != "DOUBLE" and not kind.startswith("DECIMAL"):
        return f"count(*) FILTER ({one} IS DISTINCT FROM {other})"
    near = f"abs({one} - {other}) <= {RELATIVE} * greatest({LEAST}, abs({one}), abs({other}))"
    is_same = f"({one} IS NOT DISTINCT FROM {other} OR coalesce({near}, false))"
    return f"count(*) FILTER (NOT {is_same})"


def _apart(name: str) -> str:
    """The largest relative difference of a column of floats."""
    one, other = f"h.{quoted(name)}", f"t.{quoted(name)}"
    part = f"abs({one} - {other}) / greatest({LEAST}, abs({one}), abs({other}))"
    return f"coalesce(max({part}) FILTER (isfinite({one}) AND isfinite({other})), 0)"


def opened(warehouse: Path, memory: str = "1GB") -> duckdb.DuckDBPyConnection:
    """A warehouse to be read, with room beside it for what is compared."""
    settings: dict[str, Any] = {"memory_limit": memory, "preserve_insertion_order": "false"}
    connection = duckdb.connect(config=settings)
    connection.execute(f"ATTACH '{warehouse}' AS warehouse (READ_ONLY)")
    connection.execute("USE warehouse")
    return connection
