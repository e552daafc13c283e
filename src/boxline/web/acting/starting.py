"""Starting commands as processes of their own, and watching them to their end.

Nothing that acts runs inside the server: a process has its own group and goes on when the server
ends, unless the server was told to end it. What it had committed stays either way.
"""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from boxline.stores.ledger import Ledger
from boxline.stores.processes import process_of
from boxline.stores.tokens import ANYWHERE
from boxline.web.acting.logs import keep_within, last_words, open_log

#: How often a process is looked at; so long a log may outgrow its bounds.
WATCH_SECONDS = 0.5
#: How long one that is told to end may take before it is killed.
ENDING_SECONDS = 10.0
DAY_SECONDS = 86_400.0


@dataclass(kw_only=True)
class Started:
    """A process that was started, by the run that it is to record."""

    run_id: str
    process: subprocess.Popen[bytes]
    seconds: float
    ended: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        """Whether it ended, and its end is recorded, within so many seconds."""
        return self.ended.wait(seconds)

    @property
    def exit_code(self) -> int | None:
        """What it ended with; None while it goes on."""
        return self.process.returncode if self.ended.is_set() else None


@dataclass(kw_only=True)
class Starter:
    """Starts commands on one home.

    Attributes:
        entry: the words that run `boxline` in a process.
        environment: what the processes find in theirs.
        new_run_id: makes the id that the next run is recorded under.
        seconds: how long a command may take; then it is ended.
    """

    ledger: Ledger
    home: Path
    entry: Sequence[str]
    environment: Mapping[str, str]
    clock: Callable[[], datetime]
    new_run_id: Callable[[], str]
    seconds: float = DAY_SECONDS
    _at_work: dict[str, Started] = field(default_factory=dict)
    _door: threading.Lock = field(default_factory=threading.Lock)
    _is_ending: bool = False

    def start(
        self,
        words: Sequence[str],
        *,
        asked_by: str,
        records_a_run: bool = True,
        job: str = "",
        due_at: datetime | None = None,
        environment: Mapping[str, str] | None = None,
        seconds: float | None = None,
    ) -> Started:
        """Start a command; it is in the ledger before it is a process.

        Args:
            records_a_run: whether the command records one, which then has the id given here.
            environment: what differs in the process's.
            seconds: how long it may take, where that is less than any command may.
        Raises:
            OSError: the machine refuses another process, or the log.
        """
        run_id = self.new_run_id()
        self.ledger.children.begin(
            run_id,
            asked_by=asked_by,
            command=told(words),
            now=self.clock(),
            job=job,
            due_at=due_at,
        )
        options = ["--home", str(self.home), *(["--run-id", run_id] if records_a_run else [])]
        allowed = self.seconds if seconds is None else min(seconds, self.seconds)
        try:
            with self._door:
                if self._is_ending:
                    raise OSError(errno.ECANCELED, "the server is ending")
                process = self._process([*words, *options], run_id, environment or {})
                started = Started(run_id=run_id, process=process, seconds=allowed)
                self._at_work[run_id] = started
        except OSError as cause:
            said = f"it could not be started: {cause.strerror}"
            self.ledger.children.ended(run_id, exit_code=1, message=said, now=self.clock())
            raise
        self.ledger.children.started(run_id, process_of(process.pid))
        threading.Thread(target=self._watch, args=(started,), daemon=True).start()
        return started

    def _process(
        self, words: Sequence[str], run_id: str, environment: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        log = open_log(self.logs, run_id)
        try:
            return subprocess.Popen(
                [*self.entry, *words],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**self.environment, **environment},
                cwd=self.home,
                start_new_session=True,
            )
        finally:
            os.close(log)

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    def end_all(self) -> None:
        """End what was started and goes on: asked to first, then killed. Nothing more is started,
        also by a thread that was about to."""
        with self._door:
            self._is_ending = True
            going_on = list(self._at_work.values())
        for started in going_on:
            _signal(started, signal.SIGTERM)
        deadline = time.monotonic() + ENDING_SECONDS
        for started in going_on:
            if not started.wait(max(0.0, deadline - time.monotonic())):
                _signal(started, signal.SIGKILL)
                started.wait(WATCH_SECONDS)

    def _watch(self, started: Started) -> None:
        process, run_id, late = started.process, started.run_id, ""
        began = time.monotonic()
        try:
            while _goes_on(process):
                over = time.monotonic() - began - started.seconds
                if over >= 0:
                    late = f"it was ended after {started.seconds:g} s, as long as it may take"
                    is_patient = over < ENDING_SECONDS
                    _signal(started, signal.SIGTERM if is_patient else signal.SIGKILL)
                with suppress(FileNotFoundError):  # somebody may tidy the folder up
                    keep_within(self.logs, run_id)
            code, message = process.returncode, ""
            with suppress(FileNotFoundError):
                keep_within(self.logs, run_id)
                message = last_words(self.logs, run_id)
            message = f"{late}: {message}" if late and message else late or message
            message = ANYWHERE.sub("(a token)", message)
            now = self.clock()
            self.ledger.children.ended(run_id, exit_code=code, message=message, now=now)
        finally:
            self._at_work.pop(run_id, None)
            started.ended.set()


def _goes_on(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(WATCH_SECONDS)
    except subprocess.TimeoutExpired:
        return True
    return False


def told(words: Sequence[str]) -> str:
    """A command as it may be shown: a token that stands in it by mistake is left out."""
    return ANYWHERE.sub("(a token)", " ".join(["boxline", *words]))


def _signal(started: Started, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(started.process.pid, number)
