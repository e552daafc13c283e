"""How long each kind of work may take, and how work in Python is stopped that takes longer.

Queries are interrupted by the thread that watches them, requests by their sockets, processes by
whoever started them. What is left is Python's own: a parser, a fit, the writing of a document. The
main thread of a run stops it by an alarm of the system, which reaches it wherever it is.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import ClassVar

from boxline.errors import WorkTimedOut

SNAPSHOT_SECONDS, FEED_SECONDS, PUBLISHING_SECONDS = 600.0, 300.0, 1800.0

#: An alarm that was swallowed on its way (a library catches everything) comes again.
AGAIN_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """The deadline of one kind of work.

    Attributes:
        work: what it is, one unit of it.
        seconds: how long it may take; None where `said_by` says so.
        said_by: the declaration or setting that has the number; empty where it stands here.
        then: what becomes of it.
    """

    work: str
    seconds: float | None = None
    said_by: str = ""
    then: str


REQUEST = Deadline(
    work="one request to a provider",
    said_by="`timeout_seconds` of the provider, of each silence; four times that in all",
    then="tried again within the same run; then an attempt at its cell",
)
READING = Deadline(
    work="reading one landed reply",
    said_by="`deadline_seconds` of the dataset",
    then="an attempt at the landed object; the others of its batch are loaded",
)
LOADING = Deadline(
    work="loading a batch",
    said_by="`deadline_seconds` of the dataset",
    then="an attempt at each landed object of it",
)
COMPUTING = Deadline(
    work="computing and committing a range of days, in SQL or in Python",
    said_by="`deadline_seconds` of the dataset",
    then="an attempt at each day of it; other datasets go on",
)
DOCUMENT = Deadline(
    work="selecting the rows of a range of documents; writing one document",
    said_by="`deadline_seconds` of the export",
    then="an attempt at each day of it; what is published stays",
)
SNAPSHOT = Deadline(
    work="writing the snapshot",
    seconds=SNAPSHOT_SECONDS,
    then="the run ends; the snapshot before it stays",
)
FEED = Deadline(
    work="making the documents of one feed",
    seconds=FEED_SECONDS,
    then="an attempt at the feed; its documents stay as they were",
)
PUBLISHING = Deadline(
    work="making all that is published, pages included",
    seconds=PUBLISHING_SECONDS,
    then="the run has failed; what is published stays, and the next run tries again",
)
QUERY = Deadline(
    work="one query of `boxline sql` or of the API",
    said_by="the setting `query_seconds`",
    then="it is refused, and told so",
)
COMMAND = Deadline(
    work="a command that a server started",
    said_by="the setting `command_hours`; of a job that takes minutes, the job",
    then="it is asked to end, then killed; what it had committed stays",
)

DEADLINES = (
    REQUEST,
    READING,
    LOADING,
    COMPUTING,
    DOCUMENT,
    SNAPSHOT,
    FEED,
    PUBLISHING,
    QUERY,
    COMMAND,
)


class Within:
    """Stops the Python code inside after so many seconds, by an error raised in the midst of it.

    It reaches the main thread alone, where a run does its work; in any other thread it does
    nothing. Work that commits does not belong inside: it could be stopped when it is done.

    Args:
        seconds: how long it may take.
        error: what it then ends with.
        interrupt: also called then, from a thread of its own: to end a query that is waited for.
    """

    #: Those that hold at present, the outermost first.
    _holding: ClassVar[list[Within]] = []

    def __init__(
        self, seconds: float, error: WorkTimedOut, *, interrupt: Callable[[], None] | None = None
    ) -> None:
        self._seconds, self._error = seconds, error
        self._interrupt, self._ended = interrupt, threading.Event()
        self._deadline = 0.0
        self._is_over = self._is_here = False

    def __enter__(self) -> None:
        self._is_here = threading.current_thread() is threading.main_thread()
        if not self._is_here:
            return
        self._deadline = time.monotonic() + self._seconds
        if self._interrupt is not None:
            threading.Thread(target=self._keep_interrupting, daemon=True).start()
        if not self._holding:
            self._before = signal.signal(signal.SIGALRM, _ring)
        self._holding.append(self)
        _set_alarm()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        cause: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if not self._is_here:
            return
        if self in self._holding:
            self._holding.remove(self)
        _set_alarm()
        self._ended.set()
        if not self._holding:
            signal.signal(signal.SIGALRM, self._before)
        # What was stopped may have said something else of it, or nothing.
        if self._is_over and cause is not self._error:
            raise self._error from cause

    def _keep_interrupting(self) -> None:
        """Interrupt at the deadline, and then again: between two queries it reaches neither."""
        wait = self._seconds
        while self._interrupt is not None and not self._ended.wait(wait):
            self._is_over = True  # the query's own error may come before the alarm
            self._interrupt()
            wait = AGAIN_SECONDS / 10

    @classmethod
    def ring(cls, frame: FrameType | None) -> None:
        """Stop what has taken too long: the outermost of it.

        Args:
            frame: what the alarm came in the midst of.
        """
        now = time.monotonic()
        for place, one in enumerate(cls._holding):
            if one._deadline > now:
                continue
            if one._is_beginning_or_ending(frame):
                one._deadline = now + AGAIN_SECONDS
                continue
            del cls._holding[place + 1 :]  # they end with it
            one._is_over, one._deadline = True, now + AGAIN_SECONDS
            _set_alarm()
            raise one._error
        _set_alarm()

    def _is_beginning_or_ending(self, frame: FrameType | None) -> bool:
        """Whether the work inside has not begun, or is done: an error raised there would keep this
        from being taken out of those that hold."""
        own = (Within.__enter__.__code__, Within.__exit__.__code__)
        while frame is not None:
            if frame.f_code in own and frame.f_locals.get("self") is self:
                return True
            frame = frame.f_back
        return False

    @classmethod
    def next_alarm(cls) -> float:
        """In how many seconds the next deadline passes; 0 where there is none."""
        now = time.monotonic()
        return max(0.001, min(one._deadline for one in cls._holding) - now) if cls._holding else 0.0


def _set_alarm() -> None:
    signal.setitimer(signal.ITIMER_REAL, Within.next_alarm())


def _ring(_number: int, frame: FrameType | None) -> None:
    Within.ring(frame)
