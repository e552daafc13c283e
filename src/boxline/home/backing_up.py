"""Backing up a home while it is in use: nobody writes meanwhile, and what stands is copied once."""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.engine.ports import Landed, LandedPage
from boxline.errors import StoreDamaged, UnusableHome
from boxline.home.backtests import FOLDER, REPORT, RESULT
from boxline.stores.backups import Backups, Generation, Kept, copied, hashed, linked
from boxline.stores.durable import TEMPORARY
from boxline.stores.landing import DESCRIPTION, Landing
from boxline.stores.landing_places import WRITERS
from boxline.stores.ledger_copies import copy_from_server, copy_ledger
from boxline.stores.lock import locked

if TYPE_CHECKING:
    from boxline.home.home import Home
    from boxline.stores.leases import Lease

LEDGER, WAREHOUSE = "ledger.sqlite", "warehouse.duckdb"


@dataclass(frozen=True, kw_only=True)
class BackedUp:
    """What a backup did.

    Attributes:
        copied: files and bytes that no earlier generation had; the others are shared with it.
        damaged: landed files whose bytes are not those that landed, and are copied as they are; and
            those that are indexed and nowhere to be found.
        lost: landed files that are in the home no more, kept from the generation before.
        removed: generations that made room.
    """

    generation: Generation
    copied_files: int
    copied_bytes: int
    seconds: float
    damaged: tuple[str, ...]
    lost: tuple[str, ...]
    removed: tuple[str, ...]


def back_up(home: Home, folder: Path, *, keep: int) -> BackedUp:
    """Add a generation to a folder of backups, and remove the oldest beyond `keep`.

    The writer's lease and the warehouse's lock are held all along: no run writes, and the file that
    is copied is open nowhere. Readers and servers go on, and so does landing.

    Raises:
        UnusableHome: there is nothing to back up.
        BadBackupFolder: the folder is no place for backups of this home.
        HomeBusy: somebody is at work on the home.
        DiskFull: there is no space in the folder; nothing of this backup stays there.
    """
    if not home.is_begun:
        raise UnusableHome(str(home.path), "nothing is in it that could be backed up")
    begun = time.perf_counter()
    of, wait_seconds = home.path.resolve(), home.settings.lock_wait_seconds
    backups = Backups(folder)
    backups.check(of)
    with (
        home.lease("backup") as lease,
        locked(home.path / "warehouse.lock", doing="backup", wait_seconds=wait_seconds),
        backups.building(of, home.clock(), wait_seconds=wait_seconds) as unfinished,
    ):
        copying = _Copying(home=home, into=unfinished, before=_newest(backups), lease=lease)
        files = copying.all()
        generation = backups.finish(
            unfinished,
            Generation(
                folder=unfinished,
                made_at=home.clock(),
                home=str(of),
                boxline=_boxline(),
                code=_code(home),
                files=files,
            ),
        )
        removed = backups.remove_beyond(keep)
    return BackedUp(
        generation=generation,
        copied_files=len(copying.copied),
        copied_bytes=sum(files[path].bytes for path in copying.copied),
        seconds=time.perf_counter() - begun,
        damaged=(
            *sorted(path for path, kept in files.items() if kept.is_damaged),
            *copying.missing,
        ),
        lost=tuple(copying.lost),
        removed=tuple(removed),
    )


