"""Kill the pipeline at every effect that it has, and look at what the next commands make of it.

Run as a program with a folder to work in, which points to attack (every n-th), and at how many
effects their recovery is killed too; it prints one JSON object. It is a program because every
process that is killed is forked from this one, which has imported everything and opened nothing.
"""

from __future__ import annotations

import importlib
import json
import os
import pickle
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.catalog.expressions import compile_transform
from tests.faults.effects import Effects
from tests.faults.pipeline import (
    COMMANDS,
    check_what_readers_see,
    give,
    image_of,
    state_of,
    toy_catalog,
)

WORKERS = 2
#: Neighbouring points of one worker: they often leave homes that are alike.
TOGETHER = 16
PASSES = 2

#: Packages whose modules are imported before the first fork.
IMPORTED = {
    "boxline",
    "dateutil",
    "fsspec",
    "ibis",
    "pyarrow",
    "rich",
    "sqlalchemy",
    "sqlglot",
    "zstandard",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """The moment before the n-th effect of a command."""

    command: int
    number: int
    label: str


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How a forked process ended: what it told of before, and what its work gave."""

    signal: int
    told: list[str]
    result: Any


def in_child(work: Callable[[Callable[[str], None]], Any]) -> Ended:
    """Do some work in a forked process; it may tell of things before it ends or is killed.

    Raises:
        ChildProcessError: it failed; with its traceback.
    """
    return ended(*begun(work))


def begun(work: Callable[[Callable[[str], None]], Any]) -> tuple[int, int]:
    """Begin some work in a forked process: its id, and the pipe on which it tells."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            try:
                result = work(lambda label: pickle.dump(("told", label), pipe))
                pickle.dump(("result", result), pipe)
                status = 0
            except Exception:  # noqa: BLE001 - whatever it was, the parent must hear of it
                pickle.dump(("failed", traceback.format_exc()), pipe)
    finally:
        os._exit(status)


def ended(child: int, reading: int) -> Ended:
    """Wait for a forked process to end.

    Raises:
        ChildProcessError: it failed; with its traceback.
    """
    messages = []
    with os.fdopen(reading, "rb") as pipe, suppress(EOFError):
        while True:
            messages.append(pickle.load(pipe))
    _, status = os.waitpid(child, 0)
    said = dict(messages)
    if "failed" in said:
        raise ChildProcessError(said["failed"])
    return Ended(
        signal=os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
        told=[value for kind, value in messages if kind == "told"],
        result=said.get("result"),
    )


class Sweep:
    """The homes as they stand before each command, and the one that was never killed.

    Attributes:
        points: every point, of every command.
        kills: how many processes were killed.
        recovered: how many killed homes were recovered: those that a kill left alike, byte for
            byte, are one.
    """

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self.folder, self.catalog = folder, catalog
        self.points: list[Point] = []
        self.kills = 0
        self._wanted: list[dict[str, Any]] = []
        self._verdicts: dict[tuple[int, str], list[str]] = {}
        home = folder / "never-killed"
        home.mkdir()
        # Compiled already: it takes longer than all else, and whatever is torn of it is made anew.
        shutil.copytree(folder / "warm-up" / "cache", home / "cache")
        for number in range(len(COMMANDS)):
            shutil.copytree(home, self._before(number), symlinks=True)
            labels = self._give(number, home, kill_at=0).told
            self.points += [
                Point(command=number, number=n, label=label) for n, label in enumerate(labels, 1)
            ]
            self._wanted.append(in_child(lambda tell: state_of(home, catalog)).result)

    @property
    def recovered(self) -> int:
        return len(self._verdicts)

    def attack(self, point: Point) -> list[str]:
        """Kill at a point, recover, and say what is wrong then."""
        with self._killed_at(point) as home:
            return self._verdict(home, point.command)

    def attack_recovery(self, point: Point, *, first: int) -> list[str]:
        """Kill at a point, and kill the recovery at each of its first effects; what is wrong when
        the next one has recovered from that."""
        wrong = []
        with self._killed_at(point) as killed_home:
            for number in range(1, first + 1):
                home = killed_home.with_name(f"{killed_home.name}-{number}")
                shutil.copytree(killed_home, home, symlinks=True)
                killed = self._give(point.command, home, kill_at=number, attempt=2)
                if killed.signal:  # else it had less to do
                    found = self._verdict(home, point.command)
                    wrong += [f"killed again at {killed.told[-1]}: {problem}" for problem in found]
                shutil.rmtree(home)
        return wrong

    def _before(self, command: int) -> Path:
        return self.folder / f"before-{command}"

    @contextmanager
    def _killed_at(self, point: Point) -> Iterator[Path]:
        home = self.folder / f"killed-{point.command}-{point.number}"
        shutil.copytree(self._before(point.command), home, symlinks=True)
        killed = self._give(point.command, home, kill_at=point.number)
        assert killed.signal == signal.SIGKILL
        assert killed.told[-1] == point.label, f"{killed.told[-1]} came instead of {point.label}"
        yield home
        shutil.rmtree(home)

    def _give(self, number: int, home: Path, *, kill_at: int, attempt: int = 1) -> Ended:
        """Give a command in a process of its own that is killed at an effect, or never."""

        def work(tell: Callable[[str], None]) -> None:
            mark = 16 * attempt + number
            os.urandom = lambda size: bytes([mark]) * size  # run ids, so that images compare
            effects = Effects(home, kill_at=kill_at, tell=tell)
            effects.install()
            give(COMMANDS[number], home, self.catalog)
            effects.meet("the end")

        ended_so = in_child(work)
        self.kills += ended_so.signal == signal.SIGKILL
        return ended_so

    def _verdict(self, home: Path, command: int) -> list[str]:
        """What is wrong with a killed home once it has recovered."""
        image = command, image_of(home)
        if image not in self._verdicts:
            self._verdicts[image] = self._recover(home, command)
        return self._verdicts[image]

    def _recover(self, home: Path, command: int) -> list[str]:
        """Give the killed command again, at most `PASSES` times; what then differs from the home
        that was never killed."""

        def again(tell: Callable[[str], None]) -> dict[str, Any]:
            check_what_readers_see(home)
            give(COMMANDS[command], home, self.catalog)
            return state_of(home, self.catalog)

        wrong: list[str] = []
        for _ in range(PASSES):
            try:
                found, wanted = in_child(again).result, self._wanted[command]
            except ChildProcessError as failure:
                return [str(failure)]
            wrong = [
                f"{part} is {found.get(part)}, not {wanted.get(part)}"
                for part in wanted.keys() | found.keys()
                if found.get(part) != wanted.get(part)
            ]
            if not wrong:
                break
        return wrong


def warmed_up(folder: Path) -> Catalog:
    """The catalog, in a process that imported whatever the commands import, and opened nothing."""
    catalog = toy_catalog()

    def give_all(tell: Callable[[str], None]) -> list[str]:
        for command in COMMANDS:
            give(command, folder / "warm-up", catalog)
        state_of(folder / "warm-up", catalog)
        return list(sys.modules)

    for name in in_child(give_all).result:
        if name.partition(".")[0] in sys.stdlib_module_names | IMPORTED:
            importlib.import_module(name)
    for table in catalog.computed:
        compile_transform(catalog.transforms[table.name], "duckdb")
    threads = list(Path("/proc/self/task").iterdir())
    assert len(threads) <= 2, "only PyArrow may have a thread, which minds forks"
    return catalog


def shared_out(
    sweep: Sweep, points: Sequence[Point], attack: Callable[[Point], list[str]]
) -> dict[str, Any]:
    """Attack points in forked workers: what is wrong, and how many homes were recovered."""

    def share(number: int) -> Callable[[Callable[[str], None]], Any]:
        mine = [point for n, point in enumerate(points) if n // TOGETHER % WORKERS == number]

        def work(tell: Callable[[str], None]) -> Any:
            return [(point, wrong) for point in mine for wrong in attack(point)], (
                sweep.kills,
                sweep.recovered,
            )

        return work

    workers = [begun(share(number)) for number in range(WORKERS)]
    shares = [ended(*worker).result for worker in workers]
    return {
        "points": len(points),
        "kills": sum(kills for _, (kills, _) in shares),
        "recovered": sum(recovered for _, (_, recovered) in shares),
        "wrong": [f"{point}: {wrong}" for found, _ in shares for point, wrong in found],
    }


def main(folder: Path, every: int, first: int) -> None:
    """Attack every point; or, where `first` is not 0, the recovery from some of them."""
    sweep = Sweep(folder, warmed_up(folder))
    attack = partial(sweep.attack_recovery, first=first) if first else sweep.attack
    print(json.dumps(shared_out(sweep, sweep.points[::every], attack)))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
