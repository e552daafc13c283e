"""Refused rows and work that failed, as `v1/health.json` tells of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from boxline.engine.attempts import Attempts


class HealthReject(msgspec.Struct):
    """Rows of one dataset that were refused for one reason."""

    dataset: str
    field: str
    reason: str
    rows: int


class HealthBreaker(msgspec.Struct):
    """A piece of work that failed; `parked` is left alone until an instant, or, where that is null,
    until its bytes or code change."""

    dataset: str
    cell: str
    state: str
    failures: int
    until: datetime | None
    message: str


def rejects_told(rows: Iterable[Mapping[str, Any]], *, limit: int) -> list[HealthReject]:
    """Refused rows of the ledger, counted; the most frequent first."""
    counts = Counter((row["dataset"], row["field"], str(row["reason"])[:200]) for row in rows)
    return [
        HealthReject(dataset=dataset, field=field, reason=reason, rows=count)
        for (dataset, field, reason), count in counts.most_common(limit)
    ]


def breakers_told(attempts: Attempts, home: str, *, limit: int) -> list[HealthBreaker]:
    """What failed and is not mended; where the home lies no reader is told."""
    return [
        HealthBreaker(
            dataset=dataset,
            cell=cell,
            state="parked" if parked else "retrying",
            failures=len(attempts.cells[dataset, cell]),
            until=parked.until if parked else None,
            message=_first_line(attempts.cells[dataset, cell][-1].message, home),
        )
        for (dataset, cell), parked in list(attempts.standing().items())[:limit]
    ]


def _first_line(message: str, home: str) -> str:
    return message.partition("\n")[0].replace(home, "HOME")[:300]
