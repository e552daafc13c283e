"""The planner over random histories: what is checked after each stands in `tests.engine.histories`.

`bench_planner_histories.py [HISTORIES]` (10,000), in portions that are seeded by their number, so
that the same number gives the same histories. A portion that finds a violation ends with it, and
shows it cut down to the fewest steps.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the histories are those of the tests

from hypothesis import HealthCheck, seed, settings  # noqa: E402
from hypothesis.errors import HypothesisException  # noqa: E402
from hypothesis.stateful import run_state_machine_as_test  # noqa: E402
from measuring import machine  # noqa: E402

from tests.engine.histories.machine import COUNTED, Histories  # noqa: E402

HISTORIES, PORTION, WORKERS = 10_000, 250, 2
STEPS = 25


def portion(number: int) -> tuple[Counter[str], str]:
    """Some histories; what was counted, and the violation that ended them, if any."""
    COUNTED.clear()
    few = settings(
        max_examples=PORTION,
        stateful_step_count=STEPS,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    told = ""
    try:
        run_state_machine_as_test(seed(number)(Histories), settings=few)
    except (AssertionError, HypothesisException):
        told = traceback.format_exc(limit=-3)
    return Counter(COUNTED), told


def main() -> int:
    """Go through all portions and print what they came to."""
    histories = int(sys.argv[1]) if len(sys.argv) > 1 else HISTORIES
    print(machine())
    started = time.perf_counter()
    counted: Counter[str] = Counter()
    violations = 0
    with ProcessPoolExecutor(WORKERS) as workers:
        portions = range(-(-histories // PORTION))
        for number, (found, told) in zip(portions, workers.map(portion, portions), strict=True):
            counted += found
            violations += bool(told)
            if told:
                print(f"VIOLATION in portion {number}:\n{told}", flush=True)
    print(
        f"{counted['histories']:,} histories, {counted['steps']:,} steps, {counted['runs']:,} runs "
        f"({counted['kills']:,} killed), {counted['cells']:,} cells worked on; "
        f"{violations} violations; {time.perf_counter() - started:.0f} s"
    )
    return 1 if violations else 0


if __name__ == "__main__":
    sys.exit(main())
