"""Writes that a kill leaves whole or absent, and what it leaves of them."""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

import pytest

from boxline.stores.durable import clear_abandoned, write_durably


def test_a_written_file_is_whole_and_alone(tmp_path: Path) -> None:
    write_durably(tmp_path / "page", b"body")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page": b"body"}


def test_what_a_killed_writer_left_is_cleared_and_what_is_being_written_is_not(
    tmp_path: Path,
) -> None:
    for name in ("whole", "killed.1.tmp", "writing.2.tmp"):
        (tmp_path / name).write_bytes(b"half")
    with (tmp_path / "writing.2.tmp").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        clear_abandoned(tmp_path.iterdir())
    assert {path.name for path in tmp_path.iterdir()} == {"whole", "writing.2.tmp"}


def test_who_stands_still_before_his_file_is_locked_begins_it_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = fcntl.flock

    def lock_late(file: IO[bytes], how: int) -> None:
        monkeypatch.setattr(fcntl, "flock", lock)
        clear_abandoned(tmp_path.iterdir())  # by whoever took over meanwhile
        assert not list(tmp_path.iterdir())
        lock(file, how)

    monkeypatch.setattr(fcntl, "flock", lock_late)
    write_durably(tmp_path / "page", b"body")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"page": b"body"}
