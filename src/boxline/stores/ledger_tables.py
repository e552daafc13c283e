"""The ledger's tables."""

from __future__ import annotations

import sqlalchemy as sa

METADATA = sa.MetaData()

RUNS = sa.Table(
    "runs",
    METADATA,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("command", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("process_id", sa.Integer),
    sa.Column("started_at", sa.String, nullable=False),
    sa.Column("ended_at", sa.String),
    sa.Column("rows_in", sa.Integer),
    sa.Column("rows_kept", sa.Integer),
    sa.Column("rows_rejected", sa.Integer),
    sa.Column("rows_stored", sa.Integer),
    sa.Column("message", sa.String),
)
STEPS = sa.Table(
    "steps",
    METADATA,
    sa.Column("run_id", sa.String, sa.ForeignKey("runs.run_id"), nullable=False, index=True),
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("first", sa.String),
    sa.Column("last", sa.String),
    sa.Column("days", sa.Integer, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("rows_in", sa.Integer, nullable=False),
    sa.Column("rows_kept", sa.Integer, nullable=False),
    sa.Column("rows_rejected", sa.Integer, nullable=False),
    sa.Column("rows_stored", sa.Integer, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
)
LANDED = sa.Table(
    "landed",
    METADATA,
    sa.Column("landed_id", sa.String, primary_key=True),
    sa.Column("content_id", sa.String, nullable=False, index=True),
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("fetched_at", sa.String, nullable=False),
    sa.Column("seen_at", sa.String, nullable=False),
    sa.Column("pages", sa.String, nullable=False),
    # What came in one call or one sweep: too many broken files refuse all of it.
    sa.Column("batch", sa.String, nullable=False),
    # The parameters of the request, as JSON with its names in order.
    sa.Column("asked", sa.String, nullable=False),
)
LEASES = sa.Table(
    "leases",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    # Higher than that of every holder before; the warehouse's fence compares it.
    sa.Column("token", sa.Integer, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    sa.Column("doing", sa.String, nullable=False),
    sa.Column("since", sa.String, nullable=False),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("user", sa.Integer, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    # By the monotonic clock of the host; 0 where it was released.
    sa.Column("expires", sa.Float, nullable=False),
)
ATTEMPTS = sa.Table(
    "attempts",
    METADATA,
    sa.Column("dataset", sa.String, nullable=False),
    # A day of a computed dataset, or a landed object of a raw one.
    sa.Column("cell", sa.String, nullable=False),
    sa.Column("inputs", sa.String, nullable=False),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("message", sa.String, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    sa.Column("failed_at", sa.String, nullable=False),
    sa.Index("attempts_by_cell", "dataset", "cell"),
)
REJECTS = sa.Table(
    "rejects",
    METADATA,
    sa.Column("dataset", sa.String, nullable=False),
    # What a repetition replaces: a day of a computed table, or a landed object of a raw one.
    sa.Column("scope", sa.String, nullable=False),
    sa.Column("file", sa.String, nullable=False),
    sa.Column("row", sa.Integer, nullable=False),
    sa.Column("field", sa.String, nullable=False),
    sa.Column("value", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False),
    sa.Column("content", sa.String, nullable=False),
    sa.Index("rejects_by_scope", "dataset", "scope"),
)
