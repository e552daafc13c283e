"""What failed and is left alone, and rows that were refused. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from boxline.engine.attempts import Attempts
from boxline.health.morning.report import Part, Table, counted, first_line, state_of

#: So many rows are shown of either.
SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class FailingHost:
    """A host that failed when it was last asked; `until` None where it is asked again at once."""

    host: str
    failures: int
    until: datetime | None


def breakers_part(attempts: Attempts, hosts: Sequence[FailingHost]) -> Part:
    """Work and hosts that failed so often that they are left alone; of others their number."""
    standing = attempts.standing()
    parked = [one for one in standing.values() if one is not None]
    closed = [one for one in hosts if one.until is not None]
    retried = len(standing) - len(parked) + len(hosts) - len(closed)
    said = (
        f"Left alone: {counted(len(parked), 'piece')} of work and {counted(len(closed), 'host')}"
        if parked or closed
        else "Nothing is left alone"
    )
    if retried:
        said += f"; {retried} more failed and {'is' if retried == 1 else 'are'} tried again"
    rows = [
        *((one.host, "", str(one.failures), _until(one.until), "") for one in closed),
        *(
            (one.dataset, one.cell, str(one.failures), _until(one.until), first_line(one.message))
            for one in parked
        ),
    ]
    return Part(
        name="breakers",
        title="Open breakers",
        state=state_of(is_wanting=bool(parked or closed)),
        said=f"{said}.",
        next_steps=("boxline breakers list",) if rows or retried else (),
        table=Table(heads=("what", "cell", "failures", "until", "why"), rows=tuple(rows[:SHOWN]))
        if rows
        else None,
        figures={"parked": len(parked), "hosts": [one.host for one in closed], "retried": retried},
    )


def _until(instant: datetime | None) -> str:
    return f"{instant:%Y-%m-%d %H:%M} UTC" if instant else "bytes or code change"


def rejects_part(new: Mapping[str, int], standing: Mapping[str, int]) -> Part:
    """Rows that were refused.

    Args:
        new: dataset -> rows that runs refused since yesterday.
        standing: dataset -> refused rows that are not mended.
    """
    new = {name: count for name, count in new.items() if count}
    names = sorted({*new, *standing}, key=lambda name: (-new.get(name, 0), -standing.get(name, 0)))
    return Part(
        name="rejects",
        title="Rejected rows",
        state=state_of(is_wanting=bool(new)),
        said=f"Refused since yesterday: {counted(sum(new.values()), 'row')}. Not mended yet: "
        f"{counted(sum(standing.values()), 'row')}.",
        next_steps=("boxline rejects list",) if new else (),
        table=Table(
            heads=("dataset", "new", "standing"),
            rows=tuple(
                (name, f"{new.get(name, 0):,}", f"{standing.get(name, 0):,}")
                for name in names[:SHOWN]
            ),
        )
        if names
        else None,
        figures={"new": dict(new), "standing": dict(standing)},
    )
