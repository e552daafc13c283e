"""Small disks of one's own: to be filled, or closed to writing."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BALLAST = "ballast"


class Disk:
    """A file system in memory, mounted at a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def fill(self, *, leave: int = 0) -> None:
        """Take all space but some bytes."""
        free = shutil.disk_usage(self.path).free
        with (self.path / BALLAST).open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, max(1, free - leave))

    def make_room(self) -> None:
        """Give back what `fill` took."""
        (self.path / BALLAST).unlink()

    def close_to_writing(self) -> None:
        """Let nobody write, not even root."""
        _run("mount", "-o", "remount,ro", str(self.path))

    def open_to_writing(self) -> None:
        """Let those write who may."""
        _run("mount", "-o", "remount,rw", str(self.path))


def can_mount() -> bool:
    """Whether this user may try to mount a disk."""
    return os.geteuid() == 0 and shutil.which("mount") is not None


@contextmanager
def small_disk(path: Path, *, mebibytes: int) -> Iterator[Disk]:
    """Mount a disk at a folder, which is made; skips the test where this user may not."""
    path.mkdir(parents=True, exist_ok=True)
    if not can_mount():
        pytest.skip("only root can mount a small disk")
    try:
        _run("mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "tmpfs", str(path))
    except subprocess.CalledProcessError as refused:
        pytest.skip(f"no disk can be mounted here: {refused.stderr.strip()}")
    try:
        yield Disk(path)
    finally:
        _run("umount", "--lazy", str(path))


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
