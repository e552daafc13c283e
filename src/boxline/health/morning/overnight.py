"""What came to pass since the evening without anybody: runs, and what they mended. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from boxline.domain.days import from_eastern
from boxline.engine.attempts import Cleared
from boxline.engine.work import Reason
from boxline.health.morning.report import Part, Table, counted, first_line, state_of

#: When an evening begins, Eastern.
EVENING = "18:00"

SHOWN = 10
_BAD = ("failed", "lost", "stale")


def evening_before(day: date) -> datetime:
    """The instant from which a night counts whose morning is that of a day."""
    return from_eastern(day - timedelta(days=1), EVENING)


@dataclass(frozen=True, kw_only=True)
class Night:
    """What the ledger knows of a night.

    Attributes:
        since: when it began.
        runs: rows of the ledger that began since, newest first.
        steps: what those did, with `dataset`, `first`, `days` and `reason`.
        cleared: failures that count no more since, with `dataset`, `cell` and `because`.
        alerts: how many were resolved since.
        ledgers_lost: how often the ledger was made anew: what it knew before, it knows no more.
    """

    since: datetime
    runs: Sequence[Mapping[str, Any]]
    steps: Sequence[Mapping[str, Any]]
    cleared: Sequence[Mapping[str, Any]]
    alerts: int
    ledgers_lost: int = 0


def overnight_part(night: Night) -> Part:
    """What healed itself, and whether anybody was there to do it."""
    evening = night.since.date()
    states = Counter(str(run["state"]) for run in night.runs)
    bad = sum(states[state] for state in _BAD)
    mended = [one for one in night.cleared if one["because"] != Cleared.BY_HAND.value]
    late: Counter[str] = Counter()
    for step in night.steps:
        if (
            step["reason"] == Reason.MISSING.value
            and step["first"]
            and step["first"] < str(evening)
        ):
            late[step["dataset"]] += step["days"]
    newest = night.runs[0] if night.runs else None
    is_down = newest is None or newest["state"] in _BAD
    if newest is None:
        said = f"No run began since {night.since:%Y-%m-%d %H:%M} UTC: nothing can have healed."
    else:
        said = (
            f"{counted(len(night.runs), 'run').capitalize()} since {night.since:%Y-%m-%d %H:%M} "
            f"UTC, {bad or 'none'} of them failed; {counted(len(mended), 'failure')} mended, "
            f"{counted(sum(late.values()), 'late day')} made, "
            f"{counted(night.alerts, 'alert')} resolved."
        )
        if is_down:
            said += f" The newest is {newest['state']}: {first_line(newest['message'] or '')}"
    if night.ledgers_lost:
        said += " The ledger was lost and made anew: what came before that is not known."
    rows = [
        *((one["dataset"] or "host", one["cell"], f"mended: {one['because']}") for one in mended),
        *((name, "", f"late: {counted(days, 'day')} made") for name, days in late.most_common()),
    ]
    steps: tuple[str, ...] = ()
    if is_down:
        steps = ("boxline run",) if newest is None else (f"boxline runs show {newest['run_id']}",)
    return Part(
        name="overnight",
        title="Healed overnight",
        state=state_of(is_wanting=is_down or bool(night.ledgers_lost)),
        said=said,
        next_steps=steps,
        table=Table(heads=("what", "cell", "how"), rows=tuple(rows[:SHOWN])) if rows else None,
        figures={
            "since": night.since,
            "runs": dict(states),
            "mended": dict(Counter(one["because"] for one in mended)),
            "late_days": dict(late),
            "alerts_resolved": night.alerts,
        },
    )
