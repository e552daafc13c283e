"""How long Dagster takes to load the definitions: `bench_dagster.py`, with the extra `dagster`.

The bar is three seconds, for the import and what Dagster then calls, in a new process; ends with 1
where the median is over it. The home is one that is not there; one that has run keeps its code
versions and is quicker.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

TIMES = 5
BAR_SECONDS = 3.0
BARRED = "the same, and definitions()"
PYTHON = [sys.executable, "-c"]
COMMANDS = {
    "import dagster alone": [*PYTHON, "import dagster"],
    "from boxline.dagster import definitions": [
        *PYTHON,
        "from boxline.dagster import definitions",
    ],
    BARRED: [
        *PYTHON,
        "from boxline.dagster import definitions; definitions().get_repository_def()",
    ],
    "dagster definitions validate": [
        *(sys.executable, "-m", "dagster", "definitions", "validate", "-m", "boxline.dagster")
    ],
}


def main() -> int:
    """Print the median and the best of some processes for each; 1 where one misses its bar."""
    if find_spec("dagster") is None:
        print("Dagster is not installed: run it with the Python of .venv-scale.")
        return 0
    medians = {}
    with tempfile.TemporaryDirectory() as folder:
        keeps = Path(folder, "dagster")
        keeps.mkdir()
        (keeps / "dagster.yaml").write_text("telemetry:\n  enabled: false\n")
        environment = {
            **os.environ,
            "DAGSTER_HOME": str(keeps),
            "BOXLINE_HOME": str(Path(folder, "home")),
        }
        for name, command in COMMANDS.items():
            seconds = sorted(timed(command, environment) for _ in range(TIMES))
            medians[name] = seconds[TIMES // 2]
            bar = f"; bar: {BAR_SECONDS:g} s" if name == BARRED else ""
            print(f"{name}: median {medians[name]:.2f} s, best {seconds[0]:.2f} s{bar}", flush=True)
    return 1 if medians[BARRED] > BAR_SECONDS else 0


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Seconds from the start of a process to its end."""
    started = time.perf_counter()
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
