"""The warehouse's lock: one process at a time, held by the kernel and freed with its holder."""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from boxline.errors import WarehouseBusy

POLL_SECONDS = 0.05


@contextmanager
def locked(path: Path, *, doing: str, wait_seconds: float) -> Iterator[None]:
    """Hold the lock file, waiting at most `wait_seconds`.

    Raises:
        WarehouseBusy: names who holds it and what they are doing.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, path, wait_seconds)
        holder = {"pid": os.getpid(), "doing": doing, "since": time.strftime("%Y-%m-%dT%H:%M:%S%z")}
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(descriptor)  # closing frees the lock; the kernel does it for a killed process


def holder_of(path: Path) -> str:
    """Who holds the lock file and what they are doing; empty where nobody does."""
    if not path.exists():
        return ""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _holder(descriptor)
    finally:
        os.close(descriptor)
    return ""


def _acquire(descriptor: int, path: Path, wait_seconds: float) -> None:
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise WarehouseBusy(str(path), _holder(descriptor), wait_seconds) from None
            time.sleep(POLL_SECONDS)


def _holder(descriptor: int) -> str:
    try:
        found = json.loads(os.pread(descriptor, 4096, 0))
        return f"process {found['pid']} ({found['doing']}, since {found['since']})"
    except (ValueError, KeyError):
        return "another process"
