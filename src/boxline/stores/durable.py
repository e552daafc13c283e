"""Writes to a local folder that a kill or a power cut leaves whole or absent."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

#: How the name of a file ends that is not whole yet.
TEMPORARY = ".tmp"


def write_durably(path: Path, body: bytes) -> None:
    """Write a file that readers see whole: temporary file, fsync, rename, fsync of the folder."""
    write_in_synced_folder(path, body)
    sync_folder(path.parent)


def write_in_synced_folder(path: Path, body: bytes) -> None:
    """Write a file whole; its name is durable once the caller has synced the folder.

    Raises:
        OSError: it could not be written; it names the file, and nothing is left of it.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        with _begun(temporary) as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
            temporary.replace(path)
    except OSError as cause:
        temporary.unlink(missing_ok=True)  # on a full disk every byte counts
        cause.filename = str(path)  # what is written through a descriptor has no name
        raise


def _begun(temporary: Path) -> BinaryIO:
    """A file that is empty and locked until it is closed: see `clear_abandoned`."""
    while True:
        file = temporary.open("wb")
        fcntl.flock(file, fcntl.LOCK_EX)
        if os.fstat(file.fileno()).st_nlink:
            return file
        file.close()  # who stood still before the lock was taken for one that was killed


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def clear_abandoned(paths: Iterable[Path]) -> None:
    """Remove temporary files whose writers were killed; the kernel freed the locks of those."""
    for path in paths:
        if not path.name.endswith(TEMPORARY):
            continue
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
        except (BlockingIOError, FileNotFoundError):
            continue  # being written, or whole by now
