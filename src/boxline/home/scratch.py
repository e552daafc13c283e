"""Runs that know no more than at an earlier instant: in a scratch home, never in the live one."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import UTC, datetime

from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.errors import BadWindow
from boxline.home.home import Home, OnStep


def scratch_of(home: Home, as_of: datetime) -> Home:
    """The home that a run as of an instant writes to, inside the live one.

    Raises:
        BadWindow: the instant lies in the future.
    """
    if as_of > home.clock():
        raise BadWindow(f"--as-of {as_of.isoformat()} lies in the future: nothing is known then.")
    path = home.path / "as-of" / f"{as_of.astimezone(UTC):%Y-%m-%dT%H%M%SZ}"
    return replace(home, settings=home.settings.of_scratch(path), as_of=as_of)


def run_as_of(
    home: Home, as_of: datetime, window: Window, *, on_step: OnStep
) -> tuple[Home, Report]:
    """Run with what was known at an instant, by the newest snapshot; the scratch home it is in.

    What an earlier run as of that instant left is made anew.

    Raises:
        BadWindow: the instant lies in the future.
        SnapshotOutdated: there is no snapshot of today's declarations to start from.
    """
    scratch = scratch_of(home, as_of)
    if scratch.path.exists():
        with scratch.lease("starting anew"):
            pass  # nobody is at work there
        scratch.close()
        shutil.rmtree(scratch.path)
        scratch = scratch_of(home, as_of)
    try:
        with scratch.warehouse_file("what was known") as warehouse:
            warehouse.seed(home.snapshot, as_of=as_of)
        return scratch, scratch.run(f"run --as-of {as_of.isoformat()}", window, on_step=on_step)
    finally:
        scratch.close()
