"""Appending to histories: rows are added, each with its version, and none is ever altered."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date

import duckdb

from boxline.engine.ports import Replacement
from boxline.errors import GameStarted
from boxline.stores.contract_sql import add_versions, content_columns, names, quoted, row_hash
from boxline.stores.staged_days import ADDED, STAGE, Contents, equal, versions


def append(connection: duckdb.DuckDBPyConnection, work: Replacement) -> Contents:
    """Add what a history table does not hold yet; nothing that it holds is touched."""
    table = work.table
    target, day, columns = quoted(table.name), quoted(table.partition), names(table.columns)
    span = {"first": min(work.wanted), "last": max(work.wanted)}
    is_held = connection.execute(
        f"SELECT 1 FROM {target} WHERE {day} BETWEEN $first AND $last LIMIT 1", span
    ).fetchone()
    if is_held:
        _compare_with_held(connection, work, span)
    else:  # the first time, and nearly every time: all of it is new, and version 1 as it comes
        connection.execute(f"ALTER TABLE {STAGE} RENAME TO {ADDED}")
    stored = connection.execute(
        f"INSERT INTO {target} ({columns}) SELECT {columns} FROM {ADDED}"
    ).fetchone()
    new = versions(connection, table, ADDED)
    contents = {}
    for one in work.wanted:
        held = work.committed.get(one)
        rows, version = new.get(one, (0, 0))
        contents[one] = (
            rows + (held.rows if held else 0),
            add_versions(version, held.content if held else 0),
        )
    return contents, stored[0] if stored else 0


def _compare_with_held(
    connection: duckdb.DuckDBPyConnection, work: Replacement, span: Mapping[str, date]
) -> None:
    """Find the staged rows of a history that are to be added, each with its version.

    Versions are counted within a key and origin. A row whose key stands in neither origin is
    version 1; a live row that differs from the newest live one is the next version. A replayed row
    is added only where no row of either origin stands, or, when remaking, where it differs from
    the newest replay.
    """
    table = work.table
    target, day = quoted(table.name), quoted(table.partition)
    natural = [k for k in table.key if k not in ("origin", "version")]
    key = names([*natural, "origin"])
    compared = [
        c for c in content_columns(table.columns) if c not in (*natural, "origin", "version")
    ]
    changing = "'live', 'replay'" if work.remake else "'live'"
    others = names([c for c in table.columns if c.name != "version"], "s.")
    connection.execute(
        f"""CREATE TEMP TABLE {ADDED} AS
        WITH held AS (SELECT * FROM {target} WHERE {day} BETWEEN $first AND $last),
        active AS (
            SELECT {key}, version, {row_hash(compared)} AS row_hash FROM held
            QUALIFY row_number() OVER (PARTITION BY {key} ORDER BY version DESC) = 1)
        SELECT {others}, coalesce(a.version, 0) + 1 AS version
        FROM {STAGE} AS s LEFT JOIN active AS a USING ({key})
        WHERE (a.version IS NULL AND (s.origin = 'live' OR NOT EXISTS (
                SELECT 1 FROM held AS h WHERE {equal(natural, "h", "s")})))
           OR (s.origin IN ({changing}) AND a.row_hash <> {row_hash(compared, "s.")})""",
        span,
    )


def refuse_begun(connection: duckdb.DuckDBPyConnection, work: Replacement) -> None:
    """The last look before the commit: a live row of a game that has begun is no prediction.

    Raises:
        GameStarted: some game began while this was on its way.
    """
    ((late,),) = connection.execute(
        f"SELECT count(*) FROM {ADDED} WHERE origin = 'live' AND frozen_at <= $now",
        {"now": work.clock().astimezone(UTC).replace(tzinfo=None)},
    ).fetchall()
    if late:
        raise GameStarted(work.table.name, late)
