"""The tables of record of a warehouse on BigQuery, as DuckDB has them in `stores/tables.py`."""

from __future__ import annotations

from boxline.catalog import Column, Day, Instant, Int, Text

_DATASET = Column("dataset", Text, doc="Which dataset.")
_CODE = Column("code", Text, doc="The code version that its rows were made by.")
_RUN = Column("run_id", Text, doc="The run that committed it.")
_AT = Column("committed_at", Instant, doc="When that run began this piece of work, UTC.")

COMMITS = (
    _DATASET,
    Column("day", Day, doc="Which day of it."),
    Column("inputs", Text, doc="The version of the inputs, 32 hex digits."),
    Column("content", Text, doc="The content version of the rows, 32 hex digits."),
    _CODE,
    Column("rows_kept", Int, unit="rows", doc="Rows that the day has."),
    Column("rows_rejected", Int, unit="rows", doc="Rows that were refused."),
    _RUN,
    _AT,
)
LOADS = (
    _DATASET,
    Column("landed_id", Text, doc="Which landed object."),
    _CODE,
    Column("rows_in", Int, unit="rows", doc="Rows that it has."),
    Column("rows_kept", Int, unit="rows", doc="Of those, that keep their contract."),
    Column("rows_rejected", Int, unit="rows", doc="Of those, that were refused."),
    Column("rows_stored", Int, unit="rows", doc="Versions that were added."),
    _RUN,
    _AT,
)
FENCE = (Column("token", Int, doc="The highest token that has committed."),)

RECORDS = {"ops.commits": COMMITS, "ops.loads": LOADS, "ops.fence": FENCE}
