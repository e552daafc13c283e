"""The rows of archive files under our names, each value cast: what cannot be is a reject.

Parquet values come with types, CSV values are texts. A text is of a type only if it is written as
one: a cast alone would take `1.5` for 2, and drop the zone of a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

from boxline.catalog.columns import Column, Type
from boxline.engine.ports import Load, Reject
from boxline.errors import UnreadableFile
from boxline.stores.contract_sql import BROKEN, SQL_TYPES, quoted, text
from boxline.stores.csv_files import CsvRow, read_csv
from boxline.stores.duckdb_errors import first_line, is_for_space
from boxline.stores.rejecting import Sent, rejects_of_stage

if TYPE_CHECKING:
    from boxline.catalog import Raw

#: The table that a load reads files into.
FILE = "file_rows"

#: In FILE: the value as sent of the field that could not be cast.
_SENT = "sent_value"

#: The rows of CSV files while they are read.
_CSV = "csv_rows"

#: What stops the reading of a file that may be perfectly good.
NO_FAULT_OF_A_FILE = (duckdb.OutOfMemoryException, duckdb.InterruptException)

#: How a text is written that is a value of a type; an instant is UTC, whether it says so or not.
_WRITTEN = {
    Type.INT: r"[+-]?\d+(\.0*)?",
    Type.FLOAT: r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?",
    Type.FLAG: r"(?i)true|false|0|1",
    Type.DAY: r"\d{4}-\d\d-\d\d([ T]00:00(:00(\.0+)?)?)?",
    Type.INSTANT: r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6}0*)?)?(Z|[+-]00(:?00)?)?)?",
}

#: What stands where the bytes of a CSV file were no text.
_NO_TEXT = r"[\x00\x{FFFD}]"


def read_archive(
    connection: duckdb.DuckDBPyConnection, work: Load, sent: Sent
) -> tuple[int, list[Reject], str]:
    """Read the archive files of a landed object into FILE.

    Args:
        sent: where its rows came from.
    Returns:
        How many rows were sent, the rejects among them, and the query of the others.
    Raises:
        UnreadableFile: a file is damaged or lacks a column.
    """
    raw = work.raw
    with archive_files(connection, work.files) as (files, broken):
        present = _columns_of(connection, work, files)
        _query(connection, work, _filling(raw, present, files, is_csv=files == _CSV))
    counted = connection.execute(f"SELECT count(*) FROM {FILE}").fetchone()
    assert counted is not None
    found = rejects_of_stage(
        connection, raw, FILE, sent=sent, columns=raw.file_columns, value_column=_SENT
    )
    found += [_reject(raw, sent, row) for row in broken]
    readable = f"SELECT * EXCLUDE ({BROKEN}, {_SENT}) FROM {FILE} WHERE {BROKEN} IS NULL"
    return int(counted[0]) + len(broken), found, readable


@contextmanager
def archive_files(
    connection: duckdb.DuckDBPyConnection, paths: Sequence[str]
) -> Iterator[tuple[str, Sequence[CsvRow]]]:
    """What to select from, with a `file_row_number` from 0, and rows that are no rows at all.

    Args:
        paths: landed files of one kind. Parquet stays as it is when it lands; CSV is compressed.
    Raises:
        UnreadableFile: a CSV file cannot be taken apart.
    """
    if not paths[0].endswith(".zst"):
        yield f"read_parquet([{', '.join(map(text, paths))}], file_row_number = true)", ()
        return
    rows, broken = read_csv(paths)
    connection.register(_CSV, rows)
    try:
        yield _CSV, broken
    finally:
        connection.unregister(_CSV)


def _filling(raw: Raw, present: dict[str, str], files: str, *, is_csv: bool) -> str:
    """The statement that makes FILE."""
    values, tests, sent_values = [], [], []
    for column in raw.file_columns:
        if column.optional and column.file_name not in present:
            values.append(f"CAST(NULL AS {SQL_TYPES[column.type]}) AS {quoted(column.name)}")
            continue
        sent = quoted(column.file_name)
        values.append(f"TRY_CAST({sent} AS {SQL_TYPES[column.type]}) AS {quoted(column.name)}")
        lost = _lost(column, present[column.file_name], is_csv=is_csv)
        if lost:
            failed = f"WHEN {sent} IS NOT NULL AND ({lost})"
            tests.append(f"{failed} THEN {text(column.name)}")
            sent_values.append(f"{failed} THEN CAST({sent} AS VARCHAR)")
    case = f"CASE {' '.join(tests)} END" if tests else "NULL"
    value = f"CASE {' '.join(sent_values)} END" if tests else "NULL"
    return (
        f"CREATE TEMP TABLE {FILE} AS SELECT {', '.join(values)}, "
        f"CAST(file_row_number + 1 AS BIGINT) AS file_row, CAST({case} AS VARCHAR) AS {BROKEN}, "
        f"CAST({value} AS VARCHAR) AS {_SENT} FROM {files}"
    )


def _lost(column: Column, present: str, *, is_csv: bool) -> str:
    """Whether a value that is there is none of the column's type, in SQL; empty where all are."""
    sent, wanted = quoted(column.file_name), SQL_TYPES[column.type]
    if column.type is Type.TEXT:
        return f"regexp_matches({sent}, {text(_NO_TEXT)})" if is_csv else ""
    if _widens(present, wanted):
        return ""
    cast = f"TRY_CAST({sent} AS {wanted})"
    if present == "VARCHAR":
        written = f"regexp_full_match({sent}, {text(_WRITTEN[column.type])})"
        return f"{cast} IS NULL OR NOT {written}"
    # A cast may fail, or (a fraction as an integer) succeed with another value.
    return f"{cast} IS NULL OR TRY_CAST({cast} AS DOUBLE) <> TRY_CAST({sent} AS DOUBLE)"


def _columns_of(connection: duckdb.DuckDBPyConnection, work: Load, files: str) -> dict[str, str]:
    described = _query(connection, work, f"DESCRIBE SELECT * FROM {files}")
    return {row[0]: row[1] for row in described}


def _query(connection: duckdb.DuckDBPyConnection, work: Load, query: str) -> list[tuple[str, ...]]:
    try:
        return connection.execute(query).fetchall()
    except duckdb.Error as cause:
        if is_for_space(cause) or isinstance(cause, NO_FAULT_OF_A_FILE):
            raise  # no fault of the file: it would be refused until its bytes change
        raise UnreadableFile(
            work.landed.pages[0].file_name,
            f"it is no readable Parquet or CSV file ({first_line(cause)})",
            "Fetch it again and import it anew.",
        ) from cause


def _widens(sent: str, wanted: str) -> bool:
    """Whether every value of one of DuckDB's types is, unchanged, one of another."""
    wider = {
        "TINYINT": ("BIGINT", "DOUBLE"),
        "SMALLINT": ("BIGINT", "DOUBLE"),
        "INTEGER": ("BIGINT", "DOUBLE"),
        "FLOAT": ("DOUBLE",),
    }
    return wanted in (sent, *wider.get(sent, ()))


def _reject(raw: Raw, sent: Sent, row: CsvRow) -> Reject:
    return Reject(
        dataset=raw.name,
        day=None,
        landed_id=sent.landed_id,
        file=", ".join(sent.files),
        row=row.number,
        field="",
        value=row.text,
        reason=row.why,
        content=row.text,
    )
