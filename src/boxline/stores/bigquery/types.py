"""Our types as BigQuery has them, and rows exactly as a load job takes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from boxline.catalog import Column
from boxline.catalog.columns import Type

if TYPE_CHECKING:
    import pyarrow as pa

#: Instants are UTC and say no zone, as in DuckDB: a DATETIME. There is neither a NUMERIC, which
#: cuts at nine places, nor a REPEATED field, of which an empty one reads as none.
SQL_TYPES = {
    Type.TEXT: "STRING",
    Type.INT: "INT64",
    Type.FLOAT: "FLOAT64",
    Type.FLAG: "BOOL",
    Type.DAY: "DATE",
    Type.INSTANT: "DATETIME",
}


def as_loaded(rows: pa.Table, columns: Iterable[Column]) -> pa.Table:
    """Rows with exactly the declared columns and types: a load job takes the types of Parquet at
    their word, and has an INT64 for an instant where the file says so.

    Raises:
        pyarrow.ArrowInvalid: a value does not fit its type, and is not bent to it.
    """
    import pyarrow as pa

    kinds = {
        Type.TEXT: pa.string(),
        Type.INT: pa.int64(),
        Type.FLOAT: pa.float64(),
        Type.FLAG: pa.bool_(),
        Type.DAY: pa.date32(),
        Type.INSTANT: pa.timestamp("us"),
    }
    schema = pa.schema([(column.name, kinds[column.type]) for column in columns])
    return rows.select(schema.names).cast(schema)
