"""Processes as others can find them again: host, user, id, and the moment that id was given out."""

from __future__ import annotations

import os
import platform
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process of some host. Ids are used again, so `started` marks whose it was."""

    host: str
    user: int
    pid: int
    started: str

    @property
    def is_alive(self) -> bool:
        """Whether it still runs here, stopped or not; one of another host is not found here."""
        return self.host == platform.node() and _started(self.pid) == self.started != ""

    @property
    def is_here(self) -> bool:
        """Whether it is a process of this host, so that its end can be seen."""
        return self.host == platform.node()

    @property
    def is_ours(self) -> bool:
        """Whether it is a process of this host and user, so that this process may end it."""
        return self.host == platform.node() and self.user == os.getuid()

    def end(self) -> None:
        """Kill it, unless it has ended."""
        if self.is_alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def __str__(self) -> str:
        where = "" if self.host == platform.node() else f" on {self.host}"
        return f"process {self.pid}{where}"


def this_process() -> Process:
    """The process that asks."""
    return process_of(os.getpid())


def process_of(pid: int) -> Process:
    """A process of this host and user; one that runs no more is not alive."""
    return Process(host=platform.node(), user=os.getuid(), pid=pid, started=_started(pid))


def _started(pid: int) -> str:
    """A mark of when a process began that no change of the clock alters; empty where none runs."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return "" if Path("/proc/self/stat").exists() else _started_elsewhere(pid)
    except (ProcessLookupError, PermissionError):
        return ""
    state, *rest = stat.rpartition(")")[2].split()  # its name, in brackets, may hold anything
    return "" if state in "ZX" else rest[18]  # in clock ticks since the machine started


def _started_elsewhere(pid: int) -> str:
    """The same where there is no /proc."""
    command = ["ps", "-o", "lstart=", "-p", str(pid)]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip()
