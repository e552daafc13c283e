"""From the options of a command to the home it works on, and from a report to its exit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import Row, print_json, print_rows, say
from boxline.config import read_settings

if TYPE_CHECKING:
    from boxline.engine.report import Report
    from boxline.home import Home


TakeOverOption = Annotated[
    bool,
    typer.Option("--take-over", help="End whoever holds the home and was stopped, and go on."),
]


#: For servers alone: they name the run before it begins, and read its steps as it works.
RunIdOption = Annotated[str, typer.Option("--run-id", hidden=True)]


@contextmanager
def home_of(home: Path | None, *, take_over: bool = False, run_id: str = "") -> Iterator[Home]:
    """The home that a command works on, closed afterwards.

    Raises:
        UnusableHome: it is a file, or cannot be looked at.
    """
    from boxline.home import Home

    found = Home(settings=read_settings(home), take_over=take_over, run_id=run_id)
    found.check()
    try:
        yield found
    finally:
        found.close()


def by_dataset(report: Report) -> list[Row]:
    """What a run did, one row per dataset, in the order of the work."""
    found: dict[str, Row] = {}
    for step in report.steps:
        outcome = step.outcome
        row = found.setdefault(
            outcome.dataset,
            {
                "dataset": outcome.dataset,
                "days": 0,
                "rows_in": 0,
                "rows_kept": 0,
                "rows_rejected": 0,
                "rows_stored": 0,
                "seconds": 0.0,
                "why": step.reason,
            },
        )
        row["days"] += outcome.days
        row["rows_in"] += outcome.rows_in
        row["rows_kept"] += outcome.kept
        row["rows_rejected"] += outcome.rejected
        row["rows_stored"] += outcome.stored
        row["seconds"] = round(row["seconds"] + step.seconds, 3)
        if step.reason not in row["why"]:
            row["why"] += f", {step.reason}"
    return list(found.values())


def show(report: Report, *, as_json: bool, empty: str) -> None:
    """What a run did; `empty` is said where there was nothing to do, and not where it failed."""
    steps = by_dataset(report)
    if as_json:
        failures = [{"dataset": f.dataset, "message": f.message} for f in report.failures]
        print_json({"run_id": report.run_id, "steps": steps, "failures": failures})
    elif steps or not report.failures:
        print_rows(steps, as_json=False, empty=empty)


def finish(report: Report) -> None:
    """Say what failed or was rejected, and end with 1 if anything was."""
    for failure in report.failures:
        say(f"failed: {failure.message}")
    rejected = sum(step.outcome.rejected for step in report.steps)
    if rejected:
        say(f"rows rejected: {rejected}; `boxline rejects list` says why.")
    if report.failures or rejected:
        raise typer.Exit(1)
