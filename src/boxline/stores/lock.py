"""The warehouse's lock: one process at a time, held by the kernel and freed with its holder."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from boxline.errors import HomeBusy
from boxline.stores.processes import Process, this_process

POLL_SECONDS = 0.05


@dataclass(frozen=True, kw_only=True)
class LockHolder:
    """Who holds the lock, what they are doing, and since when by the clock."""

    process: Process
    doing: str
    since: str

    def __str__(self) -> str:
        return f"{self.process} ({self.doing}, since {self.since})"


@contextmanager
def locked(
    path: Path,
    *,
    doing: str,
    wait_seconds: float,
    take_over: Callable[[LockHolder], None] | None = None,
) -> Iterator[None]:
    """Hold the lock file, waiting at most `wait_seconds`.

    Args:
        take_over: called once with the holder where there is one: it ends that process, or raises.
    Raises:
        HomeBusy: names who holds it and what they are doing.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, path, wait_seconds, take_over)
        since = time.strftime("%Y-%m-%dT%H:%M:%S%z")
        holder = LockHolder(process=this_process(), doing=doing, since=since)
        try:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, json.dumps(asdict(holder)).encode(), 0)
            yield
        finally:
            # Whoever comes next has the lock before they say so: nobody is to take them for us.
            os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)  # closing frees the lock; the kernel does it for a killed process


def is_locked(path: Path) -> bool:
    """Whether anybody holds the lock file."""
    if not path.exists():
        return False
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False


def _acquire(
    descriptor: int,
    path: Path,
    wait_seconds: float,
    take_over: Callable[[LockHolder], None] | None,
) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            holder = _holder(descriptor)
            if take_over is not None and holder is not None:
                take_over(holder)
                take_over = None
            elif time.monotonic() >= deadline:
                named = str(holder or "another process")
                raise HomeBusy(str(path.parent), named, wait_seconds) from None
            time.sleep(POLL_SECONDS)


def _holder(descriptor: int) -> LockHolder | None:
    """What the lock file says. None while its holder is about to write it: it is empty until then,
    or names somebody who was killed."""
    try:
        found = json.loads(os.pread(descriptor, 4096, 0))
        holder = LockHolder(**{**found, "process": Process(**found["process"])})
    except (ValueError, KeyError, TypeError):
        return None
    was_killed = holder.process.is_here and not holder.process.is_alive
    return None if was_killed else holder
