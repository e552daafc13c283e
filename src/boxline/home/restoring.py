"""Restoring a backup: checked while it is copied, and a home only when all of it is there."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from boxline.errors import HomeBusy, HomeNotEmpty
from boxline.stores.backups import Generation, insist_on, restored
from boxline.stores.durable import sync_folder
from boxline.stores.landing import DESCRIPTION
from boxline.stores.landing_places import WRITERS


def restore(generation: Generation, home: Path) -> None:
    """Make a home of a generation, where nothing is or an empty folder.

    Raises:
        HomeNotEmpty: something is there.
        HomeBusy: somebody else restores to the same place.
        StoreDamaged: a file of the backup is not what was backed up; nothing is restored.
    """
    home = home.resolve()
    if home.exists() and any(home.iterdir()):
        raise HomeNotEmpty(str(home), _newer(generation, home))
    home.parent.mkdir(parents=True, exist_ok=True)
    with _unfinished(home) as unfinished:
        _of_each(generation, lambda path: restored(generation, path, unfinished / path))
        for folder in {path.parent for path in unfinished.rglob("*")}:
            sync_folder(folder)
        unfinished.rename(home)
    sync_folder(home.parent)


def check(generation: Generation) -> None:
    """Insist on every byte of a generation; nothing is restored.

    Raises:
        StoreDamaged: a file is not what was backed up.
    """
    _of_each(generation, lambda path: insist_on(generation, path))


def _of_each(generation: Generation, do: Callable[[str], None]) -> None:
    with ThreadPoolExecutor(WRITERS) as workers:
        for _ in workers.map(do, generation.files):
            pass  # the first error is raised


@contextmanager
def _unfinished(home: Path) -> Iterator[Path]:
    """A folder beside a home to build it in; one that a killed restore left is removed first."""
    folder = home.with_name(f".{home.name}.restoring")
    folder.mkdir(exist_ok=True)
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as cause:
            raise HomeBusy(str(home), "another restore", 0) from cause
        for path in folder.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        try:
            yield folder
        finally:
            if folder.exists():
                shutil.rmtree(folder)
    finally:
        os.close(descriptor)


def _newer(generation: Generation, home: Path) -> str:
    """What a home holds that the backup does not; empty where there is nothing."""
    found = (home / "landing").rglob(f"*{DESCRIPTION}")
    count = sum(str(path.relative_to(home)) not in generation.files for path in found)
    made = f"{generation.made_at:%Y-%m-%d %H:%M} UTC"
    return f"It holds {count} landed requests that the backup of {made} lacks." if count else ""
