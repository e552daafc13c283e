"""How often something was asked for that is still missing, and whether it is asked for again. Pure.

What was asked and what came of it stands in the ledger anyway, so nothing here is counted or stored
a second time: two counters of one thing part sooner or later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

#: How long is waited after the first try, the second, the third; then twice as long each time.
WAITS = (timedelta(hours=1), timedelta(hours=6), timedelta(hours=24))

#: A provider that does not answer has not said that there is nothing. So many times as many tries
#: that failed are allowed as tries that were answered: with the waits between them, two months.
FAILED_TRIES = 3


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One run's request for a cell: when, and whether its provider said something of the cell (a
    reply, or that it has none), rather than nothing at all."""

    at: datetime
    is_answer: bool


class Verdict(Enum):
    """Whether a cell is asked for again."""

    ASK = "ask"  # enough time has passed since it was asked for last
    WAIT = "wait"  # it was asked for not long ago
    GIVEN_UP = "given up"  # it was asked for as often as is allowed


@dataclass(frozen=True, kw_only=True)
class Tried:
    """The tries at one cell since it was owed, or asked for anew.

    Attributes:
        newest: the last of them; None where there was none.
    """

    answers: int = 0
    failures: int = 0
    newest: datetime | None = None

    @classmethod
    def since(cls, asks: Iterable[Ask], moment: datetime) -> Tried:
        """Those of some tries that came at a moment or after it."""
        counted = [ask for ask in asks if ask.at >= moment]
        answers = sum(ask.is_answer for ask in counted)
        return cls(
            answers=answers,
            failures=len(counted) - answers,
            newest=max((ask.at for ask in counted), default=None),
        )

    @property
    def tries(self) -> int:
        return self.answers + self.failures

    @property
    def next_at(self) -> datetime | None:
        """From when it may be asked for again; None: from now on."""
        if self.newest is None:
            return None
        beyond = max(0, self.tries - len(WAITS))
        wait: timedelta = WAITS[min(self.tries, len(WAITS)) - 1] * (1 << beyond)
        return self.newest + wait

    def verdict(self, most: int, now: datetime) -> Verdict:
        """Whether it is asked for again.

        Args:
            most: how many answers without what is missing are enough.
        """
        if self.answers >= most or self.tries >= most * FAILED_TRIES:
            return Verdict.GIVEN_UP
        # A try in the future was stamped by a clock that has been set back since.
        is_early = self.newest is not None and self.newest <= now < (self.next_at or now)
        return Verdict.WAIT if is_early else Verdict.ASK

    def told(self) -> str:
        """What came of it, in words."""
        if self.newest is None:
            return "never asked for"
        times = "once" if self.tries == 1 else f"{self.tries} times"
        newest = self.newest.isoformat(timespec="minutes")
        came = "it is still missing" if self.answers else "nobody answered"
        return f"asked for {times}, last at {newest}, and {came}"
