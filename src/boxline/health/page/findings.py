"""What is questionable about the data, as `v1/health.json` tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import msgspec

from boxline.engine.findings import Kept, Severity


class HealthFinding(msgspec.Struct):
    """Something questionable, as `boxline findings show` has it by its `id`; `day` is null where it
    is of none, or of many. `last_seen` is when findings were looked for last."""

    id: str
    kind: str
    severity: str
    dataset: str
    day: date | None
    subject: str
    what: str
    next_step: str
    first_seen: datetime
    last_seen: datetime


class HealthFindings(msgspec.Struct):
    """Findings that are open: `total` of them, of which `grave` ones change what is published. The
    first are listed: the gravest, and the newest of those. `looked_at` is null before anybody
    looked."""

    looked_at: datetime | None = None
    total: int = 0
    grave: int = 0
    listed: list[HealthFinding] = []


def findings_told(
    listed: Sequence[Kept],
    counts: Mapping[Severity, int],
    looked_at: datetime | None,
    home: str,
) -> HealthFindings:
    """All of it, as it is told.

    Args:
        listed: those that are told one by one, in order.
        counts: severity -> how many are open.
        looked_at: when they were looked for last.
        home: where the home lies, which no reader is told.
    """
    return HealthFindings(
        looked_at=looked_at,
        total=sum(counts.values()),
        grave=counts.get(Severity.GRAVE, 0),
        listed=[_finding(one, home) for one in listed],
    )


def _finding(kept: Kept, home: str) -> HealthFinding:
    finding = kept.finding
    return HealthFinding(
        id=kept.finding_id,
        kind=finding.kind.value,
        severity=finding.severity.value,
        dataset=finding.dataset,
        day=finding.day,
        subject=finding.subject[:200],
        what=finding.what.partition("\n")[0].replace(home, "HOME")[:300],
        next_step=finding.next_step,
        first_seen=kept.first_seen,
        last_seen=kept.last_seen,
    )
