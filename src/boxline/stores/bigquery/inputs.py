"""The rows that a transform sees on BigQuery: each input as a common table expression."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from boxline.catalog import Column, Raw
from boxline.catalog.columns import Type
from boxline.engine.ports import InputRows
from boxline.stores.bigquery.address import Address


def quoted(name: str) -> str:
    """An identifier, quoted. Names of the catalog hold no backtick."""
    return f"`{name}`"


def names(columns: Iterable[Column | str], prefix: str = "") -> str:
    """A list of column names."""
    given = (c if isinstance(c, str) else c.name for c in columns)
    return ", ".join(f"{prefix}{quoted(name)}" for name in given)


def parted(columns: Iterable[Column], keys: Iterable[str]) -> str:
    """Keys as rows are parted by them: floats written out, because by a FLOAT64 none are."""
    kinds = {column.name: column.type for column in columns}
    return ", ".join(
        f"CAST({quoted(key)} AS STRING)" if kinds[key] is Type.FLOAT else quoted(key)
        for key in dict.fromkeys(keys)
    )


def supplied_inputs(
    address: Address, inputs: Mapping[str, InputRows], *, now: datetime, as_of: datetime
) -> tuple[str, dict[str, Any]]:
    """The inputs as the beginning of a statement, WITH and all, and its parameters. Whatever is
    read is read within a span of days, so that other months are neither read nor paid for."""
    parameters: dict[str, Any] = {}
    parts = []
    for name, rows in inputs.items():
        if rows.dataset is None:
            parameters |= {"now": utc(now), "as_of": utc(as_of)}
            parts.append(f"{quoted(name)} AS (SELECT @now AS now, @as_of AS known_until)")
            continue
        parameters |= {f"{name}_first": rows.first, f"{name}_last": rows.last}
        days = f"{quoted(rows.dataset.partition)} BETWEEN @{name}_first AND @{name}_last"
        table = address.quoted(rows.dataset.name)
        if isinstance(rows.dataset, Raw):
            parameters["as_of"] = utc(as_of)
            versions = _every_version if rows.has_every_version else _newest_versions
            parts.append(f"{quoted(name)} AS ({versions(rows.dataset, table, days)})")
        else:
            seen = names(rows.dataset.columns)
            parts.append(f"{quoted(name)} AS (SELECT {seen} FROM {table} WHERE {days})")
    return f"WITH {', '.join(parts)}", parameters


def _newest_versions(raw: Raw, table: str, days: str) -> str:
    identity = parted(raw.columns, [*raw.key, raw.partition])
    return (
        f"SELECT {names(raw.seen_columns)} FROM (SELECT * FROM {table} "
        f"WHERE {days} AND known_at <= @as_of QUALIFY ROW_NUMBER() OVER "
        f"(PARTITION BY {identity} ORDER BY known_at DESC) = 1) WHERE NOT is_retracted"
    )


def _every_version(raw: Raw, table: str, days: str) -> str:
    return f"SELECT {names(raw.stored_columns)} FROM {table} WHERE {days} AND known_at <= @as_of"


def utc(instant: datetime) -> datetime:
    """As BigQuery has instants: a DATETIME of UTC."""
    return instant.astimezone(UTC).replace(tzinfo=None)
