"""What is questionable about the data, as the newest run found it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from boxline.engine.findings import Kept, Kind, Severity
from boxline.errors import UnknownFinding
from boxline.web.api.problems import Problem, responses
from boxline.web.api.served import Served, Stores

router = APIRouter(prefix="/findings", tags=["findings"])

MOST_FINDINGS = 1_000

FindingId = Annotated[str, Path(max_length=100, description="As `GET /findings` shows it.")]


class FindingsAsked(BaseModel):
    """Which findings."""

    model_config = ConfigDict(extra="forbid")

    kind: Kind | None = Field(default=None, description="Only of this kind.")
    severity: Severity | None = Field(default=None, description="Only as grave as this.")
    dataset: str | None = Field(default=None, max_length=100, description="Only about this one.")
    all: bool = Field(default=False, description="Closed and resolved ones too.")
    limit: int = Field(default=100, ge=1, le=MOST_FINDINGS, description="The gravest.")


class FoundOut(BaseModel):
    """One finding."""

    finding_id: str = Field(description="The same from run to run, while it is about the same.")
    kind: Kind
    severity: Severity = Field(description="`grave` where predictions rest on it.")
    dataset: str = Field(description="Whose it is.")
    day: date | None = Field(description="Null where it is of no day.")
    subject: str
    what: str
    evidence: dict[str, str] = Field(description="Facts by name.")
    next_step: str
    state: str = Field(description="open, closed or resolved.")
    first_seen: datetime
    last_seen: datetime
    closed_because: str = Field(description="Empty where nobody closed it.")


class Findings(BaseModel):
    """Findings, the gravest first and the newest of those."""

    looked_at: datetime | None = Field(description="By which run's end; null before the first.")
    total: int = Field(description="How many there are, of which the first are given.")
    findings: list[FoundOut]


@router.get("", response_model=Findings, responses=responses(422, 429, 503))
def list_findings(served: Stores, asked: Annotated[FindingsAsked, Query()]) -> Findings:
    """What is questionable: where sources differ, names that are nobody's, rejected rows, days
    that look like no other, and what was refused whole."""
    store = served.ledger.findings
    found = store.listed(
        kind=asked.kind.value if asked.kind else None,
        severity=asked.severity.value if asked.severity else None,
        dataset=asked.dataset,
        is_whole=asked.all,
    )
    return Findings(
        looked_at=store.last_look(),
        total=len(found),
        findings=[_told(served, one) for one in found[: asked.limit]],
    )


@router.get("/{finding_id}", response_model=FoundOut, responses=responses(404, 422, 429, 503))
def show_finding(finding_id: FindingId, served: Stores) -> FoundOut:
    """One finding."""
    try:
        return _told(served, served.ledger.findings.find(finding_id))
    except UnknownFinding as cause:
        step = "See /findings?all=true for all of them."
        raise Problem(404, "No finding has this id.", step) from cause


def _told(served: Served, kept: Kept) -> FoundOut:
    finding, home = kept.finding, str(served.ledger.path.parent)
    return FoundOut(
        finding_id=kept.finding_id,
        kind=finding.kind,
        severity=finding.severity,
        dataset=finding.dataset,
        day=finding.day,
        subject=finding.subject,
        what=finding.what.replace(home, "HOME"),
        evidence=dict(finding.evidence),
        next_step=finding.next_step,
        state=kept.state,
        first_seen=kept.first_seen,
        last_seen=kept.last_seen,
        closed_because=kept.closed_because,
    )
