"""Runs that were refused because somebody else held the home: each is a row of the ledger.

Whoever stands still while he writes the ledger holds that as well. A file of the home then keeps
the row, and the next run takes it in.
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from boxline.engine.conditions import Condition
from boxline.engine.program_version import program_version, release
from boxline.errors import HomeBusy, StoreDamaged
from boxline.stores.durable import write_durably

if TYPE_CHECKING:
    from boxline.home.place import Place

#: In the home: a file for each run whose row could not be written.
REFUSED = Path("refused")


def note_refusal(home: Place, run_id: str, command: str, why: str) -> None:
    """Record a run that attempted nothing."""
    now = home.clock().isoformat()
    row = {
        "run_id": run_id,
        "command": command,
        "state": "busy",
        "process_id": os.getpid(),
        "started_at": now,
        "ended_at": now,
        "message": why,
        "code": program_version(),
        "release": release(),
    }
    try:
        _take_in(home, row)
    except HomeBusy:
        (home.path / REFUSED).mkdir(exist_ok=True)
        write_durably(home.path / REFUSED / f"{run_id}.json", json.dumps(row).encode())


def take_in_refusals(home: Place) -> None:
    """Write the rows that files of the home keep, and remove those; for who has the lease.

    Raises:
        StoreDamaged: a file is none of ours.
    """
    for file in sorted((home.path / REFUSED).glob("*.json")):
        try:
            row = json.loads(file.read_bytes())
        except ValueError as cause:
            raise StoreDamaged(str(file), str(cause), "Remove it: no data is in it.") from cause
        _take_in(home, row)
        file.unlink()


def _take_in(home: Place, row: dict[str, Any]) -> None:
    if home.ledger.add_ended(row):
        began = datetime.fromisoformat(row["started_at"])
        home.ledger.conditions.note({Condition.HELD: 1}, began)
