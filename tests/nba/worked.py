"""Expressions over a few rows written by hand, as DuckDB computes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import duckdb
import ibis

from boxline.catalog import Rel


def worked(
    columns: Mapping[str, str],
    rows: Sequence[Sequence[Any]],
    expression: Callable[[Rel], Rel],
) -> list[dict[str, Any]]:
    """The rows of an expression over a relation of these columns, in the order of the rows given.

    Args:
        columns: name -> Ibis type.
        rows: their values.
        expression: from the relation, which has the column `place`, to one that still has it.
    """
    given = ibis.table({"place": "int64", **columns}, name="given")
    made = ibis.to_sql(expression(given).order_by("place"), dialect="duckdb")
    types = {"int64": "INT8", "float64": "DOUBLE", "string": "TEXT", "boolean": "BOOLEAN"}
    with duckdb.connect() as connection:
        typed = ", ".join(f"{name} {types[kind]}" for name, kind in columns.items())
        connection.execute(f"CREATE TABLE given (place INT8, {typed})")
        marks = ", ".join("?" for _ in (0, *columns))
        numbered = [(place, *row) for place, row in enumerate(rows)]
        connection.executemany(f"INSERT INTO given VALUES ({marks})", numbered)
        result = connection.execute(str(made))
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]
