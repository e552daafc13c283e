"""Whether runs still happen, and how the newest went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from boxline.catalog.alarms import Firing, Severity, alarm

#: A night's run begins once a day at least; two hours are for the night on which clocks change.
LONGEST_REST = timedelta(hours=26)


@dataclass(frozen=True, kw_only=True)
class NewestRun:
    """The newest run of a home.

    Attributes:
        began_at: None where there was none.
        state: as the ledger tells it; `message` says why it failed.
    """

    began_at: datetime | None
    run_id: str = ""
    state: str = ""
    message: str = ""


@alarm(
    "runs-stopped",
    severity=Severity.CRITICAL,
    blocks="everything: nothing is fetched, computed or published",
    next_step="boxline serve, or `boxline run` by whatever starts it each night",
)
def runs_stopped(newest: NewestRun, now: datetime) -> Iterator[Firing]:
    """No run began for over a day, or none ever did."""
    if newest.began_at is None:
        yield Firing(subject="runs", found="there was no run yet")
    elif now - newest.began_at > LONGEST_REST:
        hours = (now - newest.began_at).total_seconds() / 3600
        yield Firing(subject="runs", found=f"the newest began {hours:.0f} h ago")


@alarm(
    "run-failed",
    severity=Severity.WARNING,
    blocks="what the failed pieces make; the others were done",
    next_step="boxline runs list",
)
def run_failed(newest: NewestRun) -> Iterator[Firing]:
    """The newest run failed, was killed, or stands still."""
    if newest.state in ("failed", "lost", "stale"):
        yield Firing(
            subject="the newest run",
            found=f"{newest.run_id} is {newest.state}. {newest.message[:500]}".strip(),
            next_step=f"boxline runs show {newest.run_id}",
        )
