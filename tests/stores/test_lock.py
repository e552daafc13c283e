"""The warehouse lock: one holder, named to whoever waits, freed with its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from boxline.errors import HomeBusy
from boxline.stores.lock import locked

HOLDER = """
import sys
from pathlib import Path
from boxline.stores.lock import locked
with locked(Path(sys.argv[1]), doing="the nightly run", wait_seconds=1):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        waited = pytest.raises(HomeBusy, match=rf"process {holder.pid} \(the nightly run")
        with waited, locked(path, doing="test", wait_seconds=0.1):
            pass
        holder.kill()
        holder.wait()
    with locked(path, doing="test", wait_seconds=0.1):
        pass  # the kernel freed it with its holder


def test_a_lock_is_free_again_after_use(tmp_path: Path) -> None:
    for _ in range(2):
        with locked(tmp_path / "lock", doing="test", wait_seconds=0.1):
            pass
