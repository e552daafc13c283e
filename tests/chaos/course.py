"""Seasons of several seeds, and the calm one that all are compared with, on two cores.

The league is one and the same, so one calm season serves: it is copied as it was after so many
nights. One worker lives through it while the other is in the first storm; then both take what is
left. Whoever calls this must have no threads, because runs are forked.
"""

from __future__ import annotations

import multiprocessing as mp
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.chaos.blows import Kind, drawn
from tests.chaos.league import world
from tests.chaos.sandbox import sandbox
from tests.chaos.season import Tally, calm_season, compared, stormy_season
from tests.chaos.warm import warm
from tests.disks import Disk, can_mount, small_disk
from tests.faults.sweep import begun, ended, in_child

#: Room for the home of a whole season.
MEBIBYTES = 400

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


def live_through(folder: Path, storms: Sequence[Storm], tell: Tell) -> list[tuple[Storm, Tally]]:
    """Live through storms, the longest first, and compare each with calm.

    Args:
        folder: to work in. The calm homes that it holds already are taken as they are.
    """
    taken = mp.get_context("fork").Value("i", 0)
    ordered = sorted(storms, key=lambda storm: -storm.nights)
    with _fresh(folder / "warm") as place, sandbox(world(), 0) as sky:
        warm(place, sky)
        shutil.copytree(place / "cache", folder / "cache", dirs_exist_ok=True)

    def calm(_: Tell) -> list[tuple[Storm, Tally]]:
        lengths = {storm.nights for storm in ordered}
        if not all((folder / f"calm-{nights}").exists() for nights in lengths):
            with _fresh(folder / "calm") as place, sandbox(world(), 0) as sky:
                home = _new_home(folder, place / "home")
                calm_season(home, folder, sky, lengths, partial(_say, tell, "calm"))
        return storms_left(_)

    def storms_left(_: Tell) -> list[tuple[Storm, Tally]]:
        return [
            (storm, _weathered(folder, storm, partial(_say, tell, str(storm))))
            for storm in _left(ordered, taken)
        ]

    workers = [begun(calm), begun(storms_left)]
    return [each for worker in workers for each in ended(*worker).result]


def _new_home(folder: Path, home: Path) -> Path:
    """A home that knows no more than what its declarations compile to."""
    shutil.copytree(folder / "cache", home / "cache")
    return home


def _say(tell: Tell, who: str, what: str) -> None:
    tell(f"{who}: {what}")


def _left(storms: Sequence[Storm], taken: Any) -> Iterator[Storm]:
    """Those that no worker has taken yet."""
    while True:
        with taken.get_lock():
            number, taken.value = taken.value, taken.value + 1
        if number >= len(storms):
            return
        yield storms[number]


def _weathered(folder: Path, storm: Storm, tell: Tell) -> Tally:
    """A season through a storm, and what the home then holds otherwise than the calm one."""
    place = folder / f"seed-{storm.seed}-{storm.nights}"
    with _fresh(place), _disk(place) as disk, sandbox(world(), storm.seed) as sky:
        blows = drawn(storm.seed, storm.nights, a_night=storm.blows_a_night, kinds=storm.drawable)
        home = _new_home(folder, place / "home")
        tally = stormy_season(home, sky, blows, tell, disk=disk)
        calm = folder / f"calm-{storm.nights}"
        while not calm.exists():  # the other worker is still at it
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
