"""The one write of raw tables: each distinct version of a row is added, none is ever deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from boxline.catalog import Raw
from boxline.catalog.expressions import FILE_ROW
from boxline.engine.ports import Load, Outcome, Reject, RejectSink
from boxline.engine.versions import Commit
from boxline.stores.archive_rows import FILE, read_archive
from boxline.stores.contract_sql import (
    BROKEN,
    DOUBLED,
    broken,
    content_columns,
    content_version,
    names,
    quoted,
    row_hash,
    staged,
    text,
)
from boxline.stores.rejecting import Sent, refuse_above_limit, rejects_of_stage

if TYPE_CHECKING:
    from datetime import date

    import duckdb

STAGE, FRESH = "stage", "fresh"
TEMPORARY = (FILE, STAGE, FRESH)


def verify(
    connection: duckdb.DuckDBPyConnection, work: Load, rejects: RejectSink
) -> tuple[list[Reject], int]:
    """Fill the stage with an object's rows; its rejects, and the number of rows that were sent.

    Raises:
        UnreadableFile: an archive file is damaged or lacks a column.
        TooManyRejects: more rows break the contract than the table allows.
    """
    rows_in, found = _stage(connection, work)
    rejects.reject(work.raw.name, [work.landed.landed_id], found)
    refuse_above_limit(work.raw, found, {None: rows_in})
    return found, rows_in


def load_one(connection: duckdb.DuckDBPyConnection, work: Load, rejects: RejectSink) -> Outcome:
    """Read one landed object, in the transaction that is open.

    Raises:
        UnreadableFile, TooManyRejects: see `verify`.
    """
    found, rows_in = verify(connection, work, rejects)
    stored = _add_versions(connection, work, found)
    outcome = _commit(connection, work, rows_in, found, stored)
    for table in TEMPORARY:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    return outcome


def _stage(connection: duckdb.DuckDBPyConnection, work: Load) -> tuple[int, list[Reject]]:
    """Fill the stage; the number of rows that were sent, and those that are refused."""
    raw, found = work.raw, list(work.rejects)
    sent = Sent(
        landed_id=work.landed.landed_id,
        files=[page.file_name for page in work.landed.pages],
        file_rows=work.page_rows,
        row_column=FILE_ROW.name,
    )
    if work.rows is None:
        rows_in, unread, readable = read_archive(connection, work, sent)
        found += unread
        source = f"WITH file AS ({readable}) SELECT * FROM ({work.sql})"
    else:
        connection.register("parsed", work.rows)
        rows_in, source = work.rows_in, "SELECT * FROM parsed"
    columns = ", ".join(staged(c) for c in raw.columns)
    connection.execute(
        f"CREATE TEMP TABLE {STAGE} AS SELECT *, {broken(raw.columns, raw.rules)} AS {BROKEN} FROM "
        f"(SELECT {columns}, CAST(known_at AS TIMESTAMP) AS known_at, file_row FROM ({source}))"
    )
    if work.rows is not None:
        connection.unregister("parsed")
    _mark_doubled(connection, raw)
    return rows_in, found + rejects_of_stage(connection, raw, STAGE, sent=sent)


def _mark_doubled(connection: duckdb.DuckDBPyConnection, raw: Raw) -> None:
    """Mark rows that share their key with another: all but the preferred one, or all of them."""
    identity = names(dict.fromkeys([*raw.key, raw.partition]))
    columns = [c.name for c in raw.columns]
    best = f"{quoted(raw.prefer)} DESC, " if raw.prefer else ""
    conflict = "place > 1" if raw.prefer else "place > 1 OR kinds > 1"
    connection.execute(
        f"""UPDATE {STAGE} SET {BROKEN} = {text(DOUBLED)} WHERE file_row IN (
            SELECT file_row FROM (
                SELECT file_row, row_number() OVER (
                    PARTITION BY {identity} ORDER BY {best}file_row) AS place,
                    count(DISTINCT {row_hash(columns)}) OVER (PARTITION BY {identity}) AS kinds
                FROM (SELECT * FROM {STAGE} SEMI JOIN (
                    SELECT {identity} FROM {STAGE} WHERE {BROKEN} IS NULL
                    GROUP BY ALL HAVING count(*) > 1) USING ({identity}))
                WHERE {BROKEN} IS NULL)
            WHERE {conflict})"""
    )


def _add_versions(connection: duckdb.DuckDBPyConnection, work: Load, rejects: list[Reject]) -> int:
    """Add what differs from the newest version known when the object was fetched; how many rows.

    Rows of a game that is new are known as the reader says (an archive states its rule). In a game
    that is held, whatever differs is a correction, known when it was fetched; a held row is
    retracted if it stands on another day now, or no longer in the game. Where a row of the game
    was rejected nothing of it is retracted: the rejected one may be the row that is missing.
    """
    raw = work.raw
    target = quoted(raw.name)
    identity = list(dict.fromkeys([*raw.key, raw.partition]))
    columns = names(raw.columns)
    stored = names(raw.stored_columns)
    content = content_columns(raw.columns)  # a newer stamp alone is no news
    same = row_hash(content, "s.")
    within = raw.complete_within or raw.key
    scope = names(within)
    # Rejects that never reached the stage (an undecoded row, a failed cast) name no game.
    staged_rejects = connection.execute(
        f"SELECT count(*) FROM {STAGE} WHERE {BROKEN} IS NOT NULL"
    ).fetchone()
    unplaced = " OR ".join(f"{quoted(column)} IS NULL" for column in within)
    connection.execute(
        f"""CREATE TEMP TABLE {FRESH} AS
        WITH valid AS (SELECT * FROM {STAGE} WHERE {BROKEN} IS NULL),
        cut AS (
            SELECT {scope} FROM {STAGE} ANTI JOIN valid USING ({names(identity)})
            WHERE {BROKEN} IS NOT NULL),
        held AS (
            SELECT {stored} FROM {target}
            SEMI JOIN (SELECT DISTINCT {scope} FROM valid) USING ({scope})
            WHERE known_at <= $fetched_at
            QUALIFY row_number() OVER (PARTITION BY {names(identity)} ORDER BY known_at DESC) = 1),
        differing AS (
            SELECT {names(raw.columns, "s.")},
                   CASE WHEN k.is_held THEN $fetched_at
                        ELSE least(s.known_at, $fetched_at) END AS known_at,
                   false AS is_retracted
            FROM valid AS s LEFT JOIN held AS h USING ({names(identity)})
            LEFT JOIN (SELECT DISTINCT {scope}, true AS is_held FROM held) AS k USING ({scope})
            WHERE h.known_at IS NULL OR h.is_retracted
               OR {row_hash(content, "h.")} <> {same}),
        gone AS (
            SELECT {columns}, $fetched_at AS known_at, true AS is_retracted
            FROM held ANTI JOIN valid USING ({names(identity)}) ANTI JOIN cut USING ({scope})
            WHERE NOT is_retracted AND $all_placed
                AND NOT EXISTS (SELECT 1 FROM cut WHERE {unplaced}))
        SELECT {stored} FROM differing UNION ALL SELECT {stored} FROM gone""",
        {
            "fetched_at": _utc(work.landed.fetched_at),
            "all_placed": staged_rejects == (len(rejects),),
        },
    )
    version_key = [*identity, "known_at"]
    on = " AND ".join(f"t.{quoted(k)} = f.{quoted(k)}" for k in version_key)
    updates = ", ".join(f"{quoted(c.name)} = f.{quoted(c.name)}" for c in raw.stored_columns)
    merged = connection.execute(
        f"MERGE INTO {target} AS t USING {FRESH} AS f ON {on} "
        f"WHEN MATCHED THEN UPDATE SET {updates} "
        f"WHEN NOT MATCHED THEN INSERT ({stored}) VALUES ({names(raw.stored_columns, 'f.')})"
    ).fetchone()
    return merged[0] if merged else 0


def _commit(
    connection: duckdb.DuckDBPyConnection,
    work: Load,
    rows_in: int,
    found: list[Reject],
    stored: int,
) -> Outcome:
    from boxline.stores.replacing import record_commits

    raw = work.raw
    commits = _content(connection, work)
    record_commits(connection, raw.name, commits, work.run_id, work.now)
    connection.execute(
        "DELETE FROM ops.loads WHERE dataset = ? AND landed_id = ?",
        [raw.name, work.landed.landed_id],
    )
    kept = rows_in - len(found)
    record: list[Any] = [raw.name, work.landed.landed_id, work.code, rows_in, kept, len(found)]
    connection.execute(
        "INSERT INTO ops.loads VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [*record, stored, work.run_id, _utc(work.now)],
    )
    return Outcome(
        dataset=raw.name,
        days=len(commits),
        rows_in=rows_in,
        kept=kept,
        rejected=len(found),
        stored=stored,
        first=min(commits, default=None),
        last=max(commits, default=None),
        commits=commits,
    )


def _content(connection: duckdb.DuckDBPyConnection, work: Load) -> dict[date, Commit]:
    """The commits of the days that were added to."""
    raw = work.raw
    day = quoted(raw.partition)
    version = content_version([c.name for c in raw.stored_columns])
    rows = connection.execute(
        f"SELECT {day}, count(*), {version} FROM {quoted(raw.name)} "
        f"WHERE {day} BETWEEN (SELECT min({day}) FROM {FRESH}) AND (SELECT max({day}) FROM {FRESH})"
        f" AND {day} IN (SELECT {day} FROM {FRESH}) GROUP BY {day}"
    ).fetchall()
    return {
        one: Commit(content=int(hexed, 16), inputs=0, code=work.code, rows=count, rejected=0)
        for one, count, hexed in rows
    }


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
