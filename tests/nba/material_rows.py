"""What a worked table's function is given, from a few rows written by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

import duckdb
import ibis

from boxline.catalog import Column, Rel
from boxline.catalog.expressions import CLOCK, compile_materials, unbound
from boxline.catalog.worked import Material
from boxline.leagues import whole_catalog
from boxline.stores.contract_sql import SQL_TYPES, names, quoted

if TYPE_CHECKING:
    import pyarrow as pa

Rows = Iterable[Mapping[str, Any]]


@cache
def _compiled(dataset: str) -> Mapping[str, Material]:
    return compile_materials(whole_catalog().transforms[dataset], "duckdb")


def material(dataset: str, **inputs: Rows) -> dict[str, pa.Table]:
    """The selections of a dataset's transform, by name, in the order in which the store gives them.

    Args:
        inputs: parameter of the transform -> the rows it sees; columns that a row leaves out are
            NULL, and a parameter that is left out sees no rows.
    """
    transform = whole_catalog().transforms[dataset]
    with duckdb.connect() as connection:
        for parameter, given in transform.inputs.items():
            _create(connection, parameter, given.seen_columns or CLOCK, inputs.get(parameter, ()))
        return {
            name: connection.sql(f"{sql} ORDER BY {names(order)}").to_arrow_table()
            for name, (sql, order) in _compiled(dataset).items()
        }


def selected(expression: Callable[..., Rel], **given: tuple[Iterable[Column], Rows]) -> pa.Table:
    """What an expression makes of relations written by hand, sorted by all its columns.

    Args:
        given: parameter of the expression -> columns and rows.
    """
    relations = {name: unbound(name, tuple(columns)) for name, (columns, _) in given.items()}
    sql = ibis.to_sql(expression(**relations), dialect="duckdb")
    with duckdb.connect() as connection:
        for name, (columns, rows) in given.items():
            _create(connection, name, columns, rows)
        return connection.sql(f"{sql} ORDER BY ALL").to_arrow_table()


def _create(
    connection: duckdb.DuckDBPyConnection, name: str, columns: Iterable[Column], rows: Rows
) -> None:
    columns = tuple(columns)
    typed = ", ".join(f"{quoted(c.name)} {SQL_TYPES[c.type]}" for c in columns)
    connection.execute(f"CREATE TABLE {quoted(name)} ({typed})")
    for row in rows:
        unknown = row.keys() - {c.name for c in columns}
        assert not unknown, f"{name} has no columns {unknown}"
        values = [row.get(c.name) for c in columns]
        marks = ", ".join("?" for _ in values)
        connection.execute(f"INSERT INTO {quoted(name)} VALUES ({marks})", values)
