"""Working on a home beside others: who has its lease runs, all others ask providers for him.

A worker helps whoever runs until nobody does. Where the same work was brought to its end meanwhile,
well or not, there is nothing left for him; where its run is gone, he does it himself. Where it
makes no progress and is in the way, he waits for a while and gives up.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from boxline.engine.journal import Silence
from boxline.errors import HomeBusy
from boxline.home.asking import runs_fetch_from
from boxline.home.fetching import fetcher_of
from boxline.home.landings import Landings

if TYPE_CHECKING:
    from boxline.engine.report import Report
    from boxline.engine.work import Window
    from boxline.home.home import Home
    from boxline.stores.leases import Holder

#: How often it is looked whether there is something to do.
POLL_SECONDS = 0.2
#: So many runs back it is looked for who did the same work.
RUNS = 20
#: States of a run that came to its end by itself.
ENDED = ("done", "failed")


@dataclass(frozen=True, kw_only=True)
class Worked:
    """What a worker came to.

    Attributes:
        cells: how many he asked for, for others.
        report: of the run that he did himself; None where another did it.
        run_id, state: of that run, and how it ended.
    """

    cells: int
    run_id: str
    state: str
    report: Report | None = None


def work(
    home: Home, command: str, window: Window, *, on_step: Callable[[str, str], None]
) -> Worked:
    """Have a window's work done: by whoever is at it already, helped, or by a run of one's own.

    Args:
        command: names the work; those who give the same one do it together.
    Raises:
        HomeBusy: who has the home makes no progress, and did not get out of the way within
            `lock_wait_seconds`; or somebody got into the way of the run of one's own.
    """
    run_id = home.run_id or home.new_run_id()
    here = replace(home, run_id=run_id, declared=lambda: home.catalog, is_waiting_elsewhere=True)
    cells, moved_at = 0, time.monotonic()
    try:
        before = {run["run_id"] for run in here.ledger.runs(RUNS) if run["state"] in ENDED}
        while True:
            holder = here.ledger.leases.holder()
            if holder is not None and holder.is_at_work:
                cells += _help(here, holder, on_step)
                moved_at = time.monotonic()
                continue
            newest = next((r for r in here.ledger.runs(RUNS) if r["command"] == command), None)
            if newest and newest["run_id"] not in before and newest["state"] in ENDED:
                return Worked(cells=cells, run_id=newest["run_id"], state=newest["state"])
            try:
                report = here.run(command, window, on_step=on_step)
            except HomeBusy as cause:
                waited = time.monotonic() - moved_at
                if any(run["run_id"] == run_id for run in here.ledger.runs(RUNS)):
                    raise  # it had begun
                if waited > home.settings.lock_wait_seconds:
                    raise HomeBusy(str(home.path), cause.holder, waited) from cause
                time.sleep(POLL_SECONDS)  # another was faster, or stands still
                continue
            state = "failed" if report.failures else "done"
            return Worked(cells=cells, run_id=report.run_id, state=state, report=report)
    finally:
        here.close()


def _help(home: Home, holder: Holder, on_step: Callable[[str, str], None]) -> int:
    """Ask for what a run wants for as long as it goes on; how many cells that were."""
    providers = set(runs_fetch_from(home))
    names = {raw.name for raw in home.catalog.raw if raw.provider.name in providers}
    cells = 0
    with fetcher_of(home, holder.run_id) as fetcher:
        landings = Landings(
            home=home,
            run_id=holder.run_id,
            renew=_nothing,
            on_step=on_step,
            journal=Silence(),
            only=frozenset(names),
        )
        while _goes_on(home, holder):
            cells += sum(1 for _ in landings.land_all(fetcher))
            time.sleep(POLL_SECONDS)
    return cells


def _goes_on(home: Home, holder: Holder) -> bool:
    now = home.ledger.leases.holder()
    return now is not None and now.token == holder.token and now.is_at_work


def _nothing() -> None:
    """The lease is another's."""
