"""Writes to a local folder that a kill or a power cut leaves whole or absent."""

from __future__ import annotations

import os
from pathlib import Path


def write_durably(path: Path, body: bytes) -> None:
    """Write a file that readers see whole: temporary file, fsync, rename, fsync of the folder."""
    write_in_synced_folder(path, body)
    sync_folder(path.parent)


def write_in_synced_folder(path: Path, body: bytes) -> None:
    """Write a file whole; its name is durable once the caller has synced the folder.

    Raises:
        OSError: it could not be written; it names the file, and nothing is left of it.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as cause:
        temporary.unlink(missing_ok=True)  # on a full disk every byte counts
        cause.filename = str(path)  # what is written through a descriptor has no name
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
