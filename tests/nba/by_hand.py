"""One transform over a few rows written by hand, run by DuckDB as the store would run it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from boxline.catalog import Workbench
from boxline.catalog.expressions import CLOCK, compile_materials, compile_transform
from boxline.catalog.worked import Material
from boxline.leagues import load_catalog
from boxline.stores.contract_sql import SQL_TYPES, names, quoted
from tests.builders import NOON


@cache
def _compiled(dataset: str) -> str:
    return compile_transform(load_catalog().transforms[dataset], "duckdb")


@cache
def _materials(dataset: str) -> Mapping[str, Material]:
    return compile_materials(load_catalog().transforms[dataset], "duckdb")


Rows = Iterable[Mapping[str, Any]]


class Shelf:
    """Models kept in memory."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def put(self, body: bytes) -> str:
        """Keep a model; its hash."""
        sha256 = hashlib.sha256(body).hexdigest()
        self._kept[sha256] = body
        return sha256

    def get(self, sha256: str) -> bytes:
        """What was kept."""
        return self._kept[sha256]


def bench(*days: date, models: Shelf | None = None) -> Workbench:
    """What a worked table's function has at hand."""
    return Workbench(
        days=days,
        now=NOON,
        as_of=NOON,
        code="code",
        run_id="run",
        models=models or Shelf(),
        progress=lambda: None,
    )


def computed(dataset: str, **inputs: Rows) -> list[dict[str, Any]]:
    """What a dataset's transform, and of a worked table its function, makes of its inputs.

    Args:
        inputs: parameter of the transform -> the rows it sees; columns that a row leaves out are
            NULL, and a parameter that is left out sees no rows.
    Returns:
        The rows, with the texts that explain a missing value among them, in the order of the key.
    """
    catalog = load_catalog()
    transform = catalog.transforms[dataset]
    with duckdb.connect() as connection:
        for parameter, given in transform.inputs.items():
            columns = given.seen_columns or CLOCK
            typed = ", ".join(f"{quoted(c.name)} {SQL_TYPES[c.type]}" for c in columns)
            connection.execute(f"CREATE TABLE {quoted(parameter)} ({typed})")
            for row in inputs.get(parameter, ()):
                unknown = row.keys() - {c.name for c in columns}
                assert not unknown, f"{parameter} has no columns {unknown}"
                values = [row.get(c.name) for c in columns]
                marks = ", ".join("?" for _ in values)
                connection.execute(f"INSERT INTO {quoted(parameter)} VALUES ({marks})", values)
        if transform.gives_materials:
            material = {
                name: _selected(connection, one) for name, one in _materials(dataset).items()
            }
            found = catalog.works[dataset](material, bench()).to_pylist()
        else:
            result = connection.execute(_compiled(dataset))
            found_names = [column[0] for column in result.description]
            found = [dict(zip(found_names, row, strict=True)) for row in result.fetchall()]
    key = transform.target.key
    return sorted(found, key=lambda row: [str(row[name]) for name in key])


def _selected(connection: duckdb.DuckDBPyConnection, material: Material) -> pa.Table:
    """One selection in the order in which the store gives it."""
    sql, order = material
    return connection.sql(f"{sql} ORDER BY {names(order)}").to_arrow_table()
