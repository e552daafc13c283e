"""From a home to what acts on it while it is served: orders over HTTP, and the schedule."""

from __future__ import annotations

import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from boxline.home import Home
    from boxline.web.acting.hints import Hints
    from boxline.web.acting.starting import Starter

#: Runs `boxline` whatever folder it is in: none of its modules is taken from there.
ENTRY = (sys.executable, "-P", "-m", "boxline.cli")


def acting_routers(home: Home, *, schedules: bool, ends_runs: bool) -> list[APIRouter]:
    """The routers of what acts on a home.

    Args:
        schedules: whether what is due by the clock is started.
        ends_runs: whether what was started ends with the server.
    """
    from boxline.web.acting.events import events_router
    from boxline.web.acting.hints import Hints, hints_router
    from boxline.web.acting.routes import orders_router

    starter = starter_of(home)
    hints = Hints(
        starter=starter,
        is_held=lambda: _is_held(home),
        landed_by_us=home.ledger.landed_by_us,
        landing=home.settings.landing,
    )
    while_served = _while_served(home, starter, hints, schedules=schedules, ends_runs=ends_runs)
    routers = [orders_router(starter), events_router(starter.logs), hints_router(hints)]
    return [*routers, while_served]


def starter_of(home: Home) -> Starter:
    """What starts commands on a home, in processes of their own."""
    from boxline.web.acting.starting import Starter

    return Starter(
        ledger=home.ledger,
        home=home.path,
        entry=ENTRY,
        environment=os.environ,
        clock=home.clock,
        new_run_id=home.new_run_id,
        seconds=home.settings.command_hours * 3600,
    )


def _is_held(home: Home) -> bool:
    holder = home.ledger.leases.holder()
    return holder is not None and holder.is_at_work


def _while_served(
    home: Home, starter: Starter, hints: Hints, *, schedules: bool, ends_runs: bool
) -> APIRouter:
    """A router without routes: what begins and ends with the server."""
    from fastapi import APIRouter

    from boxline.web.scheduling.calendar import SnapshotCalendar
    from boxline.web.scheduling.scheduler import Scheduler

    calendar = SnapshotCalendar(snapshot=home.snapshot, catalog=home.catalog)
    scheduler = Scheduler(
        ledger=home.ledger,
        catalog=home.catalog,
        starter=starter,
        clock=home.clock,
        games=calendar.games,
    )

    @asynccontextmanager
    async def begin_and_end(_app: FastAPI) -> AsyncIterator[None]:
        if schedules:
            scheduler.start()
        try:
            yield
        finally:
            hints.end()
            if schedules:
                scheduler.stop()
            if ends_runs:
                starter.end_all()

    return APIRouter(lifespan=begin_and_end)
