"""A place in a bucket: its objects by their paths there."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from boxline.errors import BucketUnusable

if TYPE_CHECKING:
    from boxline.stores.buckets.kinds import Kind

#: Objects written or read at once: each waits for the network, not for this machine.
AT_ONCE = 16


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What a listing tells of an object: its size, and when it was written by the cloud's clock."""

    bytes: int
    changed_at: datetime


class Bucket:
    """The objects below one prefix of a bucket.

    Every method raises BucketUnusable where the bucket is not there, not ours, or does not answer.
    """

    def __init__(self, url: str, root: str, kind: Kind) -> None:
        self.url = url
        self._root, self._kind = root, kind
        self._is_there = False
        self._failures: tuple[type[Exception], ...] = (OSError, *kind.failures)

    def read(self, path: str) -> bytes:
        """The bytes of an object.

        Raises:
            FileNotFoundError: there is none.
        """
        with self._told():
            body: bytes = self._kind.files.cat_file(self._at(path))
        return body

    def read_all(self, paths: Sequence[str]) -> Iterator[bytes]:
        """The bytes of objects, in the order given, some of them read at once.

        Raises:
            FileNotFoundError: one is not there.
        """
        with ThreadPoolExecutor(AT_ONCE) as readers:
            yield from readers.map(self.read, paths)

    def tag(self, path: str) -> str | None:
        """What names the version of an object that stands now; None where there is none. Whoever
        reads it afterwards reads that version or a newer one."""
        try:
            with self._told():
                return self._kind.tag(self._kind.files.info(self._at(path)))
        except FileNotFoundError:
            return None

    def write(self, bodies: Mapping[str, bytes]) -> None:
        """Write objects, each whole, in place of any; all of them are there on return."""
        with ThreadPoolExecutor(AT_ONCE) as writers:
            list(writers.map(self._write, bodies, bodies.values()))

    def write_if(self, path: str, body: bytes, tag: str | None) -> bool:
        """Write an object if the version of the one that stands is still `tag`, or if there is
        none, where `tag` is None; whether it was written.

        What was sent twice, because the first answer was lost on its way, is told to be refused:
        then read what stands.
        """
        with self._told(is_there=True):
            return self._kind.write_if(self._at(path), body, media_type_of(path), tag)

    def found(self, under: str = "") -> dict[str, Stored]:
        """Every object below a folder, by its path."""
        with self._told(is_there=True):
            told = self._kind.files.find(self._at(under).rstrip("/"), detail=True)
        return {
            path.removeprefix(f"{self._root}/"): Stored(
                bytes=one["size"], changed_at=self._kind.changed_at(one)
            )
            for path, one in sorted(told.items())
            if one["type"] == "file"
        }

    def remove(self, paths: list[str]) -> None:
        """Remove objects; one that is gone is fine."""
        with ThreadPoolExecutor(AT_ONCE) as removers:
            list(removers.map(self._remove, paths))

    def _remove(self, path: str) -> None:
        with suppress(FileNotFoundError), self._told():
            self._kind.files.rm_file(self._at(path))

    def _write(self, path: str, body: bytes) -> None:
        with self._told(is_there=True):
            self._kind.write(self._at(path), body, media_type_of(path))

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}"

    def _insist_on_bucket(self) -> None:
        """See, once, that it is not the bucket itself that is not there: its name may be mistyped,
        and then nothing would ever be found in it."""
        if not self._is_there:
            with self._told(is_there=True):
                self._kind.look(self._root)
            self._is_there = True

    @contextmanager
    def _told(self, *, is_there: bool = False) -> Iterator[None]:
        """Tell whoever cannot use the bucket why, in words without a key.

        Args:
            is_there: whether nothing but the bucket itself can be missing.
        """
        try:
            yield
        except FileNotFoundError as cause:
            if not is_there:
                self._insist_on_bucket()
                raise  # it is the object that is not there
            raise BucketUnusable(self.url, "there is no such bucket") from cause
        except self._failures as cause:
            said = str(cause).partition("\n")[0][:200]
            raise BucketUnusable(self.url, f"{type(cause).__name__}: {said}") from cause


def media_type_of(path: str) -> str:
    """As what an object is sent to whoever reads the bucket itself."""
    return mimetypes.guess_type(path)[0] or "application/octet-stream"
