"""`schedule`: what a server starts by itself, when next, and how it went."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.web.scheduling.standing import JobStanding

COLUMNS = ("job", "when", "state", "next", "last_due", "last_state", "last_run", "message")


def schedule(home: HomeOption = None, json: JsonOption = False) -> None:
    """Show what a server starts by itself: next times in Eastern time, last runs, and what was
    missed; ends with 1 if anything was."""
    from boxline.web.scheduling.calendar import SnapshotCalendar
    from boxline.web.scheduling.jobs import JOBS
    from boxline.web.scheduling.standing import State, scheduling_server, standing_of_jobs

    with home_of(home) as here:
        now = here.clock()
        games = SnapshotCalendar(snapshot=here.snapshot, catalog=here.catalog).games()
        server = scheduling_server(here.ledger) if here.is_begun else None
        found = standing_of_jobs(here.ledger, games, now, JOBS) if here.is_begun else []
    told = None if server is None else str(server.process)
    if json:
        print_json({"server": told, "jobs": [_as_json(each) for each in found]})
    else:
        rows = [_row(each) for each in found]
        print_rows(rows, as_json=False, empty="Nothing is in this home yet.", columns=COLUMNS)
        say(f"Started by {told}." if told else "No server runs them: start `boxline serve`.")
    if any(each.state is State.MISSED for each in found):
        raise typer.Exit(1)


def _as_json(each: JobStanding) -> Row:
    return {
        "job": each.job.name,
        "about": each.job.about,
        "command": " ".join(("boxline", *each.job.command)),
        "when": each.job.when,
        "state": each.state.value,
        "next_at": each.next_at,
        "last_due_at": each.last_due_at,
        "last_state": each.last_state,
        "last_run_id": each.last_run_id,
        "last_message": each.last_message,
    }


def _row(each: JobStanding) -> Row:
    return {
        "job": each.job.name,
        "when": each.job.when,
        "state": each.state.value,
        "next": _eastern(each.next_at),
        "last_due": _eastern(each.last_due_at),
        "last_state": each.last_state,
        "last_run": each.last_run_id,
        "message": each.last_message[:60],
    }


def _eastern(instant: datetime | None) -> str:
    """An instant as a wall clock of the league shows it, with the name of its zone."""
    from boxline.domain.days import EASTERN

    return "" if instant is None else f"{instant.astimezone(EASTERN):%Y-%m-%d %H:%M %Z}"
