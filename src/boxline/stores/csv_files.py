"""CSV files: a line of column names, then rows of texts, fields between commas, UTF-8."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from boxline.errors import UnreadableFile

if TYPE_CHECKING:
    import pyarrow as pa

_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_SEPARATORS = ";\t|"
_NUMBER = re.compile(r"[+-]?[\d.,:/-]+")

#: What to do with another file.
IMPORT_READS = "`boxline import` reads Parquet and CSV; `boxline land` takes API replies."
_HEADER = "The first line must name the columns, with commas between them."


class CsvRow(NamedTuple):
    """A row that has not as many fields as the header: its place from 1, as sent, and why."""

    number: int
    text: str
    why: str


def csv_columns(path: Path, body: bytes) -> list[str]:
    """The column names of a CSV file.

    Raises:
        UnreadableFile: it is none, or has no row; says what to change.
    """
    if body.startswith(_UTF_16):
        raise UnreadableFile(str(path), "it is text in UTF-16", "Save it as CSV in UTF-8.")
    first, _, rest = body.removeprefix(_BOM).partition(b"\n")
    try:
        header = next(csv.reader([first.decode().rstrip("\r")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        header = []
    is_one = len(header) < 2
    if is_one and any(separator in "".join(header) for separator in _OTHER_SEPARATORS):
        raise UnreadableFile(str(path), "no comma separates its columns", _HEADER)
    if is_one or first[:1] in b"[{" or b"\0" in first:
        raise UnreadableFile(str(path), "it is neither a Parquet nor a CSV file", IMPORT_READS)
    _check_names(path, header)
    if not rest.strip():
        raise UnreadableFile(str(path), "it has columns and no row", "Check where it came from.")
    return header


def _check_names(path: Path, header: Sequence[str]) -> None:
    for place, name in enumerate(header, 1):
        if not name.strip():
            hint = "pandas writes such a one for its index: give it index=False."
            raise UnreadableFile(str(path), f"column {place} of its header has no name", hint)
        if _NUMBER.fullmatch(name):
            why = f"its first line is no header: {name!r} is no name of a column"
            raise UnreadableFile(str(path), why, _HEADER)
        if name in header[: place - 1]:
            why = f"its header names {name!r} twice"
            raise UnreadableFile(str(path), why, "Leave one of them out.")


def read_csv(paths: Sequence[str]) -> tuple[pa.Table, list[CsvRow]]:
    """The rows of landed CSV files, one after the other, and those that are none.

    Returns:
        A table of texts, NULL where a field is empty and not quoted, with `file_row_number` from 0;
        where bytes are no UTF-8 the replacement character stands for them.
    Raises:
        UnreadableFile: a file cannot be taken apart.
    """
    import pyarrow as pa
    import zstandard

    tables, broken = [], []
    start = 0
    for path in paths:
        body = zstandard.decompress(Path(path).read_bytes())
        table, unlike = _rows_of(Path(path), body, start)
        tables.append(table)
        broken += unlike
        start += len(table) + len(unlike)
    return pa.concat_tables(tables), broken


def _rows_of(path: Path, body: bytes, start: int) -> tuple[pa.Table, list[CsvRow]]:
    import pyarrow as pa

    header = csv_columns(path, body)
    text = body.decode("utf-8-sig", errors="replace").rstrip("\r\n")
    if text.count('"') % 2:
        table, unlike = _read_lines(header, text, start)
    else:
        table, unlike = _read_whole(path, header, text.encode(), start)
    left_out = {row.number for row in unlike}
    places = range(start + 1, start + len(table) + len(unlike) + 1)
    numbers = pa.array([place - 1 for place in places if place not in left_out], pa.int64())
    return table.append_column("file_row_number", numbers), unlike


def _read_whole(
    path: Path, header: Sequence[str], text: bytes, start: int
) -> tuple[pa.Table, list[CsvRow]]:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    unlike: list[CsvRow] = []

    def skip(row: arrow_csv.InvalidRow) -> str:
        why = _width(row.actual_columns, row.expected_columns)
        unlike.append(CsvRow(start + row.number - 1, row.text, why))  # the header is number 1
        return "skip"

    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(text),
            # One thread and one block: only then are the rows counted.
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=len(text) + 1),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=skip
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.string()),
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                null_values=[""],
            ),
        )
    except pa.ArrowException as cause:
        again = "Fetch it again and import it anew."
        raise UnreadableFile(path.name, f"it is no readable CSV file ({cause})", again) from cause
    return table, unlike


def _read_lines(header: Sequence[str], text: str, start: int) -> tuple[pa.Table, list[CsvRow]]:
    """Each line a row. So is read what has a quotation mark that is never closed: it would swallow
    all lines behind it."""
    import pyarrow as pa

    rows, unlike = [], []
    for number, line in enumerate(text.split("\n")[1:], start + 1):
        try:
            fields = next(csv.reader([line.rstrip("\r")], strict=True), [])
        except csv.Error as cause:
            unlike.append(CsvRow(number, line, f"it is no line of a CSV file: {cause}"))
            continue
        if len(fields) == len(header):
            rows.append([field or None for field in fields])
        else:
            unlike.append(CsvRow(number, line, _width(len(fields), len(header))))
    columns = zip(*rows, strict=True) if rows else [()] * len(header)
    arrays = [pa.array(values, pa.string()) for values in columns]
    return pa.table(arrays, names=list(header)), unlike


def _width(fields: int, wanted: int) -> str:
    return f"it has {fields} fields, and the header has {wanted}"
