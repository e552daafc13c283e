"""Failed attempts, and what they say of the next one: try, wait, or leave it until it changes.

The attempts are the only record. Whether a cell is parked is computed from them, never stored, so
nothing can stay locked after its data was mended.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from boxline.errors import (
    BadData,
    ContractBroken,
    DocumentBroken,
    DocumentShrinks,
    HistoryChanged,
    WorkError,
)


class Kind(Enum):
    """Whose move it is after a failure. A cell that is not due, or whose input is missing, is not
    attempted at all: the plan leaves it out, or calls it blocked and names the input."""

    BAD_DATA = "bad data"  # the same bytes and code fail again: they must change first
    TRANSIENT = "transient"  # the next run may fare better, a bounded number of times


#: Errors that come again until bytes or code change, by class; every other one is transient.
TERMINAL = (BadData, ContractBroken, HistoryChanged, DocumentBroken, DocumentShrinks)


def kind_of(error: WorkError) -> Kind:
    """The kind of a failure: the one place that decides whether it is tried again."""
    return Kind.BAD_DATA if isinstance(error, TERMINAL) else Kind.TRANSIENT


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One failed attempt at a cell: a day of a computed dataset, or a landed object.

    `inputs` and `code` are the versions it was made with, as text; `error` is the class of what
    went wrong, empty where an older version recorded it.
    """

    dataset: str
    cell: str
    inputs: str
    code: str
    kind: Kind
    message: str
    run_id: str
    failed_at: datetime
    error: str = ""


class Cleared(Enum):
    """Why failed attempts at a cell count no more."""

    INPUTS = "new inputs"  # it was done with other inputs than those it had failed with
    CODE = "new code"  # it was done by other code
    AGAIN = "tried again"  # it was done with the same
    BROUGHT = "brought in again"  # whoever brings a file in again asks again
    ANSWERED = "answered"  # a host that is well again
    BY_HAND = "by hand"


def why_cleared(newest: Attempt, *, inputs: str, code: str) -> Cleared:
    """Why a cell is mended that was done now with these versions."""
    if newest.inputs != inputs:
        return Cleared.INPUTS
    return Cleared.CODE if newest.code != code else Cleared.AGAIN


@dataclass(frozen=True, kw_only=True)
class BreakerPolicy:
    """The entity breaker's numbers; they are settings.

    Attributes:
        failure_threshold: failures on the same inputs after which a cell is parked.
        lockout: for how long at most, counted from its newest failure.
        reset_on_data: whether other inputs clear it at once.
    """

    failure_threshold: int = 5
    lockout: timedelta = timedelta(hours=24)
    reset_on_data: bool = True


@dataclass(frozen=True, kw_only=True)
class Parked:
    """A cell that is left alone: `until` an instant, or (None) until its bytes or code change."""

    dataset: str
    cell: str
    failures: int
    until: datetime | None
    message: str

    @property
    def why(self) -> str:
        """What went wrong, and how long it is left alone where bytes and code do not decide."""
        if self.until is None:
            return self.message
        until = self.until.isoformat(timespec="minutes")
        return f"failed {self.failures} times, left alone until {until}: {self.message}"


class Attempts:
    """The failed attempts of every cell, oldest first, and the policy that judges them.

    Args:
        now: the present instant.
    """

    def __init__(
        self,
        attempts: Iterable[Attempt] = (),
        policy: BreakerPolicy | None = None,
        now: datetime | None = None,
    ) -> None:
        self._policy, self._now = policy or BreakerPolicy(), now
        self.cells: dict[tuple[str, str], list[Attempt]] = {}
        for attempt in attempts:
            self.cells.setdefault((attempt.dataset, attempt.cell), []).append(attempt)

    def parked(self, dataset: str, cell: str, *, inputs: str, code: str) -> Parked | None:
        """Whether a cell is left alone when it would be worked on with these versions."""
        made = self.cells.get((dataset, cell))
        return self._judge(made, inputs, code) if made else None

    def standing(self) -> Mapping[tuple[str, str], Parked | None]:
        """Every cell that failed, by what its newest attempt was made with."""
        return {
            cell: self._judge(made, made[-1].inputs, made[-1].code)
            for cell, made in self.cells.items()
        }

    def _judge(self, made: Sequence[Attempt], inputs: str, code: str) -> Parked | None:
        with_these = [a for a in made if a.inputs == inputs and a.code == code]
        terminal = [a for a in with_these if a.kind is Kind.BAD_DATA]
        if terminal:
            return self._parked(terminal, None)
        counted = with_these if self._policy.reset_on_data else [a for a in made if a.code == code]
        if len(counted) < self._policy.failure_threshold or self._now is None:
            return None
        newest = counted[-1].failed_at
        # A failure in the future was stamped by a clock that has been set back since.
        is_locked = newest <= self._now < newest + self._policy.lockout
        return self._parked(counted, newest + self._policy.lockout) if is_locked else None

    @staticmethod
    def _parked(made: Sequence[Attempt], until: datetime | None) -> Parked:
        newest = made[-1]
        return Parked(
            dataset=newest.dataset,
            cell=newest.cell,
            failures=len(made),
            until=until,
            message=newest.message,
        )
