"""The one write of raw tables: each distinct version of a row is added, none is ever deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from boxline.catalog import Raw
from boxline.engine.ports import Load, Outcome, RejectSink
from boxline.engine.versions import Commit
from boxline.stores import raw_stage
from boxline.stores.contract_sql import (
    BROKEN,
    content_columns,
    content_version,
    names,
    quoted,
    row_hash,
)
from boxline.stores.raw_stage import FETCHED, PLACE, STAGE, Staged, overlaps, utc, verify

if TYPE_CHECKING:
    from datetime import date

    import duckdb

FRESH = "fresh"
TEMPORARY = (*raw_stage.TEMPORARY, FRESH)


#: Sees to it that what staged rows are compared with is in the warehouse at hand.
Hold = Callable[["duckdb.DuckDBPyConnection"], None]


def nothing(_connection: duckdb.DuckDBPyConnection) -> None:
    """All of it is there."""


def load_together(
    connection: duckdb.DuckDBPyConnection,
    loads: Sequence[Load],
    sink: RejectSink,
    hold: Hold = nothing,
) -> dict[str, Outcome]:
    """Read landed objects of one dataset, in the transaction that is open; by landed id, what came
    of each. All at once where they speak of different things, else in the order fetched.

    Args:
        hold: is given the stage before its rows are compared with those that are held.
    Raises:
        UnreadableFile, TooManyRejects: see `verify`.
    """
    found = verify(connection, loads, sink)
    if len(loads) > 1 and overlaps(connection, loads[0].raw):
        _drop(connection)
        each = [load_together(connection, [load], sink, hold) for load in loads]
        return {landed_id: outcome for one in each for landed_id, outcome in one.items()}
    hold(connection)
    _add_versions(connection, found)
    outcomes = _commit(connection, found)
    _drop(connection)
    return outcomes


def _drop(connection: duckdb.DuckDBPyConnection) -> None:
    for table in TEMPORARY:
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _add_versions(connection: duckdb.DuckDBPyConnection, found: Sequence[Staged]) -> None:
    """Add what differs from the newest version known when an object was fetched.

    Rows of a game that is new are known as the reader says (an archive states its rule). In a game
    that is held, whatever differs is a correction, known when it was fetched; a held row is
    retracted if it stands on another day now, or no longer in the game. Where a row of the game
    was rejected nothing of it is retracted: the rejected one may be the row that is missing.
    """
    raw = found[0].load.raw
    target = quoted(raw.name)
    identity = list(dict.fromkeys([*raw.key, raw.partition]))
    stored = names(raw.stored_columns)
    content = content_columns(raw.columns)  # a newer stamp alone is no news
    same = row_hash(content, "s.")
    within = raw.complete_within or raw.key
    scope = names(within)
    unplaced = " OR ".join(f"c.{quoted(column)} IS NULL" for column in within)
    connection.execute(
        f"""CREATE TEMP TABLE {FRESH} AS
        WITH valid AS (SELECT * FROM {STAGE} WHERE {BROKEN} IS NULL),
        cut AS (
            SELECT {scope}, {PLACE} FROM {STAGE} ANTI JOIN valid USING ({names(identity)})
            WHERE {BROKEN} IS NOT NULL),
        held AS (
            SELECT {names(raw.stored_columns, "t.")}, a.{PLACE}, a.{FETCHED} FROM {target} AS t
            JOIN (SELECT DISTINCT {scope}, {PLACE}, {FETCHED} FROM valid) AS a USING ({scope})
            WHERE t.known_at <= a.{FETCHED}
            QUALIFY row_number() OVER (
                PARTITION BY {names(identity, "t.")} ORDER BY t.known_at DESC) = 1),
        differing AS (
            SELECT {names(raw.columns, "s.")},
                   CASE WHEN k.is_held THEN s.{FETCHED}
                        ELSE least(s.known_at, s.{FETCHED}) END AS known_at,
                   false AS is_retracted, s.{PLACE}
            FROM valid AS s LEFT JOIN held AS h USING ({names(identity)})
            LEFT JOIN (SELECT DISTINCT {scope}, true AS is_held FROM held) AS k USING ({scope})
            WHERE h.known_at IS NULL OR h.is_retracted
               OR {row_hash(content, "h.")} <> {same}),
        gone AS (
            SELECT {names(raw.columns, "h.")}, h.{FETCHED} AS known_at, true AS is_retracted,
                   h.{PLACE}
            FROM held AS h ANTI JOIN valid USING ({names(identity)})
            ANTI JOIN cut USING ({scope})
            WHERE NOT h.is_retracted AND h.{PLACE} IN (SELECT unnest(CAST($placed AS BIGINT[])))
                AND NOT EXISTS (
                    SELECT 1 FROM cut AS c WHERE c.{PLACE} = h.{PLACE} AND ({unplaced})))
        SELECT {stored}, {PLACE} FROM differing UNION ALL SELECT {stored}, {PLACE} FROM gone""",
        {"placed": [place for place, one in enumerate(found) if one.is_placed]},
    )
    version_key = [*identity, "known_at"]
    on = " AND ".join(f"t.{quoted(k)} = f.{quoted(k)}" for k in version_key)
    updates = ", ".join(f"{quoted(c.name)} = f.{quoted(c.name)}" for c in raw.stored_columns)
    connection.execute(
        f"MERGE INTO {target} AS t USING {FRESH} AS f ON {on} "
        f"WHEN MATCHED THEN UPDATE SET {updates} "
        f"WHEN NOT MATCHED THEN INSERT ({stored}) VALUES ({names(raw.stored_columns, 'f.')})"
    )


def _commit(connection: duckdb.DuckDBPyConnection, found: Sequence[Staged]) -> dict[str, Outcome]:
    from boxline.stores.replacing import record_commits

    first = found[0].load
    raw = first.raw
    commits = _content(connection, raw, first.code)
    record_commits(connection, raw.name, commits, first.run_id, first.now)
    day = quoted(raw.partition)
    added: dict[int, dict[date, int]] = {}
    for place, one, count in connection.execute(
        f"SELECT {PLACE}, {day}, count(*) FROM {FRESH} GROUP BY ALL"
    ).fetchall():
        added.setdefault(place, {})[one] = count
    outcomes = {}
    records: list[list[Any]] = []
    for place, each in enumerate(found):
        days = added.get(place, {})
        landed_id = each.load.landed.landed_id
        refused = len(each.rejects)
        outcomes[landed_id] = Outcome(
            dataset=raw.name,
            days=len(days),
            rows_in=each.rows_in,
            kept=each.rows_in - refused,
            rejected=refused,
            stored=sum(days.values()),
            first=min(days, default=None),
            last=max(days, default=None),
            commits={one: commits[one] for one in days},
        )
        counts = [each.rows_in, each.rows_in - refused, refused, sum(days.values())]
        now = utc(each.load.now)
        records.append([raw.name, landed_id, each.load.code, *counts, each.load.run_id, now])
    connection.execute(
        "DELETE FROM ops.loads WHERE dataset = ? AND landed_id IN (SELECT unnest(?))",
        [raw.name, list(outcomes)],
    )
    connection.executemany("INSERT INTO ops.loads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", records)
    return outcomes


def _content(connection: duckdb.DuckDBPyConnection, raw: Raw, code: str) -> dict[date, Commit]:
    """The commits of the days that were added to."""
    day = quoted(raw.partition)
    version = content_version([c.name for c in raw.stored_columns])
    rows = connection.execute(
        f"SELECT {day}, count(*), {version} FROM {quoted(raw.name)} "
        f"WHERE {day} BETWEEN (SELECT min({day}) FROM {FRESH}) AND (SELECT max({day}) FROM {FRESH})"
        f" AND {day} IN (SELECT {day} FROM {FRESH}) GROUP BY {day}"
    ).fetchall()
    return {
        one: Commit(content=int(hexed, 16), inputs=0, code=code, rows=count, rejected=0)
        for one, count, hexed in rows
    }
