"""Mutation tests of what law 4, 6 and 8 rest on: planner, leases, breakers, point-in-time windows.

`bench_mutation.py [SAMPLE] [SEED]` (300, 8). Mutants are those of mutmut's operators; mutmut's own
runner has no samples and runs the tests of a whole project for each, so this one stands in for it.
Each of two workers has a copy of the tree, into which one mutant after the other is written, and
forks a process that runs the tests of that module alone, the fastest first, to the first failure.
"""

from __future__ import annotations

import contextlib
import difflib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import libcst as cst
from measuring import machine
from mutmut.mutation.file_mutation import create_mutations

ROOT = Path(__file__).parents[1]
SAMPLE, SEED, WORKERS = 300, 8, 2
#: So much longer than the module's tests take as they are; a mutant that is not done is killed.
PATIENCE, AT_LEAST_SECONDS = 6.0, 20.0
WANTED = 0.8

#: What is tested -> its files, and the files of its tests.
PARTS = {
    "planner": (
        ("engine/plan.py", "engine/work.py", "engine/sights.py", "engine/versions.py"),
        (
            "engine/test_work.py",
            "engine/test_plan.py",
            "engine/test_sights.py",
            "engine/test_histories.py",
        ),
    ),
    "lease": (
        ("stores/leases.py", "stores/fence.py", "stores/lock.py"),
        ("stores/test_lease_rules.py", "stores/test_lock.py"),
    ),
    "breaker": (
        ("engine/attempts.py", "engine/exchanges.py", "fetching/hosts.py"),
        ("engine/test_attempts.py", "fetching/test_host_breaker.py", "fetching/test_hosts.py"),
    ),
    "point-in-time windows": (
        ("catalog/windows.py", "stores/input_sql.py"),
        ("catalog/test_windows.py", "stores/test_input_sql.py"),
    ),
}
#: What tests import and no mutant changes: loaded once, before the forks. None of it may start a
#: thread, which a fork would lack (Arrow does), or bring a plugin of pytest, which is to find it
#: itself.
LIBRARIES = (
    "duckdb",
    "ibis",
    "msgspec",
    "numpy",
    "pytest",
    "sqlalchemy.dialects.sqlite",
)


@dataclass(frozen=True)
class Mutant:
    """One change of one file."""

    part: str
    file: str
    number: int


@cache
def _mutations(file: str) -> tuple[cst.Module, list[object]]:
    source = (ROOT / "src/boxline" / file).read_text()
    module, mutations, _, _ = create_mutations(file, source)
    return module, list(mutations)


def source_of(mutant: Mutant) -> str:
    """The file as the mutant has it."""
    module, mutations = _mutations(mutant.file)
    one = mutations[mutant.number]
    changed = module.deep_replace(one.original_node, one.mutated_node)  # type: ignore[attr-defined]
    assert isinstance(changed, cst.Module)
    return changed.code


def change_of(mutant: Mutant) -> str:
    """What a mutant changes: `file:line`, and the lines before and after."""
    before = (ROOT / "src/boxline" / mutant.file).read_text().splitlines()
    after = source_of(mutant).splitlines()
    lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    place = lines[0].split()[1].lstrip("-").split(",")[0]
    shown = "\n".join(f"      {line}" for line in lines[1:])
    return f"  {mutant.file}:{place}\n{shown}"


def run_tests(tree: Path, tests: Sequence[str], seconds: float) -> tuple[bool, float]:
    """Run tests in a fork that knows nothing of Boxline yet; whether all passed in time."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.chdir(tree)
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        sys.path[:0] = [str(tree / "src"), str(tree)]
        os.environ["PYTHONPATH"] = f"{tree / 'src'}:{tree}"  # of processes that tests start
        _end_as(tree, tests)
    while time.monotonic() - started < seconds:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0, time.monotonic() - started
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False, time.monotonic() - started


def _end_as(tree: Path, tests: Sequence[str]) -> None:
    """Run tests, and end this process with what came of them, whatever that is."""
    code = 1
    try:
        import pytest

        names = [str(tree / "tests" / test) for test in tests]
        options = ["-q", "-x", "-p", "no:cacheprovider", f"--rootdir={tree}"]
        code = int(pytest.main([*options, f"--basetemp={tree / 'tmp'}", *names]))
    finally:
        os._exit(code)


_place: dict[str, Path] = {}


def set_up(folder: str) -> None:
    """Make this worker's copy of the tree, and load what is the same for all mutants."""
    os.environ |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    tree = Path(folder) / f"tree-{os.getpid()}"
    for name in ("src", "tests"):
        shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy2(ROOT / "pyproject.toml", tree)
    _place["tree"] = tree
    for library in LIBRARIES:
        __import__(library)
    threads = len(list(Path("/proc/self/task").iterdir()))
    assert threads == 1, f"{threads} threads: a fork of them may hang"


def judge(mutant: Mutant, seconds: float) -> tuple[Mutant, bool, float]:
    """Whether the tests of its part tell a mutant from the code, and how long they took."""
    tree = _place["tree"]
    file = tree / "src/boxline" / mutant.file
    as_it_is = file.read_text()
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.dont_write_bytecode = True  # nothing compiled of a mutant may be taken for the code
    file.write_text(source_of(mutant))
    try:
        passed, took = run_tests(tree, PARTS[mutant.part][1], seconds)
    finally:
        file.write_text(as_it_is)
    return mutant, not passed, took


def unchanged(part: str) -> tuple[str, bool, float]:
    """Whether the tests of a part pass on the code as it is, and how long they take."""
    return part, *run_tests(_place["tree"], PARTS[part][1], 300.0)


def main() -> int:
    """Judge the sample and print what survived."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else SEED
    print(machine())
    started = time.perf_counter()
    everything = [
        Mutant(part, file, number)
        for part, (files, _) in PARTS.items()
        for file in files
        for number in range(len(_mutations(file)[1]))
    ]
    chosen = random.Random(seed).sample(everything, min(size, len(everything)))
    print(f"{len(everything)} mutants, of which {len(chosen)} are judged (seed {seed})")
    killed, all_of, survivors = Counter[str](), Counter[str](), list[Mutant]()
    with (
        tempfile.TemporaryDirectory(dir=_fast_disk()) as folder,
        ProcessPoolExecutor(WORKERS, initializer=set_up, initargs=(folder,)) as workers,
    ):
        takes = {}
        for part, passed, seconds in workers.map(unchanged, PARTS):
            print(f"{part}: its tests take {seconds:.1f} s as it is", flush=True)
            if not passed:
                print(f"{part}: they fail on the code as it is")
                return 1
            takes[part] = max(AT_LEAST_SECONDS, PATIENCE * seconds)
        waiting = [takes[mutant.part] for mutant in chosen]
        for mutant, is_killed, _ in workers.map(judge, chosen, waiting):
            all_of[mutant.part] += 1
            killed[mutant.part] += is_killed
            if not is_killed:
                survivors.append(mutant)
                print(f"SURVIVED ({mutant.part})\n{change_of(mutant)}", flush=True)
    for part in PARTS:
        if all_of[part]:
            share = killed[part] / all_of[part]
            print(f"{part:24} {killed[part]:4} of {all_of[part]:4} killed  {share:6.1%}")
    share = killed.total() / all_of.total()
    print(f"{'in all':24} {killed.total():4} of {all_of.total():4} killed  {share:6.1%}")
    print(f"{len(survivors)} survivors; {time.perf_counter() - started:.0f} s")
    return 0 if share >= WANTED else 1


def _fast_disk() -> str | None:
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


if __name__ == "__main__":
    sys.exit(main())
