"""The command line as a process of its own, which ends itself at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-m", "boxline.cli")

#: Ends as a command does that has left something to do at the end of its process.
LEAVING = """
import atexit, sys, threading, time
from boxline.cli import __main__ as entry

def main():
    atexit.register(print, "what was left to do")
    {before}
    sys.exit({code!r})

entry.main = main
entry.process()
"""
IN_A_THREAD = "threading.Thread(target=lambda: (time.sleep(0.2), print('in a thread'))).start()"


def ended(*command: str, output: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, stdout=output, stderr=subprocess.PIPE, text=True, check=False, timeout=60
    )


def left(code: object, before: str = "pass") -> subprocess.CompletedProcess[str]:
    return ended(sys.executable, "-c", LEAVING.format(before=before, code=code))


def test_all_that_a_command_shows_reaches_a_pipe() -> None:
    shown = ended(*COMMAND, "--help")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[-1].split()[0] == "sandbox"


def test_a_mistyped_command_ends_with_2(tmp_path: Path) -> None:
    assert ended(*COMMAND, "explain", "no.such", "--home", str(tmp_path)).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device to write to")
def test_what_cannot_be_shown_is_no_success() -> None:
    with Path("/dev/full").open("w") as full:
        assert ended(*COMMAND, "--help", output=full.fileno()).returncode != 0


@pytest.mark.parametrize("code", [None, 0, 1, 2])
def test_what_is_left_to_do_at_the_end_is_done(code: int | None) -> None:
    done = left(code)
    assert (done.returncode, done.stdout) == (code or 0, "what was left to do\n")


def test_a_thread_at_work_is_waited_for() -> None:
    assert left(0, before=IN_A_THREAD).stdout == "in a thread\nwhat was left to do\n"


def test_an_end_with_words_says_them() -> None:
    done = left("why")
    assert (done.returncode, done.stderr) == (1, "why\n")
