"""Seasons of several seeds, and the calm one that all are compared with, side by side.

The league is one and the same, so one calm season serves: it is copied as it was after so many
nights. One worker lives through it while others are in the first storms; then all take what is
left. Whoever calls this must have no threads, because runs are forked.
"""

from __future__ import annotations

import multiprocessing as mp
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.chaos.blows import Kind, drawn
from tests.chaos.league import world
from tests.chaos.sandbox import sandbox
from tests.chaos.season import Tally, calm_season, compared, stormy_season
from tests.chaos.warm import warm
from tests.disks import Disk, can_mount, small_disk
from tests.faults.sweep import begun, ended, in_child

#: Room for the home of a whole season.
MEBIBYTES = 400

#: One more than the cores of a small machine: a season waits now and then, for a lease to lapse or
#: for a reply that comes slowly.
WORKERS = 3
#: How far the shorter seasons give way to the longest one, and to calm, for which all of them wait.
NICENESS = 5

Tell = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Storm:
    """A season to live through: so many nights, with what a seed draws for them."""

    seed: int
    nights: int
    blows_a_night: int = 1
    kinds: tuple[Kind, ...] = tuple(Kind)

    def __str__(self) -> str:
        return f"seed {self.seed}, {self.nights} nights"

    @property
    def drawable(self) -> tuple[Kind, ...]:
        """Its kinds; a full disk takes one of our own, which only root may mount."""
        return tuple(one for one in self.kinds if one is not Kind.DISK_FULL or can_mount())


class WorkerFailed(AssertionError):
    """Another worker failed, so that nothing can be compared any more."""


class Queue:
    """The storms that no worker has taken yet; none any more once a worker failed."""

    def __init__(self, storms: Sequence[Storm]) -> None:
        self.storms = sorted(storms, key=lambda storm: -storm.nights)
        self._taken = mp.get_context("fork").Value("i", 0)
        self._failed = mp.get_context("fork").Value("b", False)

    def __iter__(self) -> Iterator[Storm]:
        while True:
            self.insist()
            with self._taken.get_lock():
                number, self._taken.value = self._taken.value, self._taken.value + 1
            if number >= len(self.storms):
                return
            if self.storms[number].nights < self.storms[0].nights:
                os.nice(NICENESS - os.nice(0))
            yield self.storms[number]

    @contextmanager
    def working(self) -> Iterator[None]:
        """Whoever fails herein is the last to take one."""
        try:
            yield
        except BaseException:
            self._failed.value = True
            raise

    def insist(self) -> None:
        """Raise where a worker failed."""
        if self._failed.value:
            raise WorkerFailed


def live_through(folder: Path, storms: Sequence[Storm], tell: Tell) -> list[tuple[Storm, Tally]]:
    """Live through storms, the longest first, and compare each with calm.

    Args:
        folder: to work in. The calm homes that it holds already are taken as they are.
    """
    queue = Queue(storms)
    with _fresh(folder / "warm") as place, sandbox(world(), 0) as sky:
        warm(place, sky)
        shutil.copytree(place / "cache", folder / "cache", dirs_exist_ok=True)

    def calm(_: Tell) -> list[tuple[Storm, Tally]]:
        lengths = {storm.nights for storm in storms}
        if not all((folder / f"calm-{nights}").exists() for nights in lengths):
            with queue.working(), _fresh(folder / "calm") as place, sandbox(world(), 0) as sky:
                home = _new_home(folder, place / "home")
                calm_season(home, folder, sky, lengths, partial(_say, tell, "calm"))
        return storms_left(_)

    def storms_left(_: Tell) -> list[tuple[Storm, Tally]]:
        with queue.working():
            return [
                (storm, _weathered(folder, storm, queue, partial(_say, tell, str(storm))))
                for storm in queue
            ]

    workers = [begun(calm), *(begun(storms_left) for _ in range(WORKERS - 1))]
    found, failures = [], []
    for worker in workers:
        try:
            found += ended(*worker).result
        except ChildProcessError as failure:
            failures.append(failure)
    if failures:
        raise ExceptionGroup("a season came to no end", failures)
    return found


def _new_home(folder: Path, home: Path) -> Path:
    """A home that knows no more than what its declarations compile to."""
    shutil.copytree(folder / "cache", home / "cache")
    return home


def _say(tell: Tell, who: str, what: str) -> None:
    tell(f"{who}: {what}")


def _weathered(folder: Path, storm: Storm, queue: Queue, tell: Tell) -> Tally:
    """A season through a storm, and what the home then holds otherwise than the calm one."""
    place = folder / f"seed-{storm.seed}-{storm.nights}"
    with _fresh(place), _disk(place) as disk, sandbox(world(), storm.seed) as sky:
        blows = drawn(storm.seed, storm.nights, a_night=storm.blows_a_night, kinds=storm.drawable)
        home = _new_home(folder, place / "home")
        tally = stormy_season(home, sky, blows, tell, disk=disk)
        calm = folder / f"calm-{storm.nights}"
        while not calm.exists():  # another worker is still at it
            queue.insist()
            time.sleep(0.2)
        found: Tally = in_child(lambda _: compared(tally, calm, home)).result
    tell(f"{len(found.differing)} tables differ, {len(found.untold)} faults were not told")
    for what in (*found.differing, *(f"not told: {each}" for each in found.untold)):
        tell(str(what))
    return found


@contextmanager
def _fresh(place: Path) -> Iterator[Path]:
    """A folder that nothing is in before and that is gone afterwards."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    yield place
    shutil.rmtree(place)


@contextmanager
def _disk(place: Path) -> Iterator[Disk | None]:
    if not can_mount():
        yield None
        return
    with small_disk(place, mebibytes=MEBIBYTES) as disk:
        yield disk
