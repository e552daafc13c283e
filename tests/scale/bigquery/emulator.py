"""The emulator of BigQuery as a process of its own, on loopback, in an environment of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.scale.ports import free_port

#: `make test-scale` makes it; `BQEMULATOR_VENV` names another.
VENV = Path(os.environ.get("BQEMULATOR_VENV", Path(__file__).parents[3] / ".venv-emulator"))
STARTS_WITHIN_SECONDS = 120
ENDS_WITHIN_SECONDS = 20


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """An emulator while it is needed; its URL. What it keeps is in memory."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    given = {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(_home_with_extension(folder)),
        "BQEMU_UPLOAD_STAGING_DIR": str(folder / "uploads"),
        "BQEMU_ENABLE_FORMAT_EXTENSIONS": "false",
    }
    with (folder / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [
                VENV / "bin" / "bqemulator",
                "start",
                "--rest-port",
                str(port),
                "--grpc-port",
                "0",
                "--log-level",
                "error",
            ],
            env=given,
            cwd=folder,
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(url, process, folder / "emulator.log")
            yield url
        finally:
            process.terminate()
            try:
                process.wait(ENDS_WITHIN_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _home_with_extension(folder: Path) -> Path:
    """A home in which DuckDB finds the extension that it would download otherwise."""
    home = folder / "home"
    (extension,) = VENV.glob("lib/python3*/site-packages/duckdb_extension_spatial/extensions/*/*")
    target = home / ".duckdb" / "extensions" / extension.parent.name / _platform()
    target.mkdir(parents=True)
    shutil.copy(extension, target / extension.name)
    return home


def _platform() -> str:
    """What DuckDB calls this machine."""
    command = "import duckdb; print(duckdb.sql('PRAGMA platform').fetchone()[0])"
    found = subprocess.run(
        [VENV / "bin" / "python", "-c", command], check=True, capture_output=True, text=True
    )
    return found.stdout.strip()


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the emulator ended: {log.read_text()[-2000:]}")
        try:
            with urlopen(f"{url}/healthz", timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(f"the emulator does not answer: {log.read_text()[-2000:]}")
