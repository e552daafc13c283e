"""Conditions that are counted: what the predecessor's logs were searched for, as facts of ours."""

from __future__ import annotations

from collections import Counter
from enum import Enum
from typing import TYPE_CHECKING

from boxline.errors import BatchRefused, BoxlineError, HomeBusy, LeaseLost

if TYPE_CHECKING:
    from boxline.engine.report import Report


class Condition(Enum):
    """What happened; its value is the name under which it is counted."""

    UNFORESEEN = "unforeseen_error"  # an error nobody foresaw ended a run: its `StopIteration`
    BATCH_REFUSED = "batch_refused"  # files that came together: its "Too many files failed"
    HELD = "home_held"  # somebody else had the home, or took it over: its streaming buffer
    REPLACED = "range_replaced"  # days replaced in one transaction: its merged features


MEANING = {
    Condition.UNFORESEEN: "an error that nobody foresaw ended a run",
    Condition.BATCH_REFUSED: "too many files that came together were broken, and all were refused",
    Condition.HELD: "work was given up because somebody else had the home, or took it over",
    Condition.REPLACED: "a range of days, or what landed, was replaced in one transaction",
}


def condition_of(cause: BaseException | None) -> Condition | None:
    """The condition that an error is; None of one that is counted otherwise, or of none."""
    match cause:
        case BatchRefused():
            return Condition.BATCH_REFUSED
        case HomeBusy() | LeaseLost():
            return Condition.HELD
        case Exception() if not isinstance(cause, BoxlineError):
            return Condition.UNFORESEEN
    return None


def counted(report: Report, cause: BaseException | None) -> Counter[Condition]:
    """The conditions of a run that ends.

    Args:
        cause: the error that ends it; None where none does.
    """
    found = Counter(report.conditions)
    found[Condition.REPLACED] += sum(step.outcome.stored > 0 for step in report.steps)
    ended_by = condition_of(cause)
    if ended_by is not None:
        found[ended_by] += 1
    return +found
