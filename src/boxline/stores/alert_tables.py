"""The ledger's tables of alerts: what fires, what was told of it, and what is counted."""

from __future__ import annotations

import sqlalchemy as sa

from boxline.stores.ledger_tables import METADATA

ALERTS = sa.Table(
    "alerts",
    METADATA,
    # One life of one rule and subject: from when it was first seen until its cause was gone.
    sa.Column("alert_id", sa.Integer, primary_key=True),
    sa.Column("rule", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("severity", sa.String, nullable=False),
    sa.Column("found", sa.String, nullable=False),
    sa.Column("blocks", sa.String, nullable=False),
    sa.Column("next_step", sa.String, nullable=False),
    sa.Column("first_seen", sa.String, nullable=False),
    sa.Column("last_seen", sa.String, nullable=False),
    # When a channel last took a message of it.
    sa.Column("told_at", sa.String),
    sa.Column("acknowledged_at", sa.String),
    sa.Column("acknowledged_by", sa.String, nullable=False),
    sa.Column("acknowledged_why", sa.String, nullable=False),
    sa.Column("resolved_at", sa.String),
    # When a channel took the message that it is resolved.
    sa.Column("resolution_told_at", sa.String),
    sa.Index(
        "alerts_that_stand",
        "rule",
        "subject",
        unique=True,
        sqlite_where=sa.text("resolved_at IS NULL"),
        postgresql_where=sa.text("resolved_at IS NULL"),
    ),
)
DELIVERIES = sa.Table(
    "deliveries",
    METADATA,
    sa.Column("at", sa.String, nullable=False),
    # Its kind and host, never the address with its secret.
    sa.Column("channel", sa.String, nullable=False),
    # How many alerts the message told of; 0 of a test.
    sa.Column("alerts", sa.Integer, nullable=False),
    sa.Column("is_delivered", sa.Boolean, nullable=False),
    sa.Column("error", sa.String, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
)
ALERT_CHECKS = sa.Table(
    "alert_checks",
    METADATA,
    sa.Column("at", sa.String, nullable=False),
    sa.Column("rules", sa.Integer, nullable=False),
    sa.Column("unjudged", sa.Integer, nullable=False),
)
CONDITIONS = sa.Table(
    "conditions",
    METADATA,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("newest_at", sa.String, nullable=False),
)
