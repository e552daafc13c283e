"""The bytes of documents, kept in memory by their hash, plain and compressed."""

from __future__ import annotations

import gzip
import hashlib
import threading
from collections import OrderedDict

from boxline.errors import StoreDamaged
from boxline.stores.document_sets import Document

#: Of all that is kept, and of one document: a larger one is sent from its file.
KEPT_BYTES, LARGEST_KEPT = 64_000_000, 4_000_000

#: An eighth larger than at the usual 6, in two thirds of the time: after a publishing many are
#: asked for that were not yet.
_LEVEL = 4


class Bodies:
    """Keeps what was asked for last. A document is hashed and compressed once, not per request."""

    def __init__(self, kept_bytes: int = KEPT_BYTES) -> None:
        self._limit, self._held = kept_bytes, 0
        self._kept: OrderedDict[tuple[str, bool], bytes] = OrderedDict()
        self._lock = threading.Lock()

    def kept(self, sha256: str, *, compressed: bool) -> bytes | None:
        """The bytes, where they are at hand."""
        with self._lock:
            body = self._kept.get((sha256, compressed))
            if body is not None:
                self._kept.move_to_end((sha256, compressed))
            return body

    def load(self, document: Document, *, compressed: bool) -> bytes:
        """The bytes, from the file.

        Raises:
            FileNotFoundError: its set is gone.
            StoreDamaged: they are not those that were published.
        """
        if document.bring is not None:
            document.bring()
        body = document.file.read_bytes()
        if hashlib.sha256(body).hexdigest() != document.sha256:
            next_step = "Move the published folder away: `boxline run` makes it anew."
            raise StoreDamaged(str(document.file), "its hash is another one", next_step)
        if compressed:
            body = gzip.compress(body, _LEVEL, mtime=0)
        self.keep(document.sha256, body, compressed=compressed)
        return body

    def keep(self, sha256: str, body: bytes, *, compressed: bool) -> None:
        """Keep bytes, and let go of those that were asked for longest ago."""
        with self._lock:
            before = self._kept.pop((sha256, compressed), b"")
            self._kept[sha256, compressed] = body
            self._held += len(body) - len(before)
            while self._held > self._limit:
                _, oldest = self._kept.popitem(last=False)
                self._held -= len(oldest)
