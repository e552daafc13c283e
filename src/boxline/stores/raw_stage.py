"""The stage of raw tables: the rows of landed objects, each with its object, and those refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import duckdb

from boxline.catalog import Raw
from boxline.catalog.expressions import FILE_ROW
from boxline.engine.ports import Load, Reject, RejectSink
from boxline.errors import UnreadableFile
from boxline.stores.archive_rows import FILE, read_archive
from boxline.stores.contract_sql import (
    BROKEN,
    DOUBLED,
    broken,
    names,
    quoted,
    row_hash,
    staged,
    text,
)
from boxline.stores.duckdb_errors import first_line
from boxline.stores.rejecting import Sent, refuse_above_limit, rejects_of_stage

if TYPE_CHECKING:
    import pyarrow as pa

STAGE = "stage"
TEMPORARY = (FILE, STAGE)
#: Of the stage: which of the objects a row came with, and when that was fetched.
PLACE, FETCHED = "load_place", "load_fetched_at"


@dataclass(frozen=True, kw_only=True)
class Staged:
    """One object in the stage: the rows that were sent, and those that are refused.

    Attributes:
        is_placed: every refused row is in the stage, so that it is known of what it speaks.
    """

    load: Load
    rows_in: int
    rejects: Sequence[Reject]
    is_placed: bool


def verify(
    connection: duckdb.DuckDBPyConnection, loads: Sequence[Load], sink: RejectSink
) -> list[Staged]:
    """Fill the stage with the rows of some objects of one dataset; one where they are files.

    Raises:
        UnreadableFile: an archive file is damaged or lacks a column.
        TooManyRejects: more rows of an object break the contract than the table allows.
    """
    raw = loads[0].raw
    sent = [_sent(load) for load in loads]
    if loads[0].rows is None:
        assert len(loads) == 1
        rows_in, unread, source = _read_files(connection, loads[0], sent[0])
        counts, unread_of = [rows_in], [unread]
    else:
        connection.register("parsed", _together(loads))
        counts, unread_of = [load.rows_in for load in loads], [[] for _ in loads]
        source = "SELECT * FROM parsed"
    _fill(connection, loads[0], source)
    if loads[0].rows is not None:
        connection.unregister("parsed")
    _mark_doubled(connection, raw)
    refused = connection.execute(
        f"SELECT {PLACE}, count(*) FROM {STAGE} WHERE {BROKEN} IS NOT NULL GROUP BY ALL"
    ).fetchall()
    count_of = dict(refused)
    found = []
    for place, load in enumerate(loads):
        rejects = [*load.rejects, *unread_of[place]]
        unplaced = len(rejects)  # an undecoded row, a failed cast: it names no game
        if place in count_of:
            part = f"(SELECT * FROM {STAGE} WHERE {PLACE} = {place})"
            rejects += rejects_of_stage(connection, raw, part, sent=sent[place])
        one = Staged(load=load, rows_in=counts[place], rejects=rejects, is_placed=not unplaced)
        found.append(one)
    ids = [load.landed.landed_id for load in loads]
    sink.reject(raw.name, ids, [reject for one in found for reject in one.rejects])
    for one in found:
        refuse_above_limit(raw, one.rejects, {None: one.rows_in})
    return found


def _fill(connection: duckdb.DuckDBPyConnection, load: Load, source: str) -> None:
    raw = load.raw
    columns = ", ".join(staged(c) for c in raw.columns)
    try:
        connection.execute(
            f"CREATE TEMP TABLE {STAGE} AS SELECT *, {broken(raw.columns, raw.rules)} AS {BROKEN} "
            f"FROM (SELECT {columns}, CAST(known_at AS TIMESTAMP) AS known_at, file_row, "
            f"{PLACE}, {FETCHED} FROM ({source}))"
        )
    except duckdb.DataError as cause:  # the dataset's reader does not foresee some value
        why = f"a value in it cannot be read ({first_line(cause)})"
        again = "Mend that value, or leave its row out, and bring the file in again."
        raise UnreadableFile(load.landed.files, why, again) from cause


def overlaps(connection: duckdb.DuckDBPyConnection, raw: Raw) -> bool:
    """Whether staged objects speak of the same thing, so that their order matters."""
    scopes = {tuple(raw.complete_within or raw.key), tuple(raw.key)}
    for scope in scopes:
        shared = connection.execute(
            f"SELECT 1 FROM {STAGE} GROUP BY {names(scope)} "
            f"HAVING min({PLACE}) <> max({PLACE}) LIMIT 1"
        ).fetchone()
        if shared is not None:
            return True
    return False


def _sent(load: Load) -> Sent:
    return Sent(
        landed_id=load.landed.landed_id,
        files=[page.file_name for page in load.landed.pages],
        file_rows=load.page_rows,
        row_column=FILE_ROW.name,
    )


def _read_files(
    connection: duckdb.DuckDBPyConnection, load: Load, sent: Sent
) -> tuple[int, list[Reject], str]:
    rows_in, unread, readable = read_archive(connection, load, sent)
    fetched = utc(load.landed.fetched_at).isoformat()
    source = (
        f"WITH file AS ({readable}) SELECT *, 0 AS {PLACE}, TIMESTAMP '{fetched}' AS {FETCHED} "
        f"FROM ({load.sql})"
    )
    return rows_in, unread, source


def _together(loads: Sequence[Load]) -> pa.Table:
    """The parsed rows of all objects, each with the object's place and instant."""
    import pyarrow as pa

    tables = []
    for place, load in enumerate(loads):
        assert load.rows is not None
        count = load.rows.num_rows
        fetched = pa.scalar(utc(load.landed.fetched_at), pa.timestamp("us"))
        table = load.rows.append_column(PLACE, pa.repeat(pa.scalar(place, pa.int64()), count))
        tables.append(table.append_column(FETCHED, pa.repeat(fetched, count)))
    return pa.concat_tables(tables)


def _mark_doubled(connection: duckdb.DuckDBPyConnection, raw: Raw) -> None:
    """Mark rows that share their key with another of the same object: all but the preferred one,
    or all of them."""
    identity = names([PLACE, *dict.fromkeys([*raw.key, raw.partition])])
    columns = [c.name for c in raw.columns]
    best = f"{quoted(raw.prefer)} DESC, " if raw.prefer else ""
    conflict = "place > 1" if raw.prefer else "place > 1 OR kinds > 1"
    connection.execute(
        f"""UPDATE {STAGE} SET {BROKEN} = {text(DOUBLED)} WHERE ({PLACE}, file_row) IN (
            SELECT ({PLACE}, file_row) FROM (
                SELECT {PLACE}, file_row, row_number() OVER (
                    PARTITION BY {identity} ORDER BY {best}file_row) AS place,
                    count(DISTINCT {row_hash(columns)}) OVER (PARTITION BY {identity}) AS kinds
                FROM (SELECT * FROM {STAGE} SEMI JOIN (
                    SELECT {identity} FROM {STAGE} WHERE {BROKEN} IS NULL
                    GROUP BY ALL HAVING count(*) > 1) USING ({identity}))
                WHERE {BROKEN} IS NULL)
            WHERE {conflict})"""
    )


def utc(instant: datetime) -> datetime:
    """As the warehouse has instants: UTC, without saying so."""
    return instant.astimezone(UTC).replace(tzinfo=None)
