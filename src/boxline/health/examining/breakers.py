"""Work that failed so often that it is left alone."""

from __future__ import annotations

from collections.abc import Iterator

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.engine.attempts import Attempts, Parked


@alarm(
    "breaker-open",
    severity=Severity.WARNING,
    blocks="the cells that are left alone, and all that reads them",
    next_step="boxline breakers list",
)
def breaker_open(attempts: Attempts) -> Iterator[Firing]:
    """Pieces of a dataset's work failed and are left alone."""
    open_ones: dict[str, list[Parked]] = {}
    for (dataset, _), parked in attempts.standing().items():
        if parked is not None:
            open_ones.setdefault(dataset, []).append(parked)
    for dataset, left_alone in open_ones.items():
        newest = left_alone[-1]
        yield Firing(
            subject=dataset,
            found=f"{len(left_alone)} are left alone; the newest, {newest.cell}: {newest.why}",
            next_step=f"boxline breakers show {dataset} {newest.cell}",
        )
