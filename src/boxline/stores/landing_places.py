"""Where landed files stand: a folder of this machine, or a bucket that several share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from boxline.stores.buckets import Bucket, is_bucket, open_bucket
from boxline.stores.durable import (
    clear_abandoned,
    sync_folder,
    write_durably,
    write_in_synced_folder,
)

#: Pages written at once.
WRITERS = 8


class LandingPlace(Protocol):
    """Files by their paths below the landing root, which are never changed."""

    def where(self, path: str) -> str:
        """Where a file stands, for people."""

    def paths(self) -> Iterator[str]:
        """The paths of all files, in no order; what killed processes left half-written is cleared
        away."""

    def sizes(self) -> dict[str, int]:
        """Path of every file -> its bytes."""

    def read(self, path: str) -> bytes:
        """The bytes of a file; FileNotFoundError where there is none."""

    def read_all(self, paths: Sequence[str]) -> Iterator[bytes]:
        """The bytes of files, in the order given; FileNotFoundError where one is not there."""

    def write(self, bodies: Mapping[str, bytes]) -> None:
        """Write files, each whole or not at all, and all of them durable on return."""

    def describe(self, path: str, body: bytes, is_replaced: Callable[[bytes], bool], /) -> bytes:
        """Write a description; the one that stands then.

        Args:
            is_replaced: whether one that somebody else wrote makes room for it.
        """

    def near(self, path: str, sha256: str, checked: Callable[[bytes], object], /) -> str:
        """A file of this machine that holds the bytes of a page, for what reads files alone.

        Args:
            sha256: of what was sent.
            checked: raises where stored bytes are not those.
        """


def landing_place(place: str, cache: Path | None) -> LandingPlace:
    """The place of a folder's path or its `file://` URL, or of a bucket's URL.

    Args:
        cache: a folder for copies of what stands in a bucket and is read as a file.
    Raises:
        MissingExtra: what reads such buckets is not installed.
    """
    if is_bucket(place):
        return BucketLanding(open_bucket(place), cache)
    return FolderLanding(Path(place.removeprefix("file://")).absolute())


@dataclass(frozen=True)
class FolderLanding:
    """A folder of this machine, whose files one process writes at a time."""

    root: Path

    def where(self, path: str) -> str:
        """The file's path."""
        return f"{self.root}/{path}"

    def paths(self) -> Iterator[str]:
        """The paths of all files; temporary ones of killed processes are removed."""
        found = [f"{folder}/{name}" for folder, _, names in os.walk(self.root) for name in names]
        clear_abandoned(map(Path, found))
        yield from (path.removeprefix(f"{self.root}/") for path in found)

    def sizes(self) -> dict[str, int]:
        """Path of every file -> its bytes."""
        found = (path for path in self.root.rglob("*") if path.is_file())
        return {str(path.relative_to(self.root)): path.stat().st_size for path in found}

    def read(self, path: str) -> bytes:
        """The bytes of a file."""
        return (self.root / path).read_bytes()

    def read_all(self, paths: Sequence[str]) -> Iterator[bytes]:
        """The bytes of files, one after another: nobody waits for a disk of this machine."""
        return map(self.read, paths)

    def write(self, bodies: Mapping[str, bytes]) -> None:
        """Write files, each whole or not at all, and all of them durable on return."""
        paths = [self.root / path for path in bodies]
        folders = {path.parent for path in paths}
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True)
        with ThreadPoolExecutor(WRITERS) as writers:  # they wait for the disk, not for each other
            list(writers.map(write_in_synced_folder, paths, bodies.values()))
        for folder in folders:
            sync_folder(folder)

    def describe(self, path: str, body: bytes, _is_replaced: Callable[[bytes], bool]) -> bytes:
        """Write a description, in place of any."""
        self.write({path: body})
        return body

    def near(self, path: str, _sha256: str, _checked: Callable[[bytes], object]) -> str:
        """The file itself; whoever reads it has compared it before."""
        return self.where(path)


@dataclass(frozen=True)
class BucketLanding:
    """A bucket. Several machines may land the same in it at once, and it is one landing."""

    bucket: Bucket
    cache: Path | None

    def where(self, path: str) -> str:
        """The object's URL."""
        return f"{self.bucket.url}/{path}"

    def paths(self) -> Iterator[str]:
        """The paths of all objects; buckets hold none that is not whole."""
        yield from self.bucket.found()

    def sizes(self) -> dict[str, int]:
        """Path of every object -> its bytes."""
        return {path: one.bytes for path, one in self.bucket.found().items()}

    def read(self, path: str) -> bytes:
        """The bytes of an object."""
        return self.bucket.read(path)

    def read_all(self, paths: Sequence[str]) -> Iterator[bytes]:
        """The bytes of objects, some of them read at once."""
        return self.bucket.read_all(paths)

    def write(self, bodies: Mapping[str, bytes]) -> None:
        """Write objects; their names say what is in them, so whoever does it twice changes none."""
        self.bucket.write(bodies)

    def describe(self, path: str, body: bytes, is_replaced: Callable[[bytes], bool]) -> bytes:
        """Write a description where there is none; another's stands, unless it makes room."""
        if self.bucket.write_if(path, body, None):
            return body
        tag = self.bucket.tag(path)
        found = self.bucket.read(path)
        if found != body and is_replaced(found) and self.bucket.write_if(path, body, tag):
            return body
        return self.bucket.read(path)

    def near(self, path: str, sha256: str, checked: Callable[[bytes], object]) -> str:
        """A copy, named by what is in it and compared with it."""
        assert self.cache is not None, "files of a bucket are read through a folder of copies"
        # Who reads a file goes by how its name ends: `.csv.zst`.
        copy = self.cache / f"{sha256}{path.rpartition('-')[2].lstrip('0123456789abcdef')}"
        if copy.exists() and _holds(copy, checked):
            return str(copy)
        stored = self.bucket.read(path)
        checked(stored)
        self.cache.mkdir(parents=True, exist_ok=True)
        write_durably(copy, stored)
        return str(copy)


def _holds(copy: Path, checked: Callable[[bytes], object]) -> bool:
    from boxline.errors import StoreDamaged

    try:
        checked(copy.read_bytes())
    except StoreDamaged:
        return False
    return True
