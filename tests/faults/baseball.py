"""Kill a run of a home of MLB at some of its effects, and look at what the next run makes of it.

Run as a program with a folder to work in and how many points of the run to kill at, spread evenly
over its effects, beside one of each kind; it prints one JSON object. The home has the replies of a
doubleheader, a scratch and line-ups (`tests.mlb.test_core_from_replies`), landed and not loaded: so
a run loads, computes, predicts, grades and publishes.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.engine.work import Window
from boxline.leagues import load_catalog
from tests.faults.effects import Effects
from tests.faults.pipeline import check_what_readers_see, state_of, toy_home
from tests.faults.sweep import in_child
from tests.mlb.test_core_from_replies import NOW, tell


def run(home_path: Path, catalog: Catalog) -> None:
    """Run as the command does, and insist that nothing failed."""
    home = toy_home(home_path, catalog, NOW)
    report = home.run("run", Window(accepted_because="it is a toy"))
    assert not report.failures, report.failures
    home.close()


def counted(
    home: Path, catalog: Catalog, *, kill_at: int
) -> Callable[[Callable[[str], None]], Any]:
    """The work of a process that runs, telling of every effect, and is killed at one."""

    def work(tell: Callable[[str], None]) -> None:
        os.urandom = lambda size: b"\7" * size  # run ids, so that every run has the same effects
        effects = Effects(home, kill_at=kill_at, tell=tell)
        effects.install()
        run(home, catalog)
        effects.meet("the end")

    return work


def recovered(home: Path, catalog: Catalog) -> dict[str, Any]:
    """What a home holds after it was run again."""

    def again(_: Callable[[str], None]) -> dict[str, Any]:
        check_what_readers_see(home)
        run(home, catalog)
        return _without_runs(state_of(home, catalog))

    found: dict[str, Any] = in_child(again).result
    return found


def _without_runs(state: dict[str, Any]) -> dict[str, Any]:
    """What a home holds but for what its documents say of the runs themselves."""
    documents = {
        path: entry["content"]
        for path, entry in state["published"].items()
        if "health" not in path and path != "v1/status.json"
    }
    return state | {"published": documents}


def _difference(found: Any, wanted: Any) -> str:
    """What of a part of a home is not as it should be, in few words."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = sorted(k for k in found.keys() | wanted.keys() if found.get(k) != wanted.get(k))
        return f"differs at {keys}"
    return f"is {found}, not {wanted}"[:2000]


def _chosen(effects: list[str], points: int) -> list[int]:
    """So many effects spread evenly, and the middle one of each kind: their numbers, from 1."""
    evenly = {1 + (len(effects) - 1) * (2 * n + 1) // (2 * points) for n in range(points)}
    kinds: dict[str, list[int]] = {}
    for number, label in enumerate(effects, 1):
        kinds.setdefault(label.split()[0], []).append(number)
    return sorted(evenly | {numbers[len(numbers) // 2] for numbers in kinds.values()})


def main(folder: Path, points: int) -> None:
    """Kill at so many points, and tell what was wrong after each."""
    catalog = load_catalog(["mlb"])
    begun, whole = folder / "begun", folder / "whole"

    def begin(_: Callable[[str], None]) -> None:
        home = toy_home(begun, catalog, NOW)
        tell(home)
        home.close()

    in_child(begin)
    shutil.copytree(begun, whole)
    in_child(counted(whole, catalog, kill_at=0))  # compiles: what is compiled is of no home
    shutil.copytree(whole / "cache", begun / "cache", dirs_exist_ok=True)
    shutil.rmtree(whole)
    shutil.copytree(begun, whole)
    effects = in_child(counted(whole, catalog, kill_at=0)).told
    wanted = recovered(whole, catalog)
    wrong, labels = [], []
    for at in _chosen(effects, points):
        home = folder / f"killed-{at}"
        shutil.copytree(begun, home)
        killed = in_child(counted(home, catalog, kill_at=at))
        assert killed.signal == signal.SIGKILL
        labels.append(killed.told[-1])
        found = recovered(home, catalog)
        wrong += [
            f"{at} ({killed.told[-1]}): {part} {_difference(found.get(part), wanted.get(part))}"
            for part in wanted.keys() | found.keys()
            if found.get(part) != wanted.get(part)
        ]
        shutil.rmtree(home)
    print(json.dumps({"effects": len(effects), "at": labels, "wrong": wrong}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
