"""The rows a transform sees: each input as a common table expression named by its parameter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from boxline.catalog import Raw
from boxline.engine.ports import InputRows
from boxline.stores.contract_sql import names, quoted

if TYPE_CHECKING:
    import duckdb


def newest_versions(raw: Raw, days: str) -> str:
    """The rows of a raw table as known at `$as_of`: of each row's versions the newest, unless it
    says that the row no longer exists. Beside the declared columns stands `known_at`."""
    identity = names(dict.fromkeys([*raw.key, raw.partition]))
    return (
        f"SELECT {names(raw.seen_columns)} FROM (SELECT * FROM {quoted(raw.name)} "
        f"WHERE {days} AND known_at <= $as_of QUALIFY row_number() OVER "
        f"(PARTITION BY {identity} ORDER BY known_at DESC) = 1) WHERE NOT is_retracted"
    )


def every_version(raw: Raw, days: str) -> str:
    """All versions of the rows of a raw table known at `$as_of`, retractions too."""
    return (
        f"SELECT {names(raw.stored_columns)} FROM {quoted(raw.name)} "
        f"WHERE {days} AND known_at <= $as_of"
    )


def with_inputs(
    connection: duckdb.DuckDBPyConnection,
    sql: str,
    inputs: Mapping[str, InputRows],
    *,
    now: datetime,
    as_of: datetime,
) -> tuple[str, dict[str, Any]]:
    """A compiled transform with its inputs supplied, and the parameters of that text."""
    supplied, parameters = supplied_inputs(connection, inputs, now=now, as_of=as_of)
    return f"{supplied} SELECT * FROM ({sql})", parameters


def supplied_inputs(
    connection: duckdb.DuckDBPyConnection,
    inputs: Mapping[str, InputRows],
    *,
    now: datetime,
    as_of: datetime,
) -> tuple[str, dict[str, Any]]:
    """The inputs as the beginning of a text, WITH and all, and its parameters.

    Of a table without any row the text says so, and the optimiser leaves out whatever hangs on it:
    a home without one source does not pay for it.
    """
    parameters: dict[str, Any] = {}
    parts = []
    for name, rows in inputs.items():
        if rows.dataset is None:
            parameters |= {"now": _utc(now), "as_of": _utc(as_of)}
            clock = "CAST($now AS TIMESTAMP) AS now, CAST($as_of AS TIMESTAMP) AS known_until"
            parts.append(f"{quoted(name)} AS (SELECT {clock})")
            continue
        if not _has_rows(connection, rows.dataset.name):
            seen = rows.dataset.seen_columns
            if isinstance(rows.dataset, Raw) and rows.has_every_version:
                seen = rows.dataset.stored_columns
            nothing = f"SELECT {names(seen)} FROM {quoted(rows.dataset.name)} WHERE false"
            parts.append(f"{quoted(name)} AS ({nothing})")
            continue
        parameters |= {f"{name}_first": rows.first, f"{name}_last": rows.last}
        days = f"{quoted(rows.dataset.partition)} BETWEEN ${name}_first AND ${name}_last"
        if isinstance(rows.dataset, Raw):
            parameters["as_of"] = _utc(as_of)
            versions = every_version if rows.has_every_version else newest_versions
            parts.append(f"{quoted(name)} AS ({versions(rows.dataset, days)})")
        else:
            source = f"SELECT {names(rows.dataset.columns)} FROM {quoted(rows.dataset.name)}"
            parts.append(f"{quoted(name)} AS ({source} WHERE {days})")
    return f"WITH {', '.join(parts)}", parameters


def _has_rows(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    # All of it: a result that is not read to its end keeps the connection from relations.
    return bool(connection.execute(f"SELECT 1 FROM {quoted(table)} LIMIT 1").fetchall())


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
