"""Backups: a folder of generations, each of which looks like a home and is whole by itself.

What two generations have in common is one file under two names (a hard link), so a further one
costs what changed, and any of them can be removed. A generation is built under a name that nobody
reads and becomes one by a rename: a backup that is killed leaves the earlier ones as they were.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from boxline.errors import BadBackupFolder, NoBackup, StoreDamaged
from boxline.stores.durable import sync_folder, write_durably
from boxline.stores.lock import locked

MARK, LOCK, MANIFEST = "boxline-backup.json", "backup.lock", "manifest.json"

#: Folders of generations that are being built or removed.
_HIDDEN = "."
_NAME = re.compile(r"(\d{6})-\d{8}T\d{6}Z")
_CHUNK = 2**22

_OTHER_GENERATION = "Restore another generation (`boxline restore DIR --list`), and back up anew."


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A file of a generation: the hash and size of its bytes.

    Attributes:
        changed_at: when its original last changed, in ns of its file system; 0 where that says
            nothing.
        is_damaged: its bytes were not those that landed when it was copied.
    """

    sha256: str
    bytes: int
    changed_at: int = 0
    is_damaged: bool = False


@dataclass(frozen=True, kw_only=True)
class Generation:
    """One backup: when it was made, of what, by which Boxline, and its files by path."""

    folder: Path
    made_at: datetime
    home: str
    boxline: str
    code: str
    files: Mapping[str, Kept]

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def bytes(self) -> int:
        """What a home restored from it takes."""
        return sum(kept.bytes for kept in self.files.values())


