"""Reading sets that are published in a bucket: the pointer is looked at now and then, and what was
asked for is kept on this machine by what is in it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from boxline.errors import BucketUnusable, StoreDamaged
from boxline.stores.document_sets import DocumentSet, DocumentSets, Sets, set_of
from boxline.stores.durable import TEMPORARY, clear_abandoned, write_durably
from boxline.stores.published import KEPT_MINUTES, MANIFEST, Published
from boxline.stores.published_bucket import NamedSet, Pointer, PublishedBucket, object_path
from boxline.stores.published_place import PublishedPlace

#: So old may be what readers see: then the pointer is looked at again, while they are answered.
LOOK_SECONDS = 2.0


def sets_of(published: PublishedPlace, copies: Path | None, clock: Callable[[], datetime]) -> Sets:
    """The sets of what is published.

    Args:
        copies: a folder for what is published in a bucket and was asked for.
        clock: gives the present instant, aware; by it copies are old.
    """
    if isinstance(published, PublishedBucket):
        assert copies is not None, "what is in a bucket is served out of a folder of copies"
        return BucketSets(published, copies, clock)
    assert isinstance(published, Published)
    return DocumentSets(published)


class BucketSets:
    """The sets of a bucket by name, and which of them is current."""

    def __init__(
        self, published: PublishedBucket, copies: Path, clock: Callable[[], datetime]
    ) -> None:
        self._published, self._copies, self._clock = published, copies, clock
        self._known: dict[NamedSet, DocumentSet] = {}
        self._pointer = Pointer()
        self._looked_at = float("-inf")
        self._trouble: BucketUnusable | StoreDamaged | None = None
        self._looking = threading.Lock()
        #: Copies that are being brought: whoever wants one as well waits for it.
        self._brought, self._bringing = threading.Condition(), set[Path]()

    def current(self) -> DocumentSet | None:
        """The set that the pointer named a moment ago; None before the first.

        Raises:
            StoreDamaged: its manifest is not what was written.
            BucketUnusable: nothing is known yet, and the bucket does not answer.
        """
        if not self._pointer.sets:
            self._look_first()
        elif self._is_old and not self._looking.locked():
            self._looked_at = time.monotonic()  # the next one to ask starts none
            threading.Thread(target=self._look_again, daemon=True).start()
        sets = self._pointer.sets
        return self._read(sets[0]) if sets else None

    def is_near(self, name: str = "") -> bool:
        """Whether the current set, or the one of a name, is told without asking the bucket."""
        sets = self._pointer.sets
        wanted = [one for one in sets if one.name == name] if name else sets[:1]
        return bool(sets) and all(one in self._known for one in wanted)

    def named(self, name: str) -> DocumentSet | None:
        """A set that is or was current, and still stands; None where there is none."""
        self.current()
        return next((self._read(one) for one in self._pointer.sets if one.name == name), None)

    def look(self) -> None:
        """Look at the pointer, and read the set that is new."""
        with self._looking:
            self._look()

    @property
    def _is_old(self) -> bool:
        return time.monotonic() - self._looked_at > LOOK_SECONDS

    def _look_first(self) -> None:
        """Look where nothing is known yet: one does, and what it finds is for all who wait."""
        with self._looking:
            if self._is_old:
                self._look()
        if self._trouble is not None:
            raise self._trouble.with_traceback(None)

    def _look_again(self) -> None:
        # Where one is looking already, as long as an outage lasts, no other waits beside it.
        if self._looking.acquire(blocking=False):
            try:
                with suppress(BucketUnusable, StoreDamaged):  # what is known is served on
                    self._look()
            finally:
                self._looking.release()

    def _look(self) -> None:
        try:
            pointer = self._published.pointer(self._pointer)
            if pointer.sets:
                self._read(pointer.sets[0])
            if pointer != self._pointer:
                self._pointer = pointer
                self._forget(pointer.sets)
            self._trouble = None
        except (BucketUnusable, StoreDamaged) as cause:
            self._trouble = cause
            raise
        finally:
            self._looked_at = time.monotonic()

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
            self._known[one] = found
        return self._known[one]

    def _placed(self, path: str, sha256: str, one: NamedSet) -> tuple[Path, Callable[[], None]]:
        copy = self._copies / f"{sha256}{PurePosixPath(path).suffix}"
        source = one.manifest if path == MANIFEST else object_path(path, sha256)
        return copy, lambda: self._bring(source, copy, sha256)

    def _bring(self, source: str, copy: Path, sha256: str) -> None:
        if copy.exists():
            return
        with self._brought:
            self._brought.wait_for(lambda: copy not in self._bringing)
            self._bringing.add(copy)
        try:
            if not copy.exists():
                self._fetch(source, copy, sha256)
        finally:
            with self._brought:
                self._bringing.discard(copy)
                self._brought.notify_all()

    def _fetch(self, source: str, copy: Path, sha256: str) -> None:
        body = self._published.bucket.read(source)
        if hashlib.sha256(body).hexdigest() != sha256:
            where = f"{self._published.where}/{source}"
            raise StoreDamaged(where, "its hash is another one", "Put an earlier version back.")
        self._copies.mkdir(parents=True, exist_ok=True)
        write_durably(copy, body)

    def _forget(self, sets: Sequence[NamedSet]) -> None:
        """Forget sets that stand no more, and remove the copies that only they had: not those that
        another server may have brought for a set that we have not read, nor is writing now."""
        for one in set(self._known) - set(sets):
            self._known.pop(one, None)
        held = {
            document.file
            for found in list(self._known.values())
            for document in (found.manifest, *found.documents.values())
        }
        here = list(self._copies.glob("*"))
        clear_abandoned(here)
        before = self._clock() - timedelta(minutes=KEPT_MINUTES)
        for copy in here:
            if copy not in held and not copy.name.endswith(TEMPORARY) and _is_older(copy, before):
                copy.unlink(missing_ok=True)


def _is_older(copy: Path, before: datetime) -> bool:
    try:
        return datetime.fromtimestamp(copy.stat().st_mtime, UTC) < before
    except FileNotFoundError:  # another server removed it
        return False
