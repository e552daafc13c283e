"""Runs as `v1/health.json` tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec


class HealthRun(msgspec.Struct):
    """One run; `seconds` is null while it goes on, or where its end was never written."""

    run_id: str
    command: str
    state: str
    started_at: datetime
    seconds: float | None
    message: str


def run_told(row: Mapping[str, Any]) -> HealthRun:
    """A run of the ledger, as it is told."""
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
        message=str(row.get("message") or "")[:300],
    )
