"""How each piece of work went: told to the report, and a failure to the ledger at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from boxline.engine.attempts import Attempt, kind_of
from boxline.engine.conditions import condition_of
from boxline.engine.journal import Journal, Silence
from boxline.engine.ports import AttemptSink, Outcome
from boxline.engine.report import Failure, Report, Step
from boxline.errors import WorkError

#: So many cells of a failure are named in the journal.
TOLD_CELLS = 20


@dataclass(frozen=True, kw_only=True)
class Record:
    """The record of one run. This is the one place that turns a failure of a piece of work into
    an entry, so that the run goes on with others.

    Attributes:
        code: dataset -> code version; what is made beside datasets has none.
        clock: the present instant.
        journal: told of each piece of work as it is done or fails.
    """

    run_id: str
    code: Mapping[str, str]
    attempts: AttemptSink
    clock: Callable[[], datetime]
    report: Report = field(default_factory=Report)
    journal: Journal = field(default_factory=Silence)

    def done(
        self,
        outcome: Outcome,
        reason: str,
        seconds: float,
        *,
        failed_before: Mapping[str, str] | None = None,
    ) -> None:
        """Record a piece of work that was done.

        Args:
            failed_before: cells of it at which attempts had failed -> the version of the inputs
                they were done with now; they are mended.
        """
        step = Step(outcome=outcome, reason=reason, seconds=seconds)
        self.report.steps.append(step)
        self.journal.say("work committed", **step.record())
        if failed_before:
            self.mended(outcome.dataset, failed_before)

    def mended(self, dataset: str, cells: Mapping[str, str]) -> None:
        """Record that cells were done at which attempts had failed."""
        code, now = self.code.get(dataset, ""), self.clock()
        self.attempts.mend(dataset, cells, code=code, run_id=self.run_id, now=now)
        self.journal.say("work mended", dataset=dataset, cells=sorted(cells)[:TOLD_CELLS])

    def failed(self, dataset: str, cells: Mapping[str, str], cause: WorkError) -> None:
        """Record a failure, and an attempt at each of the cells that it stopped."""
        failure = Failure(
            dataset=dataset,
            message=str(cause),
            cells=len(cells),
            error=type(cause).__name__,
            failed_at=self.clock(),
        )
        self.report.failures.append(failure)
        self.journal.say(
            "work failed", dataset=dataset, cells=sorted(cells)[:TOLD_CELLS], failure=str(cause)
        )
        condition = condition_of(cause)
        if condition is not None:
            self.report.conditions.append(condition)
        self.note(dataset, cells, cause)

    def note(self, dataset: str, cells: Mapping[str, str], cause: WorkError) -> None:
        """Record failed attempts at cells, as part of a failure that is told of otherwise."""
        now = self.clock()
        attempts = [
            Attempt(
                dataset=dataset,
                cell=cell,
                inputs=inputs,
                code=self.code.get(dataset, ""),
                kind=kind_of(cause),
                message=str(cause),
                run_id=self.run_id,
                failed_at=now,
                error=type(cause).__name__,
            )
            for cell, inputs in cells.items()
        ]
        if attempts:
            self.attempts.note_attempts(attempts)
