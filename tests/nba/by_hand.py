"""One transform over a few rows written by hand, run by DuckDB as the store would run it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import duckdb

from boxline.catalog.expressions import CLOCK, compile_transform
from boxline.leagues import load_catalog
from boxline.stores.contract_sql import SQL_TYPES, quoted


@cache
def _compiled(dataset: str) -> str:
    return compile_transform(load_catalog().transforms[dataset], "duckdb")


Rows = Iterable[Mapping[str, Any]]


def computed(dataset: str, **inputs: Rows) -> list[dict[str, Any]]:
    """What a dataset's transform makes of its inputs.

    Args:
        inputs: parameter of the transform -> the rows it sees; columns that a row leaves out are
            NULL, and a parameter that is left out sees no rows.
    Returns:
        The rows, with the texts that explain a missing value among them, in the order of the key.
    """
    transform = load_catalog().transforms[dataset]
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
        result = connection.execute(_compiled(dataset))
        names = [column[0] for column in result.description]
        found = [dict(zip(names, row, strict=True)) for row in result.fetchall()]
    key = transform.target.key
    return sorted(found, key=lambda row: [str(row[name]) for name in key])
