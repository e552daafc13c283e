"""The records of what is committed, read from `ops.commits`."""

from __future__ import annotations

from datetime import date
from itertools import repeat
from typing import TYPE_CHECKING

from boxline.engine.versions import Commit
from boxline.stores.contract_sql import ordinal

if TYPE_CHECKING:
    import duckdb


def read_commits(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[date, Commit]]:
    """Dataset -> day -> what is committed."""
    found: dict[str, dict[date, Commit]] = {}
    # Tens of thousands of rows come faster as a text for each dataset than as values.
    rows = connection.execute(
        f"SELECT dataset, code, string_agg(concat_ws(' ', {ordinal('day')}, content, inputs, "
        "rows_kept, rows_rejected), ' ') FROM ops.commits GROUP BY dataset, code"
    ).fetchall()
    for dataset, code, told in rows:
        words = told.split()
        days = map(date.fromordinal, map(int, words[0::5]))
        versions = (map(int, words[place::5], repeat(16)) for place in (1, 2))
        counts = (map(int, words[place::5]) for place in (3, 4))
        commits = map(Commit, *versions, repeat(code), *counts)
        found.setdefault(dataset, {}).update(zip(days, commits, strict=True))
    return found
