"""What is tried again when somebody else writes to the same table: with waits, and not for ever."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")

#: Seconds before each further try. A streaming buffer empties in minutes, a transaction ends.
WAITS = (60.0, 120.0, 240.0)

_OF_A_CONFLICT = (
    "concurrent update",
    "could not serialize access",
    "transaction is aborted",
    "streaming buffer",
)


def is_conflict(message: str) -> bool:
    """Whether BigQuery refused a statement because of somebody else's, and would take it later."""
    lowered = message.lower()
    return any(words in lowered for words in _OF_A_CONFLICT)


def patiently(
    do: Callable[[], _Result],
    *,
    retried: Callable[[Exception], bool],
    of: type[Exception],
    wait: Callable[[float], None],
) -> _Result:
    """Do something, and again after each of `WAITS` while it fails so that it may be retried.

    Args:
        retried: whether a failure is such a one.
        of: the errors that are looked at; others are raised at once.
        wait: waits so many seconds, or raises where there is no time left.
    """
    for seconds in WAITS:
        try:
            return do()
        except of as cause:
            if not retried(cause):
                raise
        wait(seconds)
    return do()