class Backups:
    """The generations in a folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def names(self) -> list[str]:
        """The generations that are whole, oldest first."""
        if not self.root.is_dir():
            return []
        found = (path for path in self.root.iterdir() if _NAME.fullmatch(path.name))
        return sorted(path.name for path in found if (path / MANIFEST).exists())

    def generation(self, name: str = "") -> Generation:
        """A generation by its name; the newest where none is given.

        Raises:
            NoBackup: there is no such one.
            StoreDamaged: its manifest is not what was written.
        """
        names = self.names()
        if not names or (name and name not in names):
            raise NoBackup(str(self.root), name, names)
        return _read(self.root / (name or names[-1]))

    @contextmanager
    def building(self, home: Path, made_at: datetime, *, wait_seconds: float) -> Iterator[Path]:
        """A folder to build a generation in, with a name of its own; it is removed again where that
        fails, and `finish` makes it a generation.

        Raises:
            BadBackupFolder: nothing of this home can be kept there.
            HomeBusy: somebody else builds one.
        """
        self.check(home)
        self.root.mkdir(parents=True, exist_ok=True)
        with locked(self.root / LOCK, doing="backup", wait_seconds=wait_seconds):
            if not (self.root / MARK).exists():
                write_durably(self.root / MARK, json.dumps({"home": str(home)}).encode())
            for path in self.root.glob(f"{_HIDDEN}*"):
                shutil.rmtree(path)  # a killed one left it
            newest = self.names()[-1:]
            number = int(newest[0].partition("-")[0]) + 1 if newest else 1
            folder = self.root / f"{_HIDDEN}{number:06d}-{made_at:%Y%m%dT%H%M%SZ}"
            folder.mkdir()
            try:
                yield folder
            finally:
                if folder.exists():
                    shutil.rmtree(folder)

    def finish(self, folder: Path, generation: Generation) -> Generation:
        """Make what was built a generation."""
        files = {path: asdict(kept) for path, kept in sorted(generation.files.items())}
        manifest = {
            "made_at": generation.made_at.isoformat(),
            "home": generation.home,
            "boxline": generation.boxline,
            "code": generation.code,
            "files": files,
        }
        for inside in sorted({path.parent for path in folder.rglob("*")}):
            sync_folder(inside)
        write_durably(folder / MANIFEST, json.dumps(manifest, indent=1).encode())
        named = self.root / folder.name.removeprefix(_HIDDEN)
        folder.rename(named)
        sync_folder(self.root)
        return _read(named)

    def remove_beyond(self, keep: int) -> list[str]:
        """Remove the oldest generations beyond so many; which those were."""
        gone = self.names()[:-keep]
        for name in gone:
            hidden = self.root / f"{_HIDDEN}{name}"
            (self.root / name).rename(hidden)  # none is ever seen in part
            shutil.rmtree(hidden)
        return gone

    def check(self, home: Path) -> None:
        """Insist that backups of a home may be kept here.

        Raises:
            BadBackupFolder: they would be lost with the home, or mix with something else.
        """
        root, inside = self.root.resolve(), home.resolve()
        if root == inside or inside in root.parents:
            raise BadBackupFolder(
                str(self.root), "it lies inside the home, and would be lost with it"
            )
        if root in inside.parents:
            raise BadBackupFolder(str(self.root), "the home lies inside it")
        if not self.root.exists():
            return
        if not self.root.is_dir():
            raise BadBackupFolder(str(self.root), "it is a file")
        mark = self.root / MARK
        if mark.exists():
            try:
                of = json.loads(mark.read_text())["home"]
            except (ValueError, KeyError, TypeError) as cause:
                raise BadBackupFolder(str(self.root), f"{mark} cannot be read") from cause
            if of != str(home):
                raise BadBackupFolder(str(self.root), f"it holds those of {of}")
        elif foreign := [p.name for p in sorted(self.root.iterdir()) if not _is_our_own(p)]:
            raise BadBackupFolder(str(self.root), f"it holds something else ({foreign[0]})")


def _is_our_own(path: Path) -> bool:
    """Whether a backup that was killed as it began may have left it."""
    return path.name == LOCK or path.name.startswith(MARK)


def _read(folder: Path) -> Generation:
    try:
        found: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        return Generation(
            folder=folder,
            made_at=datetime.fromisoformat(found["made_at"]),
            home=found["home"],
            boxline=found["boxline"],
            code=found["code"],
            files={path: Kept(**kept) for path, kept in found["files"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise StoreDamaged(str(folder / MANIFEST), str(cause), _OTHER_GENERATION) from cause


def _nothing() -> None:
    """Nobody waits."""


def copied(source: Path, target: Path, progress: Callable[[], None] = _nothing) -> Kept:
    """Copy a file, durably, and hash what was read; on return its name is durable once its folder
    is.

    Args:
        progress: called now and then while it goes on.
    Raises:
        OSError: it could not be copied; the error names the copy.
    """
    digest, size = hashlib.sha256(), 0
    changed_at = source.stat().st_mtime_ns
    try:
        with source.open("rb") as reading, target.open("wb") as writing:
            while chunk := reading.read(_CHUNK):
                progress()
                digest.update(chunk)
                size += len(chunk)
                writing.write(chunk)
            writing.flush()
            os.fsync(writing.fileno())
    except OSError as cause:
        cause.filename = cause.filename or str(target)  # a write through a descriptor has no name
        raise
    return Kept(sha256=digest.hexdigest(), bytes=size, changed_at=changed_at)


def hashed(path: Path, progress: Callable[[], None] = _nothing) -> str:
    """The SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            progress()
            digest.update(chunk)
    return digest.hexdigest()


def linked(earlier: Path, target: Path) -> bool:
    """Give a file of an earlier generation a name in this one; whether that could be: some file
    systems have no second names."""
    try:
        os.link(earlier, target)
    except OSError as cause:
        if cause.errno not in (errno.EPERM, errno.EMLINK, errno.ENOTSUP, errno.ENOENT):
            raise
        return False
    return True


def restored(generation: Generation, path: str, target: Path) -> None:
    """Copy a file of a generation to where it belongs, and insist on its bytes.

    Raises:
        StoreDamaged: it is gone, or its bytes are not those that were backed up.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _insist(generation, path, lambda source: copied(source, target).sha256)


def insist_on(generation: Generation, path: str) -> None:
    """Insist on the bytes of a file of a generation.

    Raises:
        StoreDamaged: it is gone, or its bytes are not those that were backed up.
    """
    _insist(generation, path, hashed)


def _insist(generation: Generation, path: str, hash_of: Callable[[Path], str]) -> None:
    source = generation.folder / path
    if not source.exists():
        raise StoreDamaged(str(source), "it is gone", _OTHER_GENERATION)
    if hash_of(source) != generation.files[path].sha256:
        why = "its bytes are not those that were backed up"
        raise StoreDamaged(str(source), why, _OTHER_GENERATION)
