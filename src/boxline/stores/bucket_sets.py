"""Reading sets that are published in a bucket: the pointer is looked at now and then, and what was
asked for is kept on this machine by what is in it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path, PurePosixPath

from boxline.errors import BucketUnusable, StoreDamaged
from boxline.stores.document_sets import DocumentSet, DocumentSets, Sets, set_of
from boxline.stores.durable import write_durably
from boxline.stores.published import MANIFEST, Published
from boxline.stores.published_bucket import NamedSet, Pointer, PublishedBucket, object_path
from boxline.stores.published_place import PublishedPlace

#: So old may be what readers see: then the pointer is looked at again, while they are answered.
LOOK_SECONDS = 2.0


def sets_of(published: PublishedPlace, copies: Path | None) -> Sets:
    """The sets of what is published.

    Args:
        copies: a folder for what is published in a bucket and was asked for.
    """
    if isinstance(published, PublishedBucket):
        assert copies is not None, "what is in a bucket is served out of a folder of copies"
        return BucketSets(published, copies)
    assert isinstance(published, Published)
    return DocumentSets(published)


class BucketSets:
    """The sets of a bucket by name, and which of them is current."""

    def __init__(self, published: PublishedBucket, copies: Path) -> None:
        self._published, self._copies = published, copies
        self._known: dict[NamedSet, DocumentSet] = {}
        self._pointer = Pointer()
        self._looked_at = float("-inf")
        self._looking = threading.Lock()

    def current(self) -> DocumentSet | None:
        """The set that the pointer named a moment ago; None before the first.

        Raises:
            StoreDamaged: its manifest is not what was written.
            BucketUnusable: nothing is known yet, and the bucket does not answer.
        """
        if time.monotonic() - self._looked_at > LOOK_SECONDS:
            if self._pointer.sets:
                threading.Thread(target=self._look_again, daemon=True).start()
                self._looked_at = time.monotonic()
            else:
                self.look()
        return self._read(self._pointer.sets[0]) if self._pointer.sets else None

    def named(self, name: str) -> DocumentSet | None:
        """A set that is or was current, and still stands; None where there is none."""
        self.current()
        return next((self._read(one) for one in self._pointer.sets if one.name == name), None)

    def look(self) -> None:
        """Look at the pointer, and read the set that is new."""
        with self._looking:
            pointer = self._published.pointer(self._pointer)
            if pointer.sets:
                self._read(pointer.sets[0])
            if pointer != self._pointer:
                self._pointer = pointer
                self._forget(pointer.sets)
            self._looked_at = time.monotonic()

    def _look_again(self) -> None:
        with suppress(BucketUnusable, StoreDamaged):  # what is known is served on
            self.look()

    def _read(self, one: NamedSet) -> DocumentSet:
        if one not in self._known:
            written = self._published.written(one)
            where = f"{self._published.where}/{one.manifest}"
            step = "`boxline doctor` says what can be done."
            found = set_of(
                one.name,
                written,
                lambda path, sha256: self._placed(path, sha256, one),
                where=where,
                next_step=step,
            )
            self._known = {**self._known, one: found}
        return self._known[one]

    def _placed(self, path: str, sha256: str, one: NamedSet) -> tuple[Path, Callable[[], None]]:
        copy = self._copies / f"{sha256}{PurePosixPath(path).suffix}"
        source = one.manifest if path == MANIFEST else object_path(path, sha256)
        return copy, lambda: self._bring(source, copy, sha256)

    def _bring(self, source: str, copy: Path, sha256: str) -> None:
        if copy.exists():
            return
        body = self._published.bucket.read(source)
        if hashlib.sha256(body).hexdigest() != sha256:
            where = f"{self._published.where}/{source}"
            raise StoreDamaged(where, "its hash is another one", "Put an earlier version back.")
        self._copies.mkdir(parents=True, exist_ok=True)
        write_durably(copy, body)

    def _forget(self, sets: Sequence[NamedSet]) -> None:
        """Forget sets that stand no more, and remove the copies that only they had."""
        self._known = {one: found for one, found in self._known.items() if one in sets}
        held = {
            document.file
            for found in self._known.values()
            for document in (found.manifest, *found.documents.values())
        }
        for copy in self._copies.glob("*"):
            if copy not in held:
                copy.unlink(missing_ok=True)
