"""The record of a run from its start to its end: its row in the ledger, and its journal."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from boxline.engine.conditions import counted
from boxline.engine.exchanges import Exchange
from boxline.engine.journal import Journal
from boxline.engine.program_version import program_version, release
from boxline.engine.recording import Record
from boxline.engine.report import Report, together
from boxline.errors import BoxlineError, DiskFull
from boxline.home.refusals import take_in_refusals

if TYPE_CHECKING:
    from boxline.home.place import Place


@contextmanager
def run_record(home: Place, run_id: str, command: str) -> Iterator[Record]:
    """The row of a run: written when it begins, and completed however it ends; beside it the
    journal, one file of the home, with the same id on each line."""
    from boxline.home.journal import RunJournal

    take_in_refusals(home)
    code, released = program_version(), release()
    home.ledger.start(run_id, command, home.clock(), code=code, release=released)
    if home.settings.warehouse:
        home.costs.begin()
    report = Report(run_id=run_id)
    journal = RunJournal(home.path, run_id, home.clock)
    journal.say("run began", command=command, code=code, release=released)
    record = Record(
        run_id=run_id,
        code=home.code,
        attempts=home.ledger,
        clock=home.clock,
        report=report,
        journal=journal,
    )
    state, message = "failed", "it was interrupted"
    try:
        yield record
        state = "failed" if report.failures else "done"
        message = together(failure.message for failure in report.failures)
    except OSError as refused:
        if refused.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise DiskFull(str(refused.filename or "A file")) from refused
        raise
    finally:
        cause = sys.exception()
        if isinstance(cause, Exception):
            name = "" if isinstance(cause, BoxlineError) else f"{type(cause).__name__}: "
            message = f"{name}{cause}"
        journal.end(state, message)
        steps = [step.record() for step in report.steps]
        failures = [failure.record() for failure in report.failures]
        home.ledger.finish(run_id, state, home.clock(), steps, message, failures)
        home.ledger.conditions.note(counted(report, cause), home.clock())
        if home.settings.warehouse and (costs := home.costs).jobs:
            billed, processed = costs.billed, costs.processed
            home.ledger.note_costs(run_id, jobs=costs.jobs, processed=processed, billed=billed)


def tell_exchanges(journal: Journal, exchanges: Sequence[Exchange]) -> None:
    """What was asked of providers, request by request. An exchange holds no key."""
    for one in exchanges:
        journal.say(
            "asked",
            provider=one.provider,
            host=one.host,
            dataset=one.dataset,
            cell=one.cell,
            page=one.page,
            attempt=one.attempt,
            status=one.status,
            bytes=one.body_bytes,
            seconds=one.seconds,
            failure=one.code,
        )
