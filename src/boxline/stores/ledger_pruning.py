"""Rows of the ledger that nobody counts on any more: what they are, how many, and their end.

Each rule leaves what something is still decided by: the newest run, the newest exchange of each
kind with a host about a cell, tokens that hold, attempts, and the index of what landed.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Rows(Enum):
    """Kinds of rows that are kept for a time."""

    RUNS = "runs"  # what each run did, and what failed in it
    ORDERS = "orders"  # processes that were asked for over HTTP
    EXCHANGES = "exchanges"  # requests to providers, and what they cost
    AUDIT = "audit"  # calls over HTTP that acted
    REJECTS = "rejects"  # of landed objects that are indexed no more
    SETTLED = "settled"  # findings and alerts whose cause is gone, and breakers that were cleared


_OLD_RUNS = (
    "ended_at IS NOT NULL AND started_at < :before AND rowid < (SELECT max(rowid) FROM runs)"
)

#: Kind -> table -> which of its rows go; what refers to others goes first.
GOING: Mapping[Rows, Mapping[str, str]] = {
    Rows.RUNS: {
        "steps": f"run_id IN (SELECT run_id FROM runs WHERE {_OLD_RUNS})",
        "failed_work": f"run_id IN (SELECT run_id FROM runs WHERE {_OLD_RUNS})",
        "warehouse_costs": f"run_id IN (SELECT run_id FROM runs WHERE {_OLD_RUNS})",
        "runs": _OLD_RUNS,
    },
    Rows.ORDERS: {
        # Those of schedules are counted, and make room by themselves.
        "children": "job = '' AND ended_at IS NOT NULL AND begun_at < :before",
    },
    Rows.EXCHANGES: {
        "exchanges": """at < :before AND code <> 'not_yet' AND EXISTS (
            SELECT 1 FROM exchanges AS newer WHERE newer.rowid > exchanges.rowid
            AND newer.dataset = exchanges.dataset AND newer.cell = exchanges.cell
            AND newer.host = exchanges.host AND newer.code = exchanges.code)""",
        "credits": "day < substr(:before, 1, 10)",
    },
    Rows.AUDIT: {"audit": "at < :before"},
    Rows.SETTLED: {
        "findings": "resolved_at < :before",
        "alerts": "resolved_at < :before",
        # Of each channel the newest says whether it works.
        "deliveries": """at < :before AND EXISTS (
            SELECT 1 FROM deliveries AS newer WHERE newer.rowid > deliveries.rowid
            AND newer.channel = deliveries.channel)""",
        # The newest clearance of a host says which exchanges count against it no more.
        "clearances": """cleared_at < :before AND (exchange IS NULL OR EXISTS (
            SELECT 1 FROM clearances AS newer WHERE newer.rowid > clearances.rowid
            AND newer.cell = clearances.cell AND newer.exchange IS NOT NULL))""",
    },
    Rows.REJECTS: {
        # Other scopes are days of computed tables, which say for themselves when they are done.
        "rejects": "length(scope) = 32 AND scope NOT IN (SELECT landed_id FROM landed)",
    },
}
