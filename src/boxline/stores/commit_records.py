"""The records of what is committed, read from `ops.commits`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import repeat
from typing import TYPE_CHECKING

from boxline.engine.landed_work import LoadRecord
from boxline.engine.versions import MODULUS, Commit
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


def read_loads(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], LoadRecord]:
    """(raw dataset, landed id) -> what is committed of it."""
    rows = connection.execute("SELECT dataset, landed_id, code, rows_rejected FROM ops.loads")
    return {
        (dataset, landed_id): LoadRecord(code=code, rejected=rejected)
        for dataset, landed_id, code, rejected in rows.fetchall()
    }


def read_commits_around(
    connection: duckdb.DuckDBPyConnection,
    datasets: Sequence[str],
    day: date,
    bounds: Sequence[date],
) -> dict[str, dict[date, Commit]]:
    """What is committed of a day, and of all others in sums: enough to plan that day, for a tenth
    of what all records cost.

    Args:
        bounds: first days of spans; of each span the content versions are told as one, on its
            first day that has any. Whatever the day may see must be whole spans.
    """
    rows = connection.execute(
        """
        WITH told AS (
            SELECT dataset, day, inputs, code, rows_kept, rows_rejected,
                CAST('0x' || substr(content, 1, 16) AS UBIGINT) AS high,
                CAST('0x' || substr(content, 17, 16) AS UBIGINT) AS low
            FROM ops.commits WHERE list_contains($datasets, dataset)
        )
        SELECT dataset, coalesce(min(day) FILTER (high > 0 OR low > 0), min(day)),
            sum(high), sum(low), any_value(inputs), any_value(code),
            CAST(sum(rows_kept) AS BIGINT), CAST(sum(rows_rejected) AS BIGINT)
        FROM told
        GROUP BY dataset, day = $day, len(list_filter($bounds, lambda bound: bound <= day))
        """,
        {"datasets": list(datasets), "day": day, "bounds": list(bounds)},
    ).fetchall()
    found: dict[str, dict[date, Commit]] = {}
    for dataset, of, high, low, inputs, code, kept, rejected in rows:
        content = ((int(high) << 64) + int(low)) % MODULUS
        commit = Commit(content, int(inputs, 16), code, kept, rejected)
        found.setdefault(dataset, {})[of] = commit
    return found


@dataclass(frozen=True, kw_only=True)
class Told:
    """A record as it stands, for people and other programs: versions are hexadecimal texts."""

    dataset: str
    day: date
    rows: int
    rejected: int
    content: str
    inputs: str
    code: str
    run_id: str
    committed_at: datetime


def told_commits(
    connection: duckdb.DuckDBPyConnection,
    *,
    datasets: Collection[str] | None = None,
    first: date | None = None,
    last: date | None = None,
    run_id: str | None = None,
) -> list[Told]:
    """The records of some datasets, of the days from `first` to `last`, made by one run; None is
    open. By dataset and day."""
    rows = connection.execute(
        """
        SELECT dataset, day, rows_kept, rows_rejected, content, inputs, code, run_id, committed_at
        FROM ops.commits
        WHERE ($datasets IS NULL OR list_contains($datasets, dataset))
            AND day >= coalesce($first, day) AND day <= coalesce($last, day)
            AND run_id = coalesce($run_id, run_id)
        ORDER BY dataset, day
        """,
        {
            "datasets": None if datasets is None else sorted(datasets),
            "first": first,
            "last": last,
            "run_id": run_id,
        },
    ).fetchall()
    return [
        Told(
            dataset=dataset,
            day=day,
            rows=kept,
            rejected=rejected,
            content=content,
            inputs=inputs,
            code=code,
            run_id=run,
            committed_at=committed_at.replace(tzinfo=UTC),
        )
        for dataset, day, kept, rejected, content, inputs, code, run, committed_at in rows
    ]
