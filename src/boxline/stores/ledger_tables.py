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
    # Which code it ran: of all of Boxline's files, and for people.
    sa.Column("code", sa.String),
    sa.Column("release", sa.String),
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
FAILED_WORK = sa.Table(
    "failed_work",
    METADATA,
    sa.Column("run_id", sa.String, sa.ForeignKey("runs.run_id"), nullable=False),
    sa.Column("dataset", sa.String, nullable=False),
    # How many cells it was about; 0 where it stopped a whole provider or a document.
    sa.Column("cells", sa.Integer, nullable=False),
    # The class of the error.
    sa.Column("error", sa.String, nullable=False),
    sa.Column("message", sa.String, nullable=False),
    sa.Column("failed_at", sa.String, nullable=False, index=True),
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
    sa.Index("landed_by_asked", "dataset", "asked", "fetched_at"),
    sa.Index("landed_by_dataset", "dataset", "fetched_at"),
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
    # By the ledger's clock (the monotonic one of the host, or the server's); 0 where released.
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
    # The class of the error; NULL of what an older version recorded.
    sa.Column("error", sa.String),
    sa.Index("attempts_by_cell", "dataset", "cell"),
)
CLEARANCES = sa.Table(
    "clearances",
    METADATA,
    sa.Column("cleared_at", sa.String, nullable=False),
    # Of a piece of work: its dataset and cell; of a host: empty, and the host.
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("cell", sa.String, nullable=False),
    sa.Column("failures", sa.Integer, nullable=False),
    # What the newest of them said.
    sa.Column("message", sa.String, nullable=False),
    sa.Column("because", sa.String, nullable=False),
    # Why somebody did it by hand; empty elsewhere.
    sa.Column("note", sa.String, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    # Of a host: the newest exchange that counts against it no more.
    sa.Column("exchange", sa.Integer),
    sa.Index("clearances_by_cell", "dataset", "cell"),
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
FINDINGS = sa.Table(
    "findings",
    METADATA,
    # By what it is about, whatever is said of it.
    sa.Column("finding_id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("severity", sa.String, nullable=False),
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("day", sa.String),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("place", sa.String, nullable=False),
    sa.Column("what", sa.String, nullable=False),
    # Facts by name, as JSON.
    sa.Column("evidence", sa.String, nullable=False),
    sa.Column("next_step", sa.String, nullable=False),
    sa.Column("since", sa.String),
    sa.Column("first_seen", sa.String, nullable=False),
    # Of one that is there, when it changed last: that it still is, the newest look says.
    sa.Column("last_seen", sa.String, nullable=False),
    sa.Column("resolved_at", sa.String),
    sa.Column("closed_at", sa.String),
    sa.Column("closed_because", sa.String, nullable=False),
)
FINDINGS_LOOK = sa.Table(
    "findings_look",
    METADATA,
    # What is looked for together; in which version of what it rests on it was, and when.
    sa.Column("part", sa.String, primary_key=True),
    sa.Column("version", sa.String, nullable=False),
    sa.Column("looked_at", sa.String, nullable=False),
)
EXCHANGES = sa.Table(
    "exchanges",
    METADATA,
    sa.Column("at", sa.String, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    sa.Column("provider", sa.String, nullable=False),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("dataset", sa.String, nullable=False),
    sa.Column("cell", sa.String, nullable=False),
    sa.Column("page", sa.Integer, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("code", sa.String, nullable=False),
    # Whether no further try followed: by these a host is judged.
    sa.Column("is_settled", sa.Boolean, nullable=False),
    sa.Column("body_bytes", sa.Integer),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("headers", sa.String, nullable=False),
    sa.Column("seconds", sa.Float, nullable=False),
    sa.Index("exchanges_by_cell", "dataset", "cell"),
    sa.Index("exchanges_by_host", "host", "at"),
)
# Since when the tries at a cell count that is missing: its dataset has other code, or somebody
# cleared what had failed.
ASKED_ANEW = sa.Table(
    "asked_anew",
    METADATA,
    sa.Column("dataset", sa.String, primary_key=True),
    # Empty for every cell of the dataset.
    sa.Column("cell", sa.String, primary_key=True),
    sa.Column("code", sa.String, nullable=False),
    sa.Column("since", sa.String, nullable=False),
)
PACE = sa.Table(
    "pace",
    METADATA,
    sa.Column("provider", sa.String, primary_key=True),
    # Place 0 says when the next request may begin; each other one, until when it is taken.
    # By the ledger's clock, as leases are.
    sa.Column("place", sa.Integer, primary_key=True),
    sa.Column("until", sa.Float, nullable=False),
    # Which process took it, with the mark of when that began; 0 for place 0.
    sa.Column("pid", sa.Integer, nullable=False, default=0),
    sa.Column("started", sa.String, nullable=False, default=""),
    # Of which host; NULL for place 0, and of what an older version took.
    sa.Column("host", sa.String),
)
CREDITS = sa.Table(
    "credits",
    METADATA,
    sa.Column("provider", sa.String, primary_key=True),
    sa.Column("day", sa.String, primary_key=True),
    sa.Column("spent", sa.Integer, nullable=False),
)
TOKENS = sa.Table(
    "tokens",
    METADATA,
    # Of the token as it is sent; nothing else of it is kept.
    sa.Column("sha256", sa.String, primary_key=True),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("made_at", sa.String, nullable=False),
    sa.Column("revoked_at", sa.String),
)
AUDIT = sa.Table(
    "audit",
    METADATA,
    sa.Column("audit_id", sa.Integer, primary_key=True),
    sa.Column("at", sa.String, nullable=False),
    # The name of the token; empty where none was sent, or one that is none.
    sa.Column("token", sa.String, nullable=False),
    sa.Column("client", sa.String, nullable=False),
    sa.Column("method", sa.String, nullable=False),
    sa.Column("path", sa.String, nullable=False),
    # What was asked for, as JSON, of words that we know; empty where it was refused unread.
    sa.Column("asked", sa.String, nullable=False),
    sa.Column("status", sa.Integer, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    # How many calls the row stands for: refused ones are counted where there are many.
    sa.Column("calls", sa.Integer, nullable=False),
    sa.Index("audit_by_token", "token", "at"),
)
CHILDREN = sa.Table(
    "children",
    METADATA,
    # The run that the process records; a command that records none has only this row.
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("asked_by", sa.String, nullable=False),
    # The schedule that it is of, and the moment that was due; empty where it is of none.
    sa.Column("job", sa.String, nullable=False),
    sa.Column("due_at", sa.String, nullable=False),
    sa.Column("command", sa.String, nullable=False),
    sa.Column("begun_at", sa.String, nullable=False),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("user", sa.Integer, nullable=False),
    # Those of the server until the process was started.
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("started", sa.String, nullable=False),
    # The server, which sees its end.
    sa.Column("server_pid", sa.Integer, nullable=False),
    sa.Column("server_started", sa.String, nullable=False),
    sa.Column("ended_at", sa.String),
    sa.Column("exit_code", sa.Integer),
    sa.Column("message", sa.String, nullable=False),
    sa.Index("children_by_job", "job", "due_at"),
)

#: What a run was billed for where the warehouse is on BigQuery; none of a run that asked nothing.
WAREHOUSE_COSTS = sa.Table(
    "warehouse_costs",
    METADATA,
    sa.Column("run_id", sa.String, primary_key=True),
    sa.Column("jobs", sa.Integer, nullable=False),
    sa.Column("bytes_processed", sa.BigInteger, nullable=False),
    sa.Column("bytes_billed", sa.BigInteger, nullable=False),
)
