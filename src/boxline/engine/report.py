"""What a run did: its steps, what failed, and the documents it made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from boxline.engine.conditions import Condition
from boxline.engine.documents import Draft
from boxline.engine.ports import Outcome


def together(messages: Iterable[str]) -> str:
    """What several failures said, as the one message of a run."""
    return "; ".join(messages)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One piece of work that was done, and why."""

    outcome: Outcome
    reason: str
    seconds: float

    def record(self) -> dict[str, Any]:
        """The step as a row of the ledger."""
        outcome = self.outcome
        return {
            "dataset": outcome.dataset,
            "first": str(outcome.first) if outcome.first else None,
            "last": str(outcome.last) if outcome.last else None,
            "days": outcome.days,
            "reason": self.reason,
            "rows_in": outcome.rows_in,
            "rows_kept": outcome.kept,
            "rows_rejected": outcome.rejected,
            "rows_stored": outcome.stored,
            "seconds": round(self.seconds, 3),
        }


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One piece of work that failed; nothing of it is visible.

    Attributes:
        cells: how many days or requests it was about; 0 where it stopped a provider or a document.
        error: the class of the error.
    """

    dataset: str
    message: str
    cells: int = 0
    error: str = ""
    failed_at: datetime | None = None

    def record(self) -> dict[str, Any]:
        """The failure as a row of the ledger."""
        return {**vars(self), "failed_at": self.failed_at.isoformat() if self.failed_at else ""}


@dataclass(kw_only=True)
class Report:
    """What a run did, in order, and what it drafted and published."""

    run_id: str = ""
    steps: list[Step] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    drafts: list[Draft] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    documents_made: int = 0
    documents_changed: int = 0
    days_blocked: int = 0
    cells_parked: int = 0
