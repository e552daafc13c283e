"""Findings: what is questionable about the data, known again from one run to the next.

A finding is looked for, never stored as a decision: each run finds all there are, compares them
with those that are kept, and writes the difference.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum


class Kind(Enum):
    """What was found."""

    DISAGREEMENT = "disagreement"  # two sources of one fact say different things
    DISTRIBUTION = "distribution"  # a day that looks like no other, and is not committed
    NAME = "unresolved name"  # a name that was sent and is nobody's
    REJECTED = "rejected rows"  # rows that broke the contract; their neighbours are in
    REFUSED = "refused"  # a file, a day or a document that was refused whole


class Severity(Enum):
    """How much rests on it."""

    GRAVE = "grave"  # what predictions are made of or graded by, or a whole day of something
    MINOR = "minor"  # anything else


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing that was found.

    Attributes:
        dataset: whose it is.
        day: the league day; None where it is of no day, or of many.
        subject: who or what it is about, in words.
        place: beside kind, dataset, day and subject, by what it is known again.
        what: what is so.
        evidence: facts by name, for whoever looks closer.
        next_step: what to do.
        since: since when it can be seen in the data; None where only we know.
    """

    kind: Kind
    severity: Severity
    dataset: str
    day: date | None
    subject: str
    what: str
    next_step: str
    place: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def finding_id(self) -> str:
        """By what it is about, whatever is said of it: 12 hex digits."""
        told = (self.kind.value, self.dataset, str(self.day or ""), self.subject, *self.place)
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:12]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A finding as it is kept.

    Attributes:
        last_seen: by the newest look at which it was there.
        resolved_at: since when it is gone; None while it is there.
        closed_at, closed_because: somebody looked at it and let it be, until it changes.
    """

    finding_id: str
    finding: Finding
    first_seen: datetime
    last_seen: datetime
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    closed_because: str = ""

    @property
    def state(self) -> str:
        """`open`, `closed` or `resolved`."""
        if self.resolved_at is not None:
            return "resolved"
        return "open" if self.closed_at is None else "closed"


def compare(
    kept: Mapping[str, Kept], found: Iterable[Finding], *, now: datetime, last_look: datetime
) -> list[Kept]:
    """What changes of the findings that are kept, now that all were looked for.

    New ones are added. One that says something else is opened again if it was closed, and so is
    known to whoever closed it; one that is gone is resolved, and comes back as the same.

    Args:
        kept: by id.
        last_look: when they were looked for before: until then those that are gone were there.
    """
    changes: list[Kept] = []
    there = {one.finding_id: one for one in found}
    for finding_id, finding in there.items():
        before = kept.get(finding_id)
        if before is None:
            since = finding.since or now
            changes.append(
                Kept(
                    finding_id=finding_id,
                    finding=finding,
                    first_seen=min(since, now),
                    last_seen=now,
                )
            )
            continue
        again = before if before.finding == finding else _changed(before, finding)
        if before.resolved_at is not None:
            again = replace(again, resolved_at=None, last_seen=now)
        if again is not before:
            changes.append(again)
    changes += [
        replace(one, resolved_at=now, last_seen=last_look)
        for finding_id, one in kept.items()
        if finding_id not in there and one.resolved_at is None
    ]
    return changes


def _changed(before: Kept, finding: Finding) -> Kept:
    if (before.finding.what, before.finding.severity) == (finding.what, finding.severity):
        return replace(before, finding=finding)
    return replace(before, finding=finding, closed_at=None, closed_because="")
