"""The first tables of a ledger on Postgres.

A word is a column: its name, its type where that is no text, `*` where it is of the key, `?` where
it may be NULL, and what it refers to.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TABLES = {
    "alert_checks": """
        at rules:int unjudged:int
    """,
    "alerts": """
        alert_id:int* rule subject severity found blocks next_step first_seen
        last_seen told_at? acknowledged_at? acknowledged_by acknowledged_why
        resolved_at? resolution_told_at?
    """,
    "asked_anew": """
        dataset* cell* code since
    """,
    "attempts": """
        dataset cell inputs code kind message run_id failed_at error?
    """,
    "audit": """
        audit_id:int* at token client method path asked status:int run_id calls:int
    """,
    "children": """
        run_id* asked_by job due_at command begun_at host user:int pid:int started
        server_pid:int server_started ended_at? exit_code:int? message
    """,
    "clearances": """
        cleared_at dataset cell failures:int message because note run_id exchange:int?
    """,
    "conditions": """
        name* times:int newest_at
    """,
    "credits": """
        provider* day* spent:int
    """,
    "deliveries": """
        at channel alerts:int is_delivered:bool error seconds:float
    """,
    "exchanges": """
        at run_id provider host dataset cell page:int attempt:int status:int? code
        is_settled:bool body_bytes:int? sha256 headers seconds:float
    """,
    "findings": """
        finding_id* kind severity dataset day? subject place what evidence next_step
        since? first_seen last_seen resolved_at? closed_at? closed_because
    """,
    "findings_look": """
        part* version looked_at
    """,
    "landed": """
        landed_id* content_id dataset fetched_at seen_at pages batch asked
    """,
    "leases": """
        name* token:int run_id doing since host user:int pid:int started expires:float
    """,
    "pace": """
        provider* place:int* until:float pid:int started host?
    """,
    "rejects": """
        dataset scope file row:int field value reason content
    """,
    "runs": """
        run_id* command state process_id:int? started_at ended_at? rows_in:int?
        rows_kept:int? rows_rejected:int? rows_stored:int? message? code? release?
    """,
    "tokens": """
        sha256* name made_at revoked_at?
    """,
    "wanted": """
        dataset* cell* run_id batch place:int way:int asked words moment worker host
        pid:int started expires:float error? message?
    """,
    "warehouse_costs": """
        run_id* jobs:int bytes_processed:long bytes_billed:long
    """,
    "failed_work": """
        run_id>runs.run_id dataset cells:int error message failed_at
    """,
    "steps": """
        run_id>runs.run_id dataset first? last? days:int reason rows_in:int
        rows_kept:int rows_rejected:int rows_stored:int seconds:float
    """,
}
INDEXES = (
    ("attempts_by_cell", "attempts", ["dataset", "cell"]),
    ("audit_by_token", "audit", ["token", "at"]),
    ("children_by_job", "children", ["job", "due_at"]),
    ("clearances_by_cell", "clearances", ["dataset", "cell"]),
    ("exchanges_by_cell", "exchanges", ["dataset", "cell"]),
    ("exchanges_by_host", "exchanges", ["host", "at"]),
    ("ix_landed_content_id", "landed", ["content_id"]),
    ("landed_by_asked", "landed", ["dataset", "asked", "fetched_at"]),
    ("landed_by_dataset", "landed", ["dataset", "fetched_at"]),
    ("rejects_by_scope", "rejects", ["dataset", "scope"]),
    ("ix_failed_work_failed_at", "failed_work", ["failed_at"]),
    ("ix_steps_run_id", "steps", ["run_id"]),
)
TYPES: dict[str, Any] = {
    "": sa.String(collation="C"),
    "int": sa.Integer,
    "long": sa.BigInteger,
    "float": sa.Float,
    "bool": sa.Boolean,
}

#: What SQLite has of itself: whether a text is JSON, and one of its values by `$.name`.
FUNCTIONS = (
    """
    CREATE FUNCTION json_valid(content text) RETURNS int LANGUAGE plpgsql IMMUTABLE AS $$
    BEGIN
        PERFORM content::jsonb;
        RETURN 1;
    EXCEPTION WHEN OTHERS THEN
        RETURN 0;
    END $$
    """,
    """
    CREATE FUNCTION json_extract(content text, path text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
        SELECT content::jsonb ->> substr(path, 3)
    $$
    """,
)


def upgrade() -> None:
    """Make them."""
    from alembic import op

    for name, words in TABLES.items():
        columns = [_column(word) for word in words.split()]
        rowid = sa.Column("rowid", sa.BigInteger, sa.Identity(always=False), nullable=False)
        table = op.create_table(name, *columns, rowid)
        if not table.primary_key:
            op.create_index(f"{name}_by_rowid", name, ["rowid"])
    for index, name, names in INDEXES:
        op.create_index(index, name, list(names))
    stands = sa.text("resolved_at IS NULL")
    one = {"unique": True, "postgresql_where": stands}
    op.create_index("alerts_that_stand", "alerts", ["rule", "subject"], **one)
    for function in FUNCTIONS:
        op.execute(function)


def _column(word: str) -> sa.Column[object]:
    word, _, other = word.partition(">")
    is_key, may_be_null = "*" in word, "?" in word
    name, _, kind = word.rstrip("*?").partition(":")
    refers = [sa.ForeignKey(other)] if other else []
    return sa.Column(name, TYPES[kind], *refers, primary_key=is_key, nullable=may_be_null)
