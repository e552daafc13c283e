"""Runs as processes of their own: begun, attacked at some effect, and their ends.

Each is forked from a process that has imported everything and opened nothing, and does what
`boxline run` does. What may befall one is decided before it begins: the effect at which it ends or
stands still, and how the clock that it reads is wrong.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from boxline.engine.work import Window
from boxline.errors import BoxlineError
from boxline.home import Home
from tests.chaos.league import chaos_catalog, settings_of
from tests.faults.effects import Effects
from tests.faults.sweep import begun, ended


@dataclass(frozen=True, kw_only=True)
class Command:
    """One `run`, and what befalls it.

    Attributes:
        now: what its clock shows.
        run_id: under which it is recorded: ids of processes are used again within a season.
        kill_at, stop_at: the effect before which it is killed, or stands still until it is told to
            go on; 0 for none.
        lease_seconds: how long its lease lasts without progress.
        wait_seconds: how long it waits for somebody who is at work.
    """

    home: Path
    url: str
    now: datetime
    run_id: str = field(default_factory=lambda: uuid4().hex)
    kill_at: int = 0
    stop_at: int = 0
    lease_seconds: float = 60.0
    wait_seconds: float = 0.1


@dataclass(frozen=True, kw_only=True)
class End:
    """How a run ended.

    Attributes:
        killed: whether the kernel ended it.
        refused: the class of the error that ended it; empty where none did.
        message: of that error.
        failures: dataset and message of each piece of work that failed.
        steps: pieces of work that were done.
        effects: how many effects it had, where they were counted.
    """

    run_id: str
    killed: bool = False
    refused: str = ""
    message: str = ""
    failures: tuple[tuple[str, str], ...] = ()
    steps: int = 0
    documents: int = 0
    effects: int = 0

    @property
    def is_at_rest(self) -> bool:
        """Whether it came through, and found nothing to do."""
        return not (self.killed or self.refused or self.failures or self.steps)


@dataclass(frozen=True, kw_only=True)
class Running:
    """A run that was begun."""

    run_id: str
    process: int
    pipe: int

    def stands_still(self) -> bool:
        """Wait until it stops or ends; whether it stopped."""
        info = os.waitid(os.P_PID, self.process, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        return info is not None and info.si_code == os.CLD_STOPPED

    def go_on(self) -> None:
        """Let it go on where it stood."""
        os.kill(self.process, signal.SIGCONT)

    def end(self) -> End:
        """Wait for its end."""
        found = ended(self.process, self.pipe)
        if found.signal:
            return End(run_id=self.run_id, killed=True)
        return End(run_id=self.run_id, **found.result)


def begin(command: Command) -> Running:
    """Begin a run."""
    process, pipe = begun(lambda _: _given(command))
    return Running(run_id=command.run_id, process=process, pipe=pipe)


def give(command: Command) -> End:
    """A run from its beginning to its end."""
    return begin(command).end()


def home_of(command: Command) -> Home:
    """The home as the command's process sees it."""
    settings = settings_of(
        command.home,
        command.url,
        lease_seconds=command.lease_seconds,
        wait_seconds=command.wait_seconds,
    )
    return Home(
        settings=settings,
        clock=lambda: command.now,
        declared=chaos_catalog,
        run_id=command.run_id,
    )


@dataclass(kw_only=True)
class _Counted:
    """Counts effects, and stands still at one of them."""

    stop_at: int
    count: int = field(default=0)

    def tell(self, label: str) -> None:
        self.count += 1
        # Who stands still within a change of the ledger holds it from everybody, himself included.
        if self.stop_at and self.count >= self.stop_at and not label.startswith("ledger"):
            self.stop_at = 0
            os.kill(os.getpid(), signal.SIGSTOP)


def _given(command: Command) -> dict[str, Any]:
    counted = _Counted(stop_at=command.stop_at)
    Effects(command.home, kill_at=command.kill_at, tell=counted.tell).install()
    home = home_of(command)
    found: dict[str, Any] = {}
    try:
        report = home.run("run", Window())
        found = {
            "failures": tuple((each.dataset, each.message) for each in report.failures),
            "steps": len(report.steps),
            "documents": report.documents_made,
        }
    except BoxlineError as cause:
        found = {"refused": type(cause).__name__, "message": str(cause)}
    finally:
        home.close()
    return {**found, "effects": counted.count}
