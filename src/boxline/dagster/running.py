"""One run of the planner for a step of Dagster's."""

from __future__ import annotations

from collections.abc import Sequence

import dagster as dg

from boxline.engine.report import Failure, Report
from boxline.engine.work import Window
from boxline.errors import HomeBusy
from boxline.home import Home

#: A home that is held by somebody else is tried again so often, after so long: for hours, because
#: a night's run may take them.
BUSY_TRIES, BUSY_SECONDS = 120, 60

#: So many failures are told in full.
TOLD = 10


def run_for(context: dg.AssetExecutionContext, home: Home, window: Window) -> Report:
    """The same run that `boxline run` with this window is, its pieces of work told to the log.

    Raises:
        RetryRequested: somebody else has the home; the step waits and is tried again.
    """

    def tell(dataset: str, what: str) -> None:
        context.log.info(f"{dataset}: {what}")

    try:
        report = home.run(f"run (dagster {context.run.run_id})", window, on_step=tell)
    except HomeBusy as cause:
        context.log.warning(f"The home is held: {cause}")
        raise dg.RetryRequested(BUSY_TRIES, seconds_to_wait=BUSY_SECONDS) from cause
    context.log.info(f"It is run {report.run_id}: `boxline runs show {report.run_id}` tells more.")
    return report


def failure_of(run_id: str, failures: Sequence[Failure]) -> dg.Failure:
    """What fails a step: each piece of work that failed, in its own words. Dagster need not try it
    again: the next run does, as often as is of use."""
    lines = [f"{one.dataset}: {one.message}" for one in failures[:TOLD]]
    if len(failures) > TOLD:
        lines.append(f"and {len(failures) - TOLD} more: `boxline runs show {run_id}`")
    said = "\n".join(lines)
    return dg.Failure(
        f"Work failed in run {run_id}; all else is committed.\n{said}",
        metadata={"run_id": run_id, "failures": len(failures)},
        allow_retries=False,
    )
