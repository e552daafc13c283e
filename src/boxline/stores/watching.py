"""Queries under watch: the lease is renewed while they run, and they are stopped at a deadline."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import duckdb

from boxline.errors import BoxlineError, ComputeFailed, NotEnoughMemory, WorkTimedOut
from boxline.stores.duckdb_errors import first_line, is_for_space, is_of_a_file
from boxline.stores.transaction import Writer


class _Watch(threading.Thread):
    """Renews a lease until it is told that the work is done; interrupts the work at its deadline.

    It stands still when its process does. So a run that is stopped loses its lease in seconds, and
    one that hangs is stopped by its own deadline.

    Attributes:
        cause: why the work was interrupted; None where it was not.
    """

    def __init__(self, writer: Writer, seconds: float, dataset: str) -> None:
        super().__init__(name=f"watch {dataset}", daemon=True)
        self._writer, self._done = writer, threading.Event()
        self._deadline = time.monotonic() + seconds
        self._timed_out = WorkTimedOut(dataset, seconds)
        self.cause: BoxlineError | None = None

    def run(self) -> None:
        lease = self._writer.lease
        while not self._done.wait(min(lease.seconds / 3, self._deadline - time.monotonic())):
            try:
                if time.monotonic() >= self._deadline:
                    raise self._timed_out
                lease.renew()
            except BoxlineError as cause:
                self.cause = cause
                self._writer.connection.interrupt()
                return

    def check(self) -> None:
        """Raise why the work was to be stopped, if it was; what works in Python asks."""
        if self.cause is not None:
            self.join()  # or its interruption would meet what comes after the work
            raise self.cause

    def stop(self) -> None:
        """The work is done."""
        self._done.set()
        self.join()


@contextmanager
def watched(writer: Writer, seconds: float, dataset: str) -> Iterator[Callable[[], None]]:
    """Renew the lease while the queries inside run, and stop them after so many seconds. What is
    given stops work in Python: it raises where a query would have been interrupted.

    Raises:
        WorkTimedOut: the deadline passed.
        LeaseLost: another run has taken over since.
        NotEnoughMemory: a query needs more than the warehouse may use.
        ComputeFailed: DuckDB refused a query for what it says or for the rows it reads.
    """
    watch = _Watch(writer, seconds, dataset)
    watch.start()
    try:
        yield watch.check
    except (duckdb.Error, BoxlineError) as cause:
        if watch.cause is cause:
            raise
        if watch.cause is not None:
            raise watch.cause from cause  # what was interrupted may say something else of it
        if isinstance(cause, BoxlineError):
            raise
        is_of_the_machine = is_of_a_file(cause) or is_for_space(cause)
        if is_of_the_machine or isinstance(cause, duckdb.InterruptException):
            raise
        if isinstance(cause, duckdb.OutOfMemoryException):
            raise NotEnoughMemory(dataset) from cause
        raise ComputeFailed(dataset, first_line(cause)) from cause
    finally:
        watch.stop()
