"""Break the pipeline off at every effect that it has, and look at what the next commands make of
it.

A kill leaves a home's files as they are at that moment. So one run of a command is looked at before
each of its effects, and each different home that is found then is kept, to be recovered. At every
commit, and at every twentieth effect beside, a process is killed in earnest: it must leave the same
files, and they are recovered too.

Run as a program with a folder to work in, which points to attack (every n-th), and at how many
effects their recovery is broken off too; it prints one JSON object. It is a program because every
process that is killed is forked from this one, which has imported everything and opened nothing.
"""

from __future__ import annotations

import hashlib
import importlib
import json
import os
import pickle
import shutil
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.catalog.expressions import compile_materials, compile_transform
from tests.faults.effects import Effects
from tests.faults.pipeline import (
    COMMANDS,
    check_what_readers_see,
    files_of,
    give,
    image_of,
    state_of,
    toy_catalog,
)

WORKERS = 2
#: Neighbouring points of one worker: they often leave homes that are alike.
TOGETHER = 16
PASSES = 2
#: Of so many points one is a kill in earnest, whatever it is.
KILLED_IN_EARNEST = 20

#: Packages whose modules are imported before the first fork.
IMPORTED = {
    "anyio",
    "boxline",
    "certifi",
    "dateutil",
    "fsspec",
    "h11",
    "httpcore",
    "ibis",
    "jsonschema_rs",
    "pyarrow",
    "pypdfium2",
    "pypdfium2_raw",
    "rich",
    "sqlalchemy",
    "sqlglot",
    "zstandard",
}


@dataclass(frozen=True, kw_only=True)
class Point:
    """The moment before the n-th effect of a command, and the home as it is then."""

    command: int
    number: int
    label: str
    image: str


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
    """The homes as they stand before each command and each effect, and the one that was never
    broken off.

    Attributes:
        points: every point, of every command.
        kills: how many processes were killed in earnest.
        recovered: how many homes were recovered: those that are alike, byte for byte, are one.
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
            self.points += self._looked_at(number, home)
            self._wanted.append(in_child(lambda tell: state_of(home, catalog)).result)

    @property
    def recovered(self) -> int:
        return len(self._verdicts)

    def attack(self, point: Point) -> list[str]:
        """Break off at a point, recover, and say what is wrong then."""
        is_killed = point.label.endswith("COMMIT") or point.number % KILLED_IN_EARNEST == 0
        return [
            *self._verdict(point),
            *(self._kill(point, self._before(point.command)) if is_killed else []),
        ]

    def attack_recovery(self, point: Point, *, first: int) -> list[str]:
        """Break off at a point, and the recovery at each of its first effects; what is wrong when
        the next one has recovered from that."""
        home = self._copy(self._kept(point), f"recovered-{point.command}")
        again = self._looked_at(point.command, home, attempt=2, first=first)
        shutil.rmtree(home)
        wrong = [
            f"broken off again at {one.label}: {problem}"
            for one in again
            for problem in self._verdict(one)
        ]
        return [*wrong, *self._kill(again[-1], self._kept(point), attempt=2)]

    def _before(self, command: int) -> Path:
        return self.folder / f"before-{command}"

    def _kept(self, point: Point) -> Path:
        name = hashlib.sha256(point.image.encode()).hexdigest()
        return self.folder / f"kept-{point.command}" / name

    def _copy(self, home: Path, name: str) -> Path:
        """A copy of a home, of this process's own."""
        copy = self.folder / f"{name}-{os.getpid()}"
        shutil.copytree(home, copy, symlinks=True)
        return copy

    def _looked_at(
        self, command: int, home: Path, *, attempt: int = 1, first: int = 0
    ) -> list[Point]:
        """Give a command, and keep the home as it is before each effect, or its first ones."""
        found: list[Point] = []

        def work(tell: Callable[[str], None]) -> list[Point]:
            def look(label: str) -> None:
                if first and len(found) == first:
                    return
                number = len(found) + 1
                found.append(
                    Point(command=command, number=number, label=label, image=image_of(home))
                )
                with suppress(FileExistsError):  # it is as it was before some other effect
                    shutil.copytree(home, self._kept(found[-1]), symlinks=True)

            self._give(command, home, kill_at=0, attempt=attempt, tell=look)
            return found

        result: list[Point] = in_child(work).result
        return result

    def _kill(self, point: Point, begun_from: Path, *, attempt: int = 1) -> list[str]:
        """Kill a command in earnest, and recover; what is wrong then."""
        home = self._copy(begun_from, f"killed-{point.command}")

        def work(tell: Callable[[str], None]) -> None:
            self._give(point.command, home, kill_at=point.number, attempt=attempt, tell=tell)

        killed = in_child(work)
        assert killed.signal == signal.SIGKILL
        assert killed.told[-1] == point.label, f"{killed.told[-1]} came instead of {point.label}"
        self.kills += 1
        left, seen = files_of(home), files_of(self._kept(point))
        wrong = [f"a kill leaves {left ^ seen} otherwise"] if left != seen else []
        wrong += self._recover(home, point.command)
        shutil.rmtree(home)
        return wrong

    def _give(
        self,
        number: int,
        home: Path,
        *,
        kill_at: int,
        attempt: int,
        tell: Callable[[str], None],
    ) -> None:
        """Give a command, in a process that ends with it or is killed at an effect."""
        mark = 16 * attempt + number
        os.urandom = lambda size: bytes([mark]) * size  # run ids, so that images compare
        effects = Effects(home, kill_at=kill_at, tell=tell)
        effects.install()
        give(COMMANDS[number], home, self.catalog)
        effects.meet("the end")

    def _verdict(self, point: Point) -> list[str]:
        """What is wrong with a home that was broken off, once it has recovered."""
        image = point.command, point.image
        if image not in self._verdicts:
            home = self._copy(self._kept(point), f"broken-off-{point.command}")
            self._verdicts[image] = self._recover(home, point.command)
            shutil.rmtree(home)
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
        compiled = compile_materials if table.name in catalog.works else compile_transform
        compiled(catalog.transforms[table.name], "duckdb")
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
