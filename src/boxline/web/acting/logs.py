"""What a started process said: one file each, of bounded size, and so many files."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

#: Bytes that one log may have; of a longer one the newest half is kept.
LOG_BYTES = 1_000_000
#: Logs that are kept; the oldest make room.
LOGS = 200

LEFT_OUT = b"(what was said before is left out)\n"
#: Begins the lines by which a command whose output is a log tells its steps: dataset, what.
STEP = "step: "


def open_log(folder: Path, run_id: str) -> int:
    """A new log that only its owner reads, open to be added to."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _make_room(folder.glob("*.log"))
    return os.open(_path(folder, run_id), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def keep_within(folder: Path, run_id: str, most: int = LOG_BYTES) -> None:
    """Shorten a log that has grown too long. Who writes it adds to its end, wherever that is."""
    path = _path(folder, run_id)
    if path.stat().st_size <= most:
        return
    with path.open("r+b") as log:
        log.seek(-(most // 2), os.SEEK_END)
        newest = log.read().partition(b"\n")[2]
        log.truncate(0)
        log.seek(0)
        log.write(LEFT_OUT + newest)


def last_words(folder: Path, run_id: str, most: int = 500) -> str:
    """The last line that says something, of at most so many signs; empty where none does."""
    lines = newest_text(folder, run_id, 4 * most).splitlines()
    said = [line.strip() for line in lines if line.strip()]
    return said[-1][:most] if said else ""


def newest_text(folder: Path, run_id: str, most: int) -> str:
    """The end of a log, of at most so many bytes."""
    with _path(folder, run_id).open("rb") as log:
        log.seek(0, os.SEEK_END)
        log.seek(max(0, log.tell() - most))
        return log.read().decode(errors="replace")


@dataclass(kw_only=True)
class Steps:
    """The steps that a log tells, as they come."""

    folder: Path
    run_id: str
    _read_to: int = 0

    def new(self) -> list[dict[str, str]]:
        """Those since last time: which dataset, and what of it; none where there is no log."""
        path = _path(self.folder, self.run_id)
        if not path.exists():
            return []
        with path.open("rb") as log:
            length = log.seek(0, os.SEEK_END)
            # A log that was shortened is read on from its end: what it holds was told.
            log.seek(min(self._read_to, length))
            whole = log.read().rpartition(b"\n")[0]
            self._read_to = min(self._read_to, length) + (len(whole) + 1 if whole else 0)
        lines = whole.decode(errors="replace").splitlines()
        told = (line.removeprefix(STEP) for line in lines if line.startswith(STEP))
        return [dict(zip(("dataset", "what"), line.split(" ", 1), strict=False)) for line in told]


def _path(folder: Path, run_id: str) -> Path:
    return folder / f"{run_id}.log"


def _make_room(logs: Iterable[Path]) -> None:
    """Names begin with the moment that they were made, so the oldest come first."""
    for path in sorted(logs)[: -LOGS + 1]:
        path.unlink(missing_ok=True)
