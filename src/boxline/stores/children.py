"""Processes that a server started: what each was to do, which schedule it is of, and its end.

The run that one records is in the ledger as any other. This says the rest: that it was asked for
before it recorded anything, and how a command ended that records no run.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from boxline.stores.ledger_tables import CHILDREN
from boxline.stores.processes import Process, this_process

#: Rows that are kept of one schedule; older ones make room. The live one has a row each minute.
ROWS_OF_A_JOB = 500


@dataclass(frozen=True, kw_only=True)
class Child:
    """A process that a server started, or is about to.

    Attributes:
        asked_by: whose word it was, such as `token NAME` or `schedule NAME`.
        job: the schedule that it is of; empty where it is of none.
        due_at: the moment of the schedule that it answers; None where it is of none.
        command: as it would be typed.
        server: the process that started it, and sees its end.
        exit_code: None while it goes on, or where nobody was left to see its end.
        message: the last that it said; empty until it ends.
    """

    run_id: str
    asked_by: str
    command: str
    begun_at: datetime
    process: Process
    server: Process
    job: str = ""
    due_at: datetime | None = None
    ended_at: datetime | None = None
    exit_code: int | None = None
    message: str = ""

    @property
    def is_alive(self) -> bool:
        """Whether it is at work, as far as anybody knows."""
        return self.ended_at is None and self.process.is_alive

    @property
    def state(self) -> str:
        """`accepted` while it goes on, `done`, `failed`, or `lost` where nobody saw its end."""
        if self.ended_at is not None:
            return "failed" if self.exit_code else "done"
        # Of one that has ended this moment the server is writing it down.
        goes_on = self.process.is_alive or self.server.is_alive
        return "accepted" if goes_on else "lost"

    def as_run(self) -> dict[str, Any]:
        """It as a run that has recorded nothing."""
        return {
            "run_id": self.run_id,
            "command": self.command,
            "state": self.state,
            "process_id": self.process.pid or None,
            "started_at": self.begun_at.isoformat(),
            "ended_at": None if self.ended_at is None else self.ended_at.isoformat(),
            "rows_in": None,
            "rows_kept": None,
            "rows_rejected": None,
            "rows_stored": None,
            "message": self.message,
            "code": None,
            "release": None,
        }


class Children:
    """The processes that servers on a home started."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def begin(
        self,
        run_id: str,
        *,
        asked_by: str,
        command: str,
        now: datetime,
        job: str = "",
        due_at: datetime | None = None,
    ) -> None:
        """Keep that a process is about to start; until it has, it is alive while we are."""
        us = this_process()
        row = {
            "run_id": run_id,
            "asked_by": asked_by,
            "job": job,
            "due_at": "" if due_at is None else _text(due_at),
            "command": command,
            "begun_at": _text(now),
            "host": us.host,
            "user": us.user,
            "pid": us.pid,
            "started": us.started,
            "server_pid": us.pid,
            "server_started": us.started,
            "message": "",
        }
        with self._engine.begin() as connection:
            connection.execute(CHILDREN.insert(), [row])
            if job:
                of_job = sa.select(CHILDREN.c.begun_at).where(CHILDREN.c.job == job)
                last = of_job.order_by(CHILDREN.c.begun_at.desc()).offset(ROWS_OF_A_JOB).limit(1)
                old = CHILDREN.c.begun_at <= last.scalar_subquery()
                connection.execute(CHILDREN.delete().where(CHILDREN.c.job == job, old))

    def started(self, run_id: str, process: Process) -> None:
        """Keep which process it is."""
        values = {"pid": process.pid, "started": process.started}
        self._change(run_id, **values)

    def ended(self, run_id: str, *, exit_code: int, message: str, now: datetime) -> None:
        """Keep how it ended."""
        self._change(run_id, exit_code=exit_code, message=message, ended_at=_text(now))

    def find(self, run_id: str) -> Child | None:
        """The process of a run; None where no server started it."""
        return self._first(CHILDREN.c.run_id == run_id)

    def newest_of(self, job: str, until: datetime | None = None) -> Child | None:
        """The process that answered the newest moment of a schedule; None where none ever did.

        Args:
            until: later moments count for nothing: a clock that has been set back since told them.
        """
        known = (CHILDREN.c.due_at <= _text(until),) if until is not None else ()
        return self._first(CHILDREN.c.job == job, *known)

    def alive_of(self, job: str) -> Child | None:
        """A process of a schedule that is at work."""
        query = sa.select(CHILDREN).where(CHILDREN.c.job == job, CHILDREN.c.ended_at.is_(None))
        with self._engine.connect() as connection:
            found = [_child(row) for row in connection.execute(query)]
        return next((child for child in found if child.is_alive), None)

    def _first(self, *where: sa.ColumnElement[bool]) -> Child | None:
        newest = (CHILDREN.c.due_at.desc(), CHILDREN.c.begun_at.desc())
        query = sa.select(CHILDREN).where(*where).order_by(*newest).limit(1)
        with self._engine.connect() as connection:
            row = connection.execute(query).first()
        return _child(row) if row else None

    def _change(self, run_id: str, **values: Any) -> None:
        change = CHILDREN.update().where(CHILDREN.c.run_id == run_id).values(**values)
        with self._engine.begin() as connection:
            connection.execute(change)


def _child(row: Any) -> Child:
    process = Process(host=row.host, user=row.user, pid=row.pid, started=row.started)
    return Child(
        run_id=row.run_id,
        asked_by=row.asked_by,
        command=row.command,
        begun_at=datetime.fromisoformat(row.begun_at),
        process=process,
        server=replace(process, pid=row.server_pid, started=row.server_started),
        job=row.job,
        due_at=datetime.fromisoformat(row.due_at) if row.due_at else None,
        ended_at=datetime.fromisoformat(row.ended_at) if row.ended_at else None,
        exit_code=row.exit_code,
        message=row.message,
    )


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()
