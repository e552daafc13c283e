"""What a query of somebody else may cost: time, memory, and the size of its answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import duckdb

from boxline.errors import QueryTooCostly
from boxline.stores.contract_sql import text

#: What a value takes in Python beside its letters, roughly.
VALUE_BYTES = 60

_ROWS_AT_ONCE = 2048


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What queries over a snapshot may cost.

    Attributes:
        memory: of DuckDB, with its unit; nothing is spilled to disk.
        seconds: of one query, until its last row is fetched.
        threads: that work on queries beside the one that asks; None for as many as cores.
        answer_bytes: of the rows of one query in Python, roughly.
    """

    memory: str = "512MB"
    seconds: float = 30.0
    threads: int | None = None
    answer_bytes: int = 500_000_000

    @property
    def settings(self) -> tuple[str, ...]:
        """The statements that set them; once the configuration is locked they stay."""
        found = (
            f"SET memory_limit = {text(self.memory)}",
            "SET temp_directory = ''",
            f"SET GLOBAL max_execution_time = {max(1, round(self.seconds * 1000))}",
            # Else a table that is not there is looked for among the variables of the caller.
            "SET GLOBAL python_enable_replacements = false",
        )
        return found if self.threads is None else (*found, f"SET threads = {self.threads}")

    def exceeded(self, error: duckdb.Error) -> QueryTooCostly | None:
        """Which bound an error is about; None where it is about none."""
        if isinstance(error, duckdb.InterruptException):
            return QueryTooCostly(f"it took more than {self.seconds:g} s")
        if isinstance(error, duckdb.OutOfMemoryException):
            return QueryTooCostly(f"it needs more memory than {self.memory}")
        return None


def bounded_rows(result: duckdb.DuckDBPyConnection, bounds: Bounds) -> list[tuple[Any, ...]]:
    """The rows of a query that was begun.

    Raises:
        QueryTooCostly: together they are larger than an answer may be.
    """
    found: list[tuple[Any, ...]] = []
    held = 0
    for rows in _by_parts(result):
        held += sum(_bytes_of(value) for row in rows for value in row)
        if held > bounds.answer_bytes:
            raise QueryTooCostly(f"its answer is larger than {bounds.answer_bytes / 1e6:.0f} MB")
        found += rows
    return found


def _by_parts(result: duckdb.DuckDBPyConnection) -> Iterator[list[tuple[Any, ...]]]:
    while rows := result.fetchmany(_ROWS_AT_ONCE):
        yield rows


def _bytes_of(value: Any) -> int:
    if isinstance(value, str | bytes):
        return VALUE_BYTES + len(value)
    if isinstance(value, dict):
        return VALUE_BYTES + sum(_bytes_of(one) for pair in value.items() for one in pair)
    if isinstance(value, list | tuple):
        return VALUE_BYTES + sum(map(_bytes_of, value))
    return VALUE_BYTES
