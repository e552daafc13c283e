"""Pruning a home: what is declared to be kept no longer is found, shown, and removed."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.errors import HomeBusy
from boxline.home.retention import PUBLISHED_OBJECTS, RETENTION, Retention
from boxline.stores.durable import TEMPORARY, clear_abandoned
from boxline.stores.lock import locked

if TYPE_CHECKING:
    from boxline.home.home import Home


@dataclass(frozen=True, kw_only=True)
class Going:
    """What is kept no longer of one kind.

    Attributes:
        rows: of the ledger.
        paths: files and folders.
        objects: of a bucket.
        bytes: how many these take.
    """

    of: Retention
    rows: int = 0
    paths: tuple[Path, ...] = ()
    objects: tuple[str, ...] = ()
    bytes: int = 0


def find_going(home: Home) -> list[Going]:
    """Everything that is kept no longer, by what it is; nothing is removed."""
    return [_found(home, each) for each in RETENTION]


def prune(home: Home) -> list[Going]:
    """Remove it; what was removed.

    Nobody is at work on the home meanwhile. What is cut short is simply done again.

    Raises:
        HomeBusy: somebody is at work.
    """
    lock, wait_seconds = home.path / "warehouse.lock", home.settings.lock_wait_seconds
    with (
        home.lease("prune") as lease,
        locked(lock, doing="prune", wait_seconds=wait_seconds),
    ):
        done = []
        for each in RETENTION:
            lease.renew()
            done.append(_removed(home, _found(home, each)))
        return done


def _found(home: Home, each: Retention) -> Going:
    if not each.is_pruned:
        return Going(of=each)
    before = home.clock() - each.keep(home.settings)
    place, rows = home.published_bucket, 0
    if place is not None and each.what == PUBLISHED_OBJECTS:
        return _of_objects(each, place.unnamed(home.clock()))
    if each.rows is not None and home.is_begun:
        rows = home.ledger.outdated.count(each.rows, before)
    find = {"logs": _logs, "as-of": _scratch_homes, "leftovers": _leftovers}.get(each.what)
    paths = tuple(find(home, before)) if find else ()
    return Going(of=each, rows=rows, paths=paths, bytes=sum(map(_bytes, paths)))


def _removed(home: Home, going: Going) -> Going:
    place, rows = home.published_bucket, 0
    if place is not None and going.objects:
        return _of_objects(going.of, place.remove_unnamed(home.clock()))
    if going.of.rows is not None:
        before = home.clock() - going.of.keep(home.settings)
        rows = home.ledger.outdated.remove(going.of.rows, before)
    gone = {}
    for path in going.paths:
        size = _bytes(path)
        if _remove(home, path):
            gone[path] = size
    return replace(going, rows=rows, paths=tuple(gone), bytes=sum(gone.values()))


def _of_objects(each: Retention, objects: Mapping[str, int]) -> Going:
    return Going(of=each, objects=tuple(objects), bytes=sum(objects.values()))


def _remove(home: Home, path: Path) -> bool:
    """Remove a file or folder; whether it is gone. What somebody is at work on stays."""
    if path.parent == home.path / "as-of":
        settings = replace(home.settings.of_scratch(path), lock_wait_seconds=0)
        scratch = replace(home, settings=settings)
        try:
            with scratch.lease("prune"):
                pass
        except HomeBusy:
            return False
        finally:
            scratch.close()
        shutil.rmtree(path)
    elif path.name.endswith(TEMPORARY):
        clear_abandoned([path])
    else:
        path.unlink(missing_ok=True)
    return not path.exists()


def _logs(home: Home, before: datetime) -> Iterator[Path]:
    """Logs of processes that ended long ago: each name begins with the moment of its start."""
    logs = home.path / "logs"
    for path in sorted((*logs.glob("*.log"), *logs.glob("runs/*.jsonl"))):
        if path.name < f"{before:%Y%m%dT%H%M%S}":
            child = home.ledger.children.find(path.stem)
            if child is None or not child.is_alive:
                yield path


def _scratch_homes(home: Home, before: datetime) -> Iterator[Path]:
    """Scratch homes that no run has written to since."""
    for path in sorted((home.path / "as-of").glob("*")):
        newest = max(each.stat().st_mtime for each in (path, *path.glob("*")))
        if datetime.fromtimestamp(newest, UTC) < before:
            yield path


def _leftovers(home: Home, _before: datetime) -> Iterator[Path]:
    """Files that killed processes left, of whatever age: the kernel freed the locks of those."""
    for folder in ("landing", "models"):
        for path in sorted((home.path / folder).rglob(f"*{TEMPORARY}")):
            if _is_abandoned(path):
                yield path
    spilled = home.path / "spill"
    yield from (path for path in sorted(spilled.rglob("*")) if path.is_file())


def _is_abandoned(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, FileNotFoundError):
        return False
    return True


def _bytes(path: Path) -> int:
    if not path.is_dir():
        return path.stat().st_size if path.exists() else 0
    return sum(each.stat().st_size for each in path.rglob("*") if each.is_file())
