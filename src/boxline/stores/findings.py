"""Findings as rows of the ledger: looked through in one query, changed in one batch."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from boxline.engine.findings import Finding, Kept, Kind, Severity
from boxline.errors import UnknownFinding
from boxline.stores.ledger_dialects import put
from boxline.stores.ledger_tables import FINDINGS, FINDINGS_LOOK

_OPEN = (FINDINGS.c.resolved_at.is_(None), FINDINGS.c.closed_at.is_(None))


class Findings:
    """The findings of a home."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def last_look(self) -> datetime | None:
        """When findings were looked for last; None before the first time."""
        with self._engine.connect() as connection:
            newest = connection.execute(sa.select(sa.func.max(FINDINGS_LOOK.c.looked_at))).scalar()
        return _instant(newest)

    def versions(self) -> dict[str, str]:
        """Part -> the version of what it was looked for in last."""
        with self._engine.connect() as connection:
            return {row.part: row.version for row in connection.execute(sa.select(FINDINGS_LOOK))}

    def keep(self, changes: Sequence[Kept], versions: Mapping[str, str], now: datetime) -> None:
        """Keep what changed, and that they were looked for: one batch, whatever it holds."""
        rows = [_row(one) for one in changes]
        at = now.isoformat()
        looks = [{"part": p, "version": v, "looked_at": at} for p, v in versions.items()]
        with self._engine.begin() as connection:
            put(connection, FINDINGS, rows)
            put(connection, FINDINGS_LOOK, looks)

    def kept(self, kinds: Sequence[Kind] = tuple(Kind)) -> dict[str, Kept]:
        """Every finding of some kinds, by its id. Those that are there were last seen at the last
        look."""
        query = sa.select(FINDINGS).where(FINDINGS.c.kind.in_([kind.value for kind in kinds]))
        return {one.finding_id: one for one in self._read(query)}

    def listed(
        self,
        *,
        kind: str | None = None,
        severity: str | None = None,
        dataset: str | None = None,
        is_whole: bool = False,
        limit: int | None = None,
    ) -> list[Kept]:
        """Those that are there and not closed, or all; the gravest first and the newest of those.

        Args:
            is_whole: closed and resolved ones too.
            limit: so many of the first; None for all.
        """
        query = sa.select(FINDINGS).order_by(
            FINDINGS.c.severity,
            FINDINGS.c.day.desc(),
            FINDINGS.c.dataset,
            FINDINGS.c.subject,
            FINDINGS.c.finding_id,
        )
        for column, wanted in (
            (FINDINGS.c.kind, kind),
            (FINDINGS.c.severity, severity),
            (FINDINGS.c.dataset, dataset),
        ):
            if wanted is not None:
                query = query.where(column == wanted)
        if not is_whole:
            query = query.where(*_OPEN)
        return self._read(query.limit(limit))

    def counts(self) -> dict[Severity, int]:
        """Severity -> how many are there and not closed; nothing of one that none has."""
        query = sa.select(FINDINGS.c.severity, sa.func.count()).where(*_OPEN)
        with self._engine.connect() as connection:
            rows = connection.execute(query.group_by(FINDINGS.c.severity)).all()
        return {Severity(severity): count for severity, count in rows}

    def find(self, finding_id: str) -> Kept:
        """One finding.

        Raises:
            UnknownFinding: there is none of this id.
        """
        found = self._read(sa.select(FINDINGS).where(FINDINGS.c.finding_id == finding_id))
        if not found:
            raise UnknownFinding(finding_id)
        return found[0]

    def close(self, finding_id: str, because: str, now: datetime) -> Kept:
        """Take a finding off the list until it changes.

        Raises:
            UnknownFinding: there is none of this id.
        """
        self.find(finding_id)
        change = FINDINGS.update().where(FINDINGS.c.finding_id == finding_id)
        with self._engine.begin() as connection:
            connection.execute(change.values(closed_at=now.isoformat(), closed_because=because))
        return self.find(finding_id)

    def _read(self, query: sa.Select[Any]) -> list[Kept]:
        look = self.last_look()
        with self._engine.connect() as connection:
            rows = connection.execute(query).all()
        return [_kept(row, look) for row in rows]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _kept(row: Any, looked_at: datetime | None) -> Kept:
    last_seen, resolved_at = datetime.fromisoformat(row.last_seen), _instant(row.resolved_at)
    return Kept(
        finding_id=row.finding_id,
        finding=Finding(
            kind=Kind(row.kind),
            severity=Severity(row.severity),
            dataset=row.dataset,
            day=date.fromisoformat(row.day) if row.day else None,
            subject=row.subject,
            place=tuple(json.loads(row.place)),
            what=row.what,
            evidence=json.loads(row.evidence),
            next_step=row.next_step,
            since=_instant(row.since),
        ),
        first_seen=datetime.fromisoformat(row.first_seen),
        last_seen=(looked_at or last_seen) if resolved_at is None else last_seen,
        resolved_at=resolved_at,
        closed_at=_instant(row.closed_at),
        closed_because=row.closed_because,
    )


def _row(kept: Kept) -> dict[str, Any]:
    finding = kept.finding

    def text(instant: datetime | None) -> str | None:
        return None if instant is None else instant.isoformat()

    return {
        "finding_id": kept.finding_id,
        "kind": finding.kind.value,
        "severity": finding.severity.value,
        "dataset": finding.dataset,
        "day": finding.day.isoformat() if finding.day else None,
        "subject": finding.subject,
        "place": json.dumps(finding.place),
        "what": finding.what,
        "evidence": json.dumps(dict(finding.evidence)),
        "next_step": finding.next_step,
        "since": text(finding.since),
        "first_seen": kept.first_seen.isoformat(),
        "last_seen": kept.last_seen.isoformat(),
        "resolved_at": text(kept.resolved_at),
        "closed_at": text(kept.closed_at),
        "closed_because": kept.closed_because,
    }
