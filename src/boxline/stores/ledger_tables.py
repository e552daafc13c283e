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
    sa.Column("process_id", sa.Integer, nullable=False),
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
    # The code version that refused it whole, and why: not tried again until bytes or code change.
    sa.Column("refused_by", sa.String),
    sa.Column("refused_why", sa.String),
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
