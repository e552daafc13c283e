"""The log of a run: bounded, readable however it ended, and of no consequence where it is lost."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from boxline.stores import run_logs
from boxline.stores.run_logs import RunLog, read_log


def told(n: int) -> str:
    return json.dumps({"event": "asked", "n": n})


def test_lines_are_read_as_they_were_told(tmp_path: Path) -> None:
    log = RunLog(tmp_path, "r")
    log.add(told(1))
    log.add(told(2))
    log.close()
    assert read_log(tmp_path, "r") == [{"event": "asked", "n": 1}, {"event": "asked", "n": 2}]
    assert (tmp_path / "r.jsonl").stat().st_mode & 0o077 == 0


def test_what_exceeds_the_bound_is_counted_and_the_end_still_told(tmp_path: Path) -> None:
    log = RunLog(tmp_path, "r", most=70)
    for n in range(5):
        log.add(told(n))
    assert log.begin_end() == 3
    log.add(json.dumps({"event": "run ended"}))
    log.close()
    assert [line.get("n", line["event"]) for line in read_log(tmp_path, "r")] == [0, 1, "run ended"]


def test_a_line_that_was_cut_short_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "r.jsonl").write_text(f'{told(1)}\n{{"event": "as')
    assert read_log(tmp_path, "r") == [{"event": "asked", "n": 1}]


def test_a_log_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file, and no folder")
    log = RunLog(tmp_path / "logs", "r")
    log.add(told(1))
    log.close()
    assert read_log(tmp_path / "logs", "r") == []


def test_a_full_disk_ends_the_log_and_nothing_else() -> None:
    if not os.access("/dev/full", os.W_OK):
        pytest.skip("this system has no /dev/full")
    log = RunLog(Path("/nowhere/that/is"), "r")
    log._file = os.open("/dev/full", os.O_WRONLY)
    log.add(told(1))
    assert log._file is None
    log.add(told(2))
    log.close()


def test_the_oldest_logs_make_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_logs, "LOGS", 3)
    for name in ("20250101-a", "20250102-b", "20250103-c", "20250104-d"):
        RunLog(tmp_path, name).close()
    assert sorted(path.stem for path in tmp_path.iterdir()) == [
        "20250102-b",
        "20250103-c",
        "20250104-d",
    ]


def test_a_name_with_a_slash_stays_in_the_folder(tmp_path: Path) -> None:
    RunLog(tmp_path / "runs", "../../r").close()
    assert [path.name for path in (tmp_path / "runs").iterdir()] == [".._.._r.jsonl"]
