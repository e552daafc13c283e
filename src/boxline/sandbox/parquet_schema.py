"""Columns of a Parquet file, declared the way the archive's own README writes them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

Row = Mapping[str, object]

_TYPES = {
    "str": pa.large_string(),
    "bool": pa.bool_(),
    "date": pa.date32(),
    "i8": pa.int8(),
    "i16": pa.int16(),
    "i32": pa.int32(),
    "u32": pa.uint32(),
    "i64": pa.int64(),
    "f32": pa.float32(),
    "f64": pa.float64(),
    "et": pa.timestamp("us"),  # Eastern wall clock
    "utc": pa.timestamp("us", "UTC"),
}


def schema_of(columns: str) -> pa.Schema:
    """The Arrow schema of `game_id str, pts i16, ...`.

    >>> schema_of("game_id str, pts i16").names
    ['game_id', 'pts']
    """
    pairs = [column.split() for column in columns.split(",")]
    return pa.schema([(name, _TYPES[kind]) for name, kind in pairs])


def write_rows(rows: Sequence[Row], schema: pa.Schema, path: Path) -> Path:
    """Write the rows' columns that the schema names; a row that lacks one is an error."""
    columns = [pa.array([row[field.name] for row in rows], field.type) for field in schema]
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), path, compression="zstd")
    return path
