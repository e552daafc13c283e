"""What a ledger says that was made anew, because there was a home and no ledger."""

from __future__ import annotations

import os
from datetime import datetime

import sqlalchemy as sa

from boxline.stores.ledger_dialects import insert_into
from boxline.stores.ledger_tables import RUNS

#: The command of the row that says so, among those of runs.
MADE_ANEW = "make the ledger anew"


def note_made_anew(connection: sa.Connection, landed: int, now: datetime) -> None:
    """Say that what landed was indexed from what it says of itself; nothing where runs are known,
    because then the ledger was there and only the first landing was cut off."""
    if connection.execute(sa.select(RUNS.c.run_id).limit(1)).first() is not None:
        return
    row = {
        "run_id": f"{now:%Y%m%dT%H%M%S}-ledger",
        "command": MADE_ANEW,
        "state": "done",
        "process_id": os.getpid(),
        "started_at": now.isoformat(),
        "ended_at": now.isoformat(),
        "message": f"there was no ledger: {landed} landed requests were indexed by what they say "
        "of themselves; which runs, rejects and failures there were before is not known",
    }
    # Another process may have found the same at the same second.
    connection.execute(insert_into(connection, RUNS).on_conflict_do_nothing(), [row])
