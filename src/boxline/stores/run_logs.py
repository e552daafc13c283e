"""What runs told, as files: one for each run, a JSON object on each line, of bounded size.

A log is told to nobody who decides anything, so a lost one loses nothing else: where it cannot be
written, because the disk is full or the folder read-only, the run goes on without it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: Below the home.
RUN_LOGS = Path("logs") / "runs"
#: Bytes of one log. What a run tells after them is counted and left out, its end excepted.
LOG_BYTES = 2_000_000
#: The end of a run fits in so many more.
END_BYTES = 20_000
#: So many logs are kept, of so many bytes together: the newest.
LOGS, ALL_BYTES = 2_000, 100_000_000


class RunLog:
    """The log of one run, open to be added to.

    Args:
        folder: of all logs; made where it is not there.
    """

    def __init__(self, folder: Path, run_id: str, most: int = LOG_BYTES) -> None:
        self._most, self._written, self._left_out = most, 0, 0
        self._file: int | None = None
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _make_room(folder)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            self._file = os.open(_path(folder, run_id), flags, 0o600)
        except OSError:
            return  # the run goes on without a log

    def add(self, line: str) -> None:
        """Add a line, where there is room for it."""
        body = line.encode(errors="replace") + b"\n"
        if self._written + len(body) > self._most:
            self._left_out += 1
            return
        self._write(body)

    def begin_end(self) -> int:
        """Make room for the last line; how many were left out until now."""
        self._most = self._written + END_BYTES
        return self._left_out

    def close(self) -> None:
        """Let go of the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _write(self, body: bytes) -> None:
        if self._file is None:
            return
        try:
            os.write(self._file, body)
            self._written += len(body)
        except OSError:  # full: a line that is cut short is passed over by who reads
            self.close()


def read_log(folder: Path, run_id: str) -> list[dict[str, Any]]:
    """What a run told, in order; empty where it has no log, or a log that nobody may read."""
    try:
        body = _path(folder, run_id).read_bytes()
    except OSError:
        return []
    return list(_lines(body))


def _lines(body: bytes) -> Iterator[dict[str, Any]]:
    for line in body.decode(errors="replace").splitlines():
        try:
            told = json.loads(line)
        except ValueError:
            continue  # the process was killed in the middle of it
        if isinstance(told, dict):
            yield told


def _path(folder: Path, run_id: str) -> Path:
    # An id may come from whoever started the process: it names a file here, and nothing else.
    return folder / f"{run_id.replace(os.sep, '_')}.jsonl"


def _make_room(folder: Path) -> None:
    """Remove the oldest. Names begin with the moment of the run, so those come last here."""
    newest_first = sorted(folder.glob("*.jsonl"), reverse=True)
    total = 0
    for place, path in enumerate(newest_first, start=1):
        try:
            total += path.stat().st_size
        except FileNotFoundError:
            continue  # another run made room meanwhile
        if place >= LOGS or total > ALL_BYTES:
            path.unlink(missing_ok=True)
