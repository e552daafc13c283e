"""The ledger's table of requests that a run wants, and of who is at them."""

from __future__ import annotations

import sqlalchemy as sa

from boxline.stores.ledger_tables import METADATA

WANTED = sa.Table(
    "wanted",
    METADATA,
    sa.Column("dataset", sa.String, primary_key=True),
    sa.Column("cell", sa.String, primary_key=True),
    # The run that wants it: nobody asks for one that has not the lease any more.
    sa.Column("run_id", sa.String, nullable=False),
    # What it lands in.
    sa.Column("batch", sa.String, nullable=False),
    # In which order they are asked for.
    sa.Column("place", sa.Integer, nullable=False),
    # Which request of the dataset: 0 for its own, 1 for the other one, and so on.
    sa.Column("way", sa.Integer, nullable=False),
    # Its parameters, and all words of its templates, as JSON; since when it is due.
    sa.Column("asked", sa.String, nullable=False),
    sa.Column("words", sa.String, nullable=False),
    sa.Column("moment", sa.String, nullable=False),
    # Who is at it, a process of some host; empty where nobody is.
    sa.Column("worker", sa.String, nullable=False),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    # Until when, by the ledger's clock.
    sa.Column("expires", sa.Float, nullable=False),
    # The class of the error that it came to, and its message: empty where it came to none, NULL
    # until it came to anything.
    sa.Column("error", sa.String),
    sa.Column("message", sa.String),
)
