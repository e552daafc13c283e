"""Files that a user names: read whole, or refused with the reason and the next step."""

from __future__ import annotations

import os
from pathlib import Path

from boxline.errors import UnreadableFile

PARQUET_MAGIC = b"PAR1"


def name_of(path: Path) -> str:
    """A file's name as text; bytes of it that are no UTF-8 are written out: `\\xff.json`."""
    return os.fsencode(path.name).decode(errors="backslashreplace")


def read_given(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        UnreadableFile: it is missing, a folder, empty or not readable.
    """
    try:
        body = path.read_bytes()
    except FileNotFoundError as cause:
        raise UnreadableFile(str(path), "there is no such file", "Check the path.") from cause
    except IsADirectoryError as cause:
        raise UnreadableFile(str(path), "it is a folder", "Name the files in it.") from cause
    except OSError as cause:
        why = cause.strerror or str(cause)
        raise UnreadableFile(str(path), why, "Check its permissions.") from cause
    if not body:
        raise UnreadableFile(str(path), "it is empty", "Fetch it again.")
    return body


def archive_columns(path: Path, body: bytes) -> list[str]:
    """The column names of an archive file, Parquet or CSV.

    Raises:
        UnreadableFile: it is neither, has no row, or a part of it is cut or damaged.
    """
    from boxline.stores.csv_files import IMPORT_READS, csv_columns

    if body.startswith(PARQUET_MAGIC):
        return _parquet_columns(path, body)
    if body.lstrip()[:1] == b"<":
        raise UnreadableFile(str(path), "it is an HTML page", IMPORT_READS)
    return csv_columns(path, body)


def _parquet_columns(path: Path, body: bytes) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(pa.BufferReader(body))
        for _ in file.iter_batches():  # the footer may be whole and the rows before it not
            pass
    except (pa.ArrowException, OSError) as cause:
        raise UnreadableFile(
            str(path), "it is a cut or damaged Parquet file", "Fetch it again."
        ) from cause
    if file.metadata.num_rows == 0:
        raise UnreadableFile(str(path), "it has columns and no row", "Check where it came from.")
    return list(file.schema_arrow.names)
