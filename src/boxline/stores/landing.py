"""Landing: bytes as sent, compressed and content-addressed, each request with its description.

The description is written last and names the pages in order: a request without one is unreadable,
so nothing half-landed is ever seen. The description is the truth; the ledger is its index.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from boxline.catalog import Raw
from boxline.domain.days import league_day
from boxline.engine.ports import Landed, LandedPage
from boxline.errors import StoreDamaged, UnreadableFile
from boxline.stores.durable import write_durably

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

DESCRIPTION = ".landed.json"


class Landing:
    """A landing root, by fsspec URL or local path."""

    def __init__(self, url: str) -> None:
        from fsspec.core import url_to_fs

        found: tuple[AbstractFileSystem, str] = url_to_fs(url)
        self._files, self._root = found

    def land(self, raw: Raw, pages: Sequence[tuple[str, bytes]], *, fetched_at: datetime) -> Landed:
        """Store the pages of one request, in order, then its description.

        Args:
            pages: (file name, body as sent); a gzip body is kept as it is.
        """
        hashes = [hashlib.sha256(body).hexdigest() for _, body in pages]
        identity = "\n".join([raw.name, *hashes])
        landed_id = hashlib.sha256(identity.encode()).hexdigest()[:32]
        folder = f"{raw.provider.landing}/{raw.landing}".replace(
            "{date}", league_day(fetched_at).isoformat()
        )
        stamp = fetched_at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        landed_pages = []
        for (name, body), digest in zip(pages, hashes, strict=True):
            suffix, stored = _stored(name, body)
            path = f"{folder}/{stamp}-{digest[:16]}{suffix}"
            self._write(path, stored)
            landed_pages.append(
                LandedPage(path=path, sha256=digest, bytes=len(body), file_name=name)
            )
        landed = Landed(
            landed_id=landed_id,
            dataset=raw.name,
            fetched_at=fetched_at.astimezone(UTC),
            pages=tuple(landed_pages),
        )
        description = {**asdict(landed), "fetched_at": landed.fetched_at.isoformat()}
        body = json.dumps(description, indent=1).encode()
        self._write(f"{folder}/{stamp}-{landed_id[:16]}{DESCRIPTION}", body)
        return landed

    def described(self) -> Iterator[Landed]:
        """Every request that landed whole, read from the descriptions."""
        for path in sorted(self._files.find(self._root)):
            if path.endswith(DESCRIPTION):
                yield described(self._files.cat_file(path))

    def local_path(self, page: LandedPage) -> str:
        """A path that the warehouse can read."""
        return f"{self._root}/{page.path}"

    def read(self, page: LandedPage) -> bytes:
        """The body, decompressed.

        Raises:
            StoreDamaged: the stored bytes are not those that were sent.
        """
        path = f"{self._root}/{page.path}"
        stored = self._files.cat_file(path)
        sent = _decompressed(page.path, stored) if page.path.endswith(".zst") else stored
        if hashlib.sha256(sent).hexdigest() != page.sha256:
            raise StoreDamaged(
                path, "its bytes are not those that landed", "Land the original file again."
            )
        return decoded(page.file_name, sent)

    def _write(self, path: str, body: bytes) -> None:
        """Write whole or not at all."""
        final = f"{self._root}/{path}"
        folder = final.rpartition("/")[0]
        self._files.makedirs(folder, exist_ok=True)
        if "file" not in self._files.protocol:
            self._files.pipe_file(final, body)  # object stores write whole objects
        else:
            write_durably(Path(final), body)


def described(body: bytes) -> Landed:
    """A landed request, of its description."""
    found = json.loads(body)
    return Landed(
        landed_id=found["landed_id"],
        dataset=found["dataset"],
        fetched_at=datetime.fromisoformat(found["fetched_at"]),
        pages=tuple(LandedPage(**page) for page in found["pages"]),
    )


def _is_gzip(body: bytes) -> bool:
    return body[:2] == b"\x1f\x8b"


def _stored(name: str, body: bytes) -> tuple[str, bytes]:
    """The suffix and bytes to store: bodies that are compressed already are kept as sent."""
    import zstandard

    suffixes = "".join(Path(name).suffixes[-2:]) or ".bin"
    if _is_gzip(body) or suffixes.endswith(".parquet"):
        return suffixes, body
    return f"{suffixes}.zst", zstandard.compress(body)


def _decompressed(path: str, stored: bytes) -> bytes:
    import zstandard

    try:
        return zstandard.decompress(stored)
    except zstandard.ZstdError as cause:
        raise StoreDamaged(path, str(cause), "Land the original file again.") from cause


def decoded(name: str, body: bytes) -> bytes:
    """A body as the parser wants it: gunzipped where it came as gzip.

    Raises:
        UnreadableFile: the gzip stream is cut or damaged.
    """
    if not _is_gzip(body):
        return body
    try:
        return gzip.decompress(body)
    except (EOFError, OSError, zlib.error) as cause:
        raise UnreadableFile(
            name, "its gzip stream is cut or damaged", "Fetch it again; nothing was landed."
        ) from cause
