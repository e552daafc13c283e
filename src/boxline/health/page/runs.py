"""Runs as `v1/health.json` tells of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from boxline.engine.report import together

#: Of so many failures of a run it is told what they said, and so many characters of each.
SHOWN_FAILURES, SHOWN_CHARACTERS = 20, 300


class HealthRun(msgspec.Struct):
    """One run; `seconds` is null while it goes on, or where its end was never written. `message`
    says what ended it, and of each piece of work that failed what it said."""

    run_id: str
    command: str
    state: str
    started_at: datetime
    seconds: float | None
    message: str


def run_told(row: Mapping[str, Any], failures: Sequence[str], home: str) -> HealthRun:
    """A run of the ledger, as it is told.

    Args:
        row: as the ledger has it.
        failures: what each piece of its work that failed said, in order.
        home: where the home lies, which no reader is told.
    """
    started = datetime.fromisoformat(str(row["started_at"]))
    ended = row["ended_at"]
    seconds = None
    if ended:
        seconds = round((datetime.fromisoformat(str(ended)) - started).total_seconds(), 1)
    return HealthRun(
        run_id=row["run_id"],
        command=row["command"],
        state=row["state"],
        started_at=started,
        seconds=seconds,
        message=_message(str(row.get("message") or ""), failures, home),
    )


def _message(said: str, failures: Sequence[str], home: str) -> str:
    """What a run said and each of its failures, all cut alike: a long one hides none after it."""
    ended_by = [] if said == together(failures) else [said]
    told = [*ended_by, *failures[:SHOWN_FAILURES]]
    cut = [one.replace(home, "HOME")[:SHOWN_CHARACTERS] for one in told]
    left_out = len(failures) - SHOWN_FAILURES
    return together([*cut, f"and {left_out} more"] if left_out > 0 else cut)
