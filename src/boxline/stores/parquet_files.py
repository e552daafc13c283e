"""A Parquet file made of a query's rows: it is there whole, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import duckdb

from boxline.errors import DiskFull, MachineRefused
from boxline.stores.contract_sql import text
from boxline.stores.duckdb_errors import first_line, is_for_space
from boxline.stores.durable import sync_folder

#: Written in half the time that zstd takes, and read as fast; a third larger. Row groups of this
#: size are written and read side by side.
FORMAT = "FORMAT parquet, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 1000, ROW_GROUP_SIZE 20480"


def write_parquet(connection: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    """Write the rows of a query, and make the file visible by a rename.

    Raises:
        DiskFull, MachineRefused: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        connection.execute(f"COPY ({query}) TO {text(str(temporary))} ({FORMAT})")
    except duckdb.IOException as cause:
        if temporary.name not in str(cause):
            raise  # of what is read, and not of the file that is written
        temporary.unlink(missing_ok=True)
        if is_for_space(cause):
            raise DiskFull(str(path)) from cause
        raise MachineRefused(str(path), first_line(cause)) from cause
    descriptor = os.open(temporary, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    temporary.replace(path)
    sync_folder(path.parent)