@dataclass(kw_only=True)
class _Copying:
    """One generation in the making.

    Attributes:
        copied: paths of files that were not shared with the generation before.
        lost: landed files that only the generation before has.
        missing: landed files that are nowhere.
    """

    home: Home
    into: Path
    before: Generation | None
    lease: Lease
    copied: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def all(self) -> dict[str, Kept]:
        """Copy what has to be kept, or share it; every file by its path in the home."""
        if self.home.settings.ledger:
            copy_from_server(self.home.ledger.engine, self.into / LEDGER)
        else:
            copy_ledger(self.home.path / LEDGER, self.into / LEDGER)
        found = {LEDGER: Kept(sha256=hashed(self.into / LEDGER), bytes=_size(self.into / LEDGER))}
        self.copied.append(LEDGER)
        # What lands meanwhile has its pages before its description, and may be left to the next.
        described = list(_paths(self.home.path, f"landing/**/*{DESCRIPTION}"))
        pages = list(_paths(self.home.path, "landing/**/*", but=DESCRIPTION))
        pages += _paths(self.home.path, "models/*")
        rest = [*_paths(self.home.path, f"{WAREHOUSE}*")]
        rest += [
            p for name in (RESULT, REPORT) for p in _paths(self.home.path, f"{FOLDER}/*/{name}")
        ]
        for folder in {(self.into / path).parent for path in (*described, *pages, *rest)}:
            folder.mkdir(parents=True, exist_ok=True)
        landed = {f"landing/{p.path}": p for one in self._landed() for p in one.pages}
        with ThreadPoolExecutor(WRITERS) as writers:  # they wait for the disk, not for each other
            for paths, bring in (
                (pages, lambda path: self._named_by_content(path, landed.get(path))),
                (described, self._seldom_changed),
                (rest, self._altered),
            ):
                for path, kept in zip(paths, writers.map(bring, paths), strict=True):
                    found[path] = kept
                    self.lease.renew()
        found |= self._lost(found)
        self.missing = sorted(landed.keys() - found.keys())
        return found

    def _landed(self) -> Sequence[Landed]:
        """What landed in the home; what landed in a bucket is kept there, by its versions."""
        return [] if self.home.settings.landing else self.home.ledger.landed()

    def _lost(self, found: Mapping[str, Kept]) -> dict[str, Kept]:
        """What landed and is in the home no more: nothing takes it away, so it was lost, and would
        be lost here too once the generations that hold it are gone."""
        lost = {}
        if self.before is None or self.home.settings.landing:
            return {}
        for path, kept in self.before.files.items():
            if path.startswith("landing/") and path not in found and not kept.is_damaged:
                (self.into / path).parent.mkdir(parents=True, exist_ok=True)
                earlier = self.before.folder / path
                if earlier.exists():
                    lost[path] = kept
                    if not linked(earlier, self.into / path):
                        copied(earlier, self.into / path, self.lease.renew)
        self.lost += lost
        return lost

    def _named_by_content(self, path: str, page: LandedPage | None) -> Kept:
        """A file whose name says what is in it: what was kept under that name is it."""
        kept = self._kept(path, lambda held: not held.is_damaged)
        if page is None or path not in self.copied:
            return kept
        try:
            Landing(str(self.into / "landing")).verify(page)
        except StoreDamaged:
            return Kept(sha256=kept.sha256, bytes=kept.bytes, is_damaged=True)
        return kept

    def _seldom_changed(self, path: str) -> Kept:
        told = (self.home.path / path).stat()
        mark = (told.st_size, told.st_mtime_ns)
        return self._kept(path, lambda held: (held.bytes, held.changed_at) == mark)

    def _altered(self, path: str) -> Kept:
        """A file that is altered in place: only its bytes tell whether it was."""
        return self._kept(
            path, lambda held: held.sha256 == hashed(self.home.path / path, self.lease.renew)
        )

    def _kept(self, path: str, is_same: Callable[[Kept], bool]) -> Kept:
        if self.before is not None and (held := self.before.files.get(path)) is not None:
            earlier = self.before.folder / path
            is_there = earlier.exists() and _size(earlier) == held.bytes
            if is_there and is_same(held) and linked(earlier, self.into / path):
                return held
        kept = copied(self.home.path / path, self.into / path, self.lease.renew)
        self.copied.append(path)
        return kept


def _paths(home: Path, pattern: str, *, but: str = TEMPORARY) -> Iterator[str]:
    """Files of a home by a pattern, as paths in it, sorted; none that is not whole yet."""
    for path in sorted(home.glob(pattern)):
        if path.is_file() and not path.name.endswith((but, TEMPORARY)):
            yield str(path.relative_to(home))


def _newest(backups: Backups) -> Generation | None:
    """The generation to share with; None where there is none, or nobody can say what is in it."""
    try:
        return backups.generation() if backups.names() else None
    except StoreDamaged:
        return None


def _size(path: Path) -> int:
    return path.stat().st_size


def _boxline() -> str:
    try:
        return importlib.metadata.version("boxline")
    except importlib.metadata.PackageNotFoundError:
        return "from its sources"


def _code(home: Home) -> str:
    """The code that the home is worked on by: a hash of every dataset's code version."""
    text = "\n".join(f"{name} {version}" for name, version in sorted(home.code.items()))
    return sha256(text.encode()).hexdigest()[:16]
