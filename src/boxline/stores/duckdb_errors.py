"""What DuckDB's errors are about: the files it works on, or what it was asked."""

from __future__ import annotations

import errno
import os

import duckdb

_NO_SPACE = (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT), "max_temp_directory_size")
_OF_A_FILE = (duckdb.IOException, duckdb.SerializationException, duckdb.FatalException)


def is_of_a_file(error: duckdb.Error) -> bool:
    """Whether a file cannot be read or written: damaged blocks come as `Error` itself, and
    whatever is asked after them as fatal."""
    return isinstance(error, _OF_A_FILE) or type(error) is duckdb.Error


def is_for_space(error: duckdb.Error) -> bool:
    """Whether the disk is full: said by the system, or by DuckDB of its temporary files, whose
    limit is the free space."""
    said = str(error)
    return any(reason in said for reason in _NO_SPACE)


def first_line(error: duckdb.Error) -> str:
    """What happened, without the query and the candidates that follow."""
    return str(error).strip().splitlines()[0].rstrip(".!: ")
