"""Out of a lock, what an installation needs: Boxline with some extras, or some packages, and all
that they rest on, with their hashes. Beside each package a lock says which others brought it.

    python deploy/pick_locked.py --extras postgres,s3 > requirements.txt
    python deploy/pick_locked.py --only hatchling > build.txt

Without an extra it reads `requirements.lock`; with one `requirements-scale.lock`, in which extras
and all the rest were chosen, and are tested, together. Needs nothing but Python.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
#: What developers and tests have besides, and no installation does.
OF_DEVELOPERS = {"dev", "scale"}
_ENTRY = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^]]*\])?==", re.MULTILINE)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
#: Who brought what the project itself requires.
PROJECT = "boxline"


@dataclass(frozen=True, kw_only=True)
class Locked:
    """One package of a lock.

    Attributes:
        text: its lines, hashes and marker included.
        via: who brought it, by name.
    """

    name: str
    text: str
    via: frozenset[str]


def plain(name: str) -> str:
    """A package's name as all its spellings have it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def read_lock(text: str) -> dict[str, Locked]:
    """The packages of a lock by name."""
    starts = [found.start() for found in _ENTRY.finditer(text)]
    found = {}
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        entry = text[start:end]
        lines = entry.splitlines()
        told = [line.strip().lstrip("#").strip() for line in lines if line.lstrip().startswith("#")]
        brought = " ".join(told).removeprefix("via").split()
        via = frozenset(plain(word) for word in brought if not word.startswith("("))
        name = plain(_ENTRY.match(entry)[1])  # type: ignore[index]
        kept = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
        found[name] = Locked(name=name, text=kept, via=via)
    return found


def needed(lock: Mapping[str, Locked], roots: Iterable[str]) -> list[Locked]:
    """The roots and all that they rest on, as the lock has them.

    Raises:
        LookupError: a root is not in the lock.
    """
    wanted = {plain(name) for name in roots}
    absent = sorted(wanted - lock.keys())
    if absent:
        raise LookupError(f"{', '.join(absent)} not in the lock: run `make lock`.")
    before = 0
    while len(wanted) != before:
        before = len(wanted)
        wanted |= {one.name for one in lock.values() if one.via & wanted}
    return [one for one in lock.values() if one.name in wanted]


def roots_of(project: Mapping[str, object], extras: Collection[str]) -> list[str]:
    """What the project requires, with some extras.

    Raises:
        LookupError: an extra is none, or one of developers.
    """
    declared: Mapping[str, list[str]] = project["optional-dependencies"]  # type: ignore[assignment]
    known = sorted(declared.keys() - OF_DEVELOPERS)
    for extra in extras:
        if extra not in known:
            raise LookupError(f"No extra is named {extra!r}. There are {', '.join(known)}.")
    lists: list[list[str]] = [project["dependencies"], *(declared[e] for e in extras)]  # type: ignore[list-item]
    return [_NAME.match(one)[0] for some in lists for one in some]  # type: ignore[index]


def main() -> int:
    """Print what is needed; 2 where that cannot be told."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n\n")[0])
    parser.add_argument("--extras", default="", help="separated by commas")
    parser.add_argument("--only", default="", help="packages instead of Boxline's")
    given = parser.parse_args()
    extras = [name for name in given.extras.split(",") if name]
    only = [name for name in given.only.split(",") if name]
    lock = ROOT / ("requirements-scale.lock" if extras else "requirements.lock")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    try:
        found = needed(read_lock(lock.read_text()), only or roots_of(project, extras))
    except LookupError as cause:
        print(f"pick_locked: {cause.args[0]}", file=sys.stderr)
        return 2
    print("\n".join(one.text for one in found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
