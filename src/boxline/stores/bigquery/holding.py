"""Which days of a raw table must be at hand to add versions to it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

import duckdb

from boxline.catalog import Raw
from boxline.domain.seasons import SeasonRule
from boxline.stores.bigquery.address import Address
from boxline.stores.bigquery.jobs import Jobs
from boxline.stores.contract_sql import BROKEN, quoted
from boxline.stores.raw_stage import STAGE

#: A query may be given about ten megabytes of parameters; above so many values it gets none, and
#: reads the season instead.
MOST_VALUES = 20_000


def days_to_hold(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    seasons: SeasonRule,
    committed: Collection[date],
    address: Address,
    jobs: Jobs,
    progress: Callable[[], None],
) -> set[date]:
    """The days of staged rows, and those of their season on which what they speak of stands now: a
    game may have moved, and what it was is retracted there.

    Args:
        committed: the days that have rows.
    """
    day = quoted(raw.partition)
    valid = f"SELECT * FROM {STAGE} WHERE {BROKEN} IS NULL"
    rows = connection.execute(f"SELECT DISTINCT {day} FROM ({valid})").fetchall()
    staged = {found for (found,) in rows}
    if not staged:
        return set()
    first = min(seasons.span(one)[0] for one in staged)
    last = max(seasons.span(one)[1] for one in staged)
    around = {one for one in committed if first <= one <= last}
    if not around - staged:
        return around
    text = (
        f"SELECT DISTINCT `{raw.partition}` AS day FROM {address.quoted(raw.name)} "
        f"WHERE `{raw.partition}` BETWEEN @first AND @last"
    )
    given: dict[str, Any] = {"first": min(around), "last": max(around)}
    for place, column in enumerate(raw.complete_within or raw.key):
        values = [
            value
            for (value,) in connection.execute(
                f"SELECT DISTINCT {quoted(column)} FROM ({valid}) "
                f"WHERE {quoted(column)} IS NOT NULL"
            ).fetchall()
        ]
        if values and len(values) <= MOST_VALUES:
            text += f" AND `{column}` IN UNNEST(@scope_{place})"
            given[f"scope_{place}"] = values
    found = jobs.select(text, given, raw.name, progress).column("day").to_pylist()
    return (staged & around) | set(found)
