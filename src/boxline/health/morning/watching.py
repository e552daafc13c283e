"""What fires, and whether the clock was answered. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from boxline.health.morning.report import Part, Table, counted, first_line, state_of
from boxline.stores.alerts import Alert

SHOWN = 10


def alerts_part(standing: Sequence[Alert], checked_at: datetime | None) -> Part:
    """What fires, as of the last check; None of one that never was."""
    firing = [one for one in standing if one.state == "firing"]
    firing.sort(key=lambda one: (one.severity != "critical", one.key))
    critical = sum(one.severity == "critical" for one in firing)
    known = len(standing) - len(firing)
    said = "The rules were never checked: that nothing fires says nothing."
    if checked_at is not None:
        said = (
            f"{counted(len(firing), 'alert').capitalize()} firing, {critical or 'none'} of them "
            f"critical; {known or 'none'} acknowledged. "
            f"Last checked {checked_at:%Y-%m-%d %H:%M} UTC."
        )
    return Part(
        name="alerts",
        title="Alerts",
        state=state_of(is_wanting=bool(firing) or checked_at is None),
        said=said,
        next_steps=("boxline alerts check",)
        if checked_at is None
        else tuple(dict.fromkeys(one.next_step for one in firing))[:5],
        table=Table(
            heads=("severity", "rule", "subject", "found"),
            rows=tuple(
                (one.severity, one.rule, one.subject, first_line(one.found))
                for one in firing[:SHOWN]
            ),
        )
        if firing
        else None,
        figures={
            "firing": len(firing),
            "critical": critical,
            "acknowledged": known,
            "checked_at": checked_at,
        },
    )


@dataclass(frozen=True, kw_only=True)
class DueJob:
    """A job of the schedule, and how it stands in words."""

    name: str
    when: str
    state: str
    is_missed: bool
    last_due_at: datetime | None


def schedule_part(jobs: Sequence[DueJob], *, is_served: bool) -> Part:
    """What the clock said, and nobody did."""
    missed = [job for job in jobs if job.is_missed]
    said = "No server ever ran on this home: nothing happens by the clock."
    if is_served:
        said = f"{len(missed) or 'None'} of {counted(len(jobs), 'job')} missed a moment."
    return Part(
        name="schedule",
        title="Schedule",
        state=state_of(is_wanting=bool(missed)),
        said=said,
        next_steps=("boxline schedule", "boxline serve") if missed else (),
        table=Table(
            heads=("job", "when", "newest answered"),
            rows=tuple(
                (
                    job.name,
                    job.when,
                    f"{job.last_due_at:%Y-%m-%d %H:%M} UTC" if job.last_due_at else "none",
                )
                for job in missed
            ),
        )
        if missed
        else None,
        figures={"is_served": is_served, "missed": [job.name for job in missed]},
    )
