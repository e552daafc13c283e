"""Damaged replies, at random: each is read or refused, and none hangs, grows or ends the process.

`bench_fuzz_replies.py [RUNS]`: so many for each parser (10,000), made of the recorded replies; of
those, what a parser takes of the first 30 goes into a warehouse, each as a reply of its own. CSV
files on the way of `boxline import` are as many in all.
"""

from __future__ import annotations

import faulthandler
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))  # the mutations are those of the tests

from measuring import machine, show  # noqa: E402

from boxline.config import Settings  # noqa: E402
from boxline.home import Home  # noqa: E402
from tests.builders import NOON  # noqa: E402
from tests.contracts.fuzzed_csv import CsvFiles  # noqa: E402
from tests.contracts.fuzzed_replies import Tally, fuzz, land_damaged, unlimited  # noqa: E402
from tests.contracts.test_recorded_replies import FETCHED  # noqa: E402

RUNS = 10_000
LOADED = range(30)
#: A parser that has not come back by then hangs: the process ends and shows where.
HANGS_AFTER_SECONDS = 60
#: Seeds that are watched together.
STRIDE = 500

COLUMNS = ("whole", "with rejects", "refused")


def peak_mebibytes() -> float:
    """The most memory that this process had so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def tell(name: str, tally: Tally) -> int:
    """Print a row of the table, and every escape; how many there are."""
    counts = " ".join(f"{tally.ends[column]:>12,}" for column in COLUMNS)
    slowest = f"{1000 * tally.slowest_seconds:8.0f}"
    print(
        f"{name:42} {tally.ends.total():>8,} {counts} {slowest} {peak_mebibytes():6.0f}", flush=True
    )
    for seed, cause in tally.escaped:
        print(f"ESCAPED: {name}, seed {seed}")
        traceback.print_exception(cause)
    return len(tally.escaped)


def fuzz_csv(runs: int) -> Tally:
    """Damaged archive files, as `fuzz` does with replies."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        files = CsvFiles(Path(folder))
        for seed in range(runs):
            watch()
            body = files.damaged(seed)
            started = time.perf_counter()
            try:
                tally.ends[files.end(body)] += 1
            except Exception as cause:  # noqa: BLE001  (as `fuzz` does)
                tally.escaped.append((seed, cause))
            tally.slowest_seconds = max(tally.slowest_seconds, time.perf_counter() - started)
    return tally


def watch() -> None:
    """Wait anew for a hang."""
    faulthandler.dump_traceback_later(HANGS_AFTER_SECONDS, exit=True)


def load_apart() -> None:
    """Land and load damaged replies, each alone."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder) / "home", max_failed_file_share=1.0)
        home = Home(settings=settings, clock=lambda: NOON, declared=unlimited)
        landed = land_damaged(home, LOADED, apart=True)
        report = home.load("damaged", on_step=lambda dataset, what: watch())
        rejected = sum(step.outcome.rejected for step in report.steps)
        stored = sum(step.outcome.stored for step in report.steps)
        seen = f"{len(report.steps)} loaded, {stored} rows stored, {rejected} refused"
        show(f"into a warehouse: {landed} replies", seen, "all, none failed")
        for failure in report.failures:
            print(f"FAILED: {failure.dataset}: {failure.message}")


def main() -> int:
    """Fuzz every parser and print what came of it; 1 where anything escaped."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    print(machine())
    heads = " ".join(f"{column:>12}" for column in COLUMNS)
    print(f"{'dataset':42} {'mutated':>8} {heads} {'slow ms':>8} {'MiB':>6}")
    started = time.perf_counter()
    escaped = 0
    for raw in FETCHED:
        tally = Tally()
        for first in range(0, runs, STRIDE):
            watch()
            tally.add(fuzz(raw, range(first, min(runs, first + STRIDE))))
        escaped += tell(raw.name, tally)
    escaped += tell("CSV files, imported", fuzz_csv(runs))
    load_apart()
    show("all of it", f"{time.perf_counter() - started:.0f} s", "about 600 s")
    return 1 if escaped else 0


if __name__ == "__main__":
    sys.exit(main())
