"""Landing: bytes as sent, compressed and content-addressed, each request with its description.

The description is written last and names the pages in order: a request without one is unreadable,
so nothing half-landed is ever seen. The description is the truth; the ledger is its index.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from boxline.catalog import Raw
from boxline.domain.days import league_day
from boxline.engine.ports import Landed, LandedPage
from boxline.errors import StoreDamaged
from boxline.stores.durable import clear_abandoned, sync_folder, write_in_synced_folder
from boxline.stores.given_files import PARQUET_MAGIC
from boxline.stores.unpacking import decoded, is_gzip

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

DESCRIPTION = ".landed.json"

_LAND_AGAIN = "Bring the original file in again: it takes its old place."

#: Beside letters and digits, what may stand in a folder's name as it is.
_SAFE = " ,"

#: File systems take names of 255 bytes, and a name may hold several words.
LONGEST_WORD = 60

#: How the name of a stored file may end, whatever it was called.
_SUFFIXES = re.compile(r"(\.[A-Za-z0-9]{1,8}){1,2}")

#: Pages written at once.
WRITERS = 8


class Landing:
    """A landing root, by fsspec URL or local path."""

    def __init__(self, url: str) -> None:
        url = url.removeprefix("file://")
        self._is_local = "://" not in url
        self._url = str(Path(url).absolute()) if self._is_local else url

    @cached_property
    def _files(self) -> AbstractFileSystem:
        # fsspec takes a tenth of a second to load: who only wants to know which files of this
        # machine there are, as `explain` does, need not wait for it.
        from fsspec.core import url_to_fs

        found: AbstractFileSystem = url_to_fs(self._url)[0]
        return found

    @cached_property
    def _root(self) -> str:
        if self._is_local:
            return self._url
        from fsspec.core import url_to_fs

        return str(url_to_fs(self._url)[1])

    def land(
        self,
        raw: Raw,
        pages: Sequence[tuple[str, bytes]],
        *,
        fetched_at: datetime,
        batch: str,
        asked: Mapping[str, str],
        known: Landed | None = None,
    ) -> Landed:
        """Store the pages of one request, in order, then its description.

        Args:
            pages: (file name, body as sent); a gzip body is kept as it is.
            batch: names what comes with it.
            asked: the parameters of the request.
            known: the same bytes as they landed before: only what was lost of them since is
                written, in its old place.
        """
        landed = replace(known or _placed(raw, pages, fetched_at, asked), batch=batch)
        self._write(
            {
                page.path: _as_stored(page.path, body)
                for page, (_, body) in zip(landed.pages, pages, strict=True)
                if known is None or not self.holds(page)
            }
        )
        description = {**asdict(landed), "fetched_at": landed.fetched_at.isoformat()}
        place = _place(raw, landed.fetched_at, landed.asked)
        path = f"{place}-{landed.landed_id[:16]}{DESCRIPTION}"
        is_told = known is not None and known.batch == batch
        if not is_told or not self._files.exists(f"{self._root}/{path}"):
            self._write({path: json.dumps(description, indent=1).encode()})
        return landed

    def described(self, known: Collection[str] = ()) -> Iterator[Landed]:
        """Every request that landed whole, read from the descriptions; what killed processes left
        half-written is cleared away.

        Args:
            known: ids of landings that need not be read.
        Raises:
            StoreDamaged: a description is not what was written.
        """
        read_already = {landed_id[:16] for landed_id in known}
        paths = sorted(self._paths())
        if self._is_local:
            clear_abandoned(map(Path, paths))
        for path in paths:
            name = path.removesuffix(DESCRIPTION)
            if name != path and name[-16:] not in read_already:
                yield described(path, self._files.cat_file(path))

    def stored(self) -> frozenset[str]:
        """The paths of all files that are there, as pages name theirs."""
        return frozenset(path.removeprefix(f"{self._root}/") for path in self._paths())

    def local_path(self, page: LandedPage) -> str:
        """A path that the warehouse can read."""
        return f"{self._root}/{page.path}"

    def read(self, page: LandedPage) -> bytes:
        """The body, decompressed.

        Raises:
            StoreDamaged: the stored bytes are gone, or not those that were sent.
        """
        return decoded(page.file_name, self._sent(page))

    def verify(self, page: LandedPage) -> None:
        """Insist that the stored bytes are those that landed.

        Raises:
            StoreDamaged: they are gone, or others.
        """
        self._sent(page)

    def _sent(self, page: LandedPage) -> bytes:
        path = self.local_path(page)
        try:
            stored = self._files.cat_file(path)
        except FileNotFoundError as cause:
            raise StoreDamaged(path, "it is gone", _LAND_AGAIN) from cause
        sent = _decompressed(path, stored) if path.endswith(".zst") else stored
        if hashlib.sha256(sent).hexdigest() != page.sha256:
            raise StoreDamaged(path, "its bytes are not those that landed", _LAND_AGAIN)
        return sent

    def _paths(self) -> Iterator[str]:
        if not self._is_local:
            yield from self._files.find(self._root)
            return
        for folder, _, names in os.walk(self._root):
            yield from (f"{folder}/{name}" for name in names)

    def holds(self, page: LandedPage) -> bool:
        """Whether the stored bytes are those that landed."""
        try:
            self.verify(page)
        except StoreDamaged:
            return False
        return True

    def _write(self, bodies: Mapping[str, bytes]) -> None:
        """Write files, each whole or not at all, and all of them durable on return."""
        paths = [f"{self._root}/{path}" for path in bodies]
        folders = {path.rpartition("/")[0] for path in paths}
        for folder in folders:
            self._files.makedirs(folder, exist_ok=True)
        if not self._is_local:
            self._files.pipe(dict(zip(paths, bodies.values(), strict=True)))
            return  # object stores write whole objects
        with ThreadPoolExecutor(WRITERS) as writers:  # they wait for the disk, not for each other
            list(writers.map(write_in_synced_folder, map(Path, paths), bodies.values()))
        for folder in folders:
            sync_folder(Path(folder))


def content_id(raw: Raw, pages: Sequence[tuple[str, bytes]], asked: Mapping[str, str]) -> str:
    """What names a request's answer: its dataset, what was asked, and its bytes, whenever they
    were fetched. An empty reply says another thing of another day."""
    about = [json.dumps(dict(asked), sort_keys=True)] if asked else []
    hashes = (hashlib.sha256(body).hexdigest() for _, body in pages)
    identity = "\n".join([raw.name, *about, *hashes])
    return hashlib.sha256(identity.encode()).hexdigest()[:32]


def landed_again(known: Landed, fetched_at: datetime) -> Landed:
    """A later landing of bytes that are stored already."""
    identity = f"{known.content_id} {fetched_at.astimezone(UTC).isoformat()}"
    return replace(
        known,
        landed_id=hashlib.sha256(identity.encode()).hexdigest()[:32],
        fetched_at=fetched_at.astimezone(UTC),
    )


def _placed(
    raw: Raw,
    pages: Sequence[tuple[str, bytes]],
    fetched_at: datetime,
    asked: Mapping[str, str],
) -> Landed:
    """A request that has not landed before, and where its pages go."""
    fetched_at = fetched_at.astimezone(UTC)
    place = _place(raw, fetched_at, asked)
    placed = []
    for name, body in pages:
        digest = hashlib.sha256(body).hexdigest()
        path = f"{place}-{digest[:16]}{_suffix(name, body)}"
        placed.append(LandedPage(path=path, sha256=digest, bytes=len(body), file_name=name))
    return Landed(
        landed_id=content_id(raw, pages, asked),
        content_id=content_id(raw, pages, asked),
        dataset=raw.name,
        fetched_at=fetched_at,
        pages=tuple(placed),
        asked=dict(asked),
    )


def _place(raw: Raw, fetched_at: datetime, asked: Mapping[str, str]) -> str:
    """The folder of a request and how its files begin; what was asked stands in it as words that
    no path means anything by."""
    words = {"date": league_day(fetched_at).isoformat(), **asked}
    safe = {name: _folder_word(value) for name, value in words.items()}
    folder = re.sub(r"\{(\w+)\}", lambda found: safe.get(found[1]) or "unknown", raw.landing)
    return f"{raw.provider.landing}/{folder}/{fetched_at:%Y%m%dT%H%M%SZ}"


def _folder_word(value: str) -> str:
    """A value as part of a folder's name, from which it can be read again, unless it is so long
    that no folder could be named by it: then the description alone holds it."""
    word = quote(value, safe=_SAFE).replace("..", "%2E%2E")
    if len(word) > LONGEST_WORD:
        return f"{word[:40]}~{hashlib.sha256(value.encode()).hexdigest()[:16]}"
    return "%2E" if word == "." else word


def described(path: str, body: bytes) -> Landed:
    """A landed request, of its description.

    Raises:
        StoreDamaged: it is not what was written.
    """
    try:
        found = json.loads(body)
        return Landed(
            landed_id=found["landed_id"],
            content_id=found["content_id"],
            dataset=found["dataset"],
            fetched_at=datetime.fromisoformat(found["fetched_at"]),
            pages=tuple(LandedPage(**page) for page in found["pages"]),
            batch=found.get("batch", ""),  # older ones came alone
            asked=found.get("asked", {}),
        )
    except (ValueError, KeyError, TypeError) as cause:
        raise StoreDamaged(
            path, "it describes no landed request", "Move it away and land its files again."
        ) from cause


def _suffix(name: str, body: bytes) -> str:
    """How the stored file's name ends: on `.zst` where its body is not compressed yet. Parquet is,
    whatever its name."""
    suffixes = "".join(Path(name).suffixes[-2:])
    if not _SUFFIXES.fullmatch(suffixes):
        suffixes = ".bin"
    if is_gzip(body):
        return suffixes if suffixes.endswith(".gz") else f"{suffixes}.gz"
    return suffixes if body.startswith(PARQUET_MAGIC) else f"{suffixes}.zst"


def _as_stored(path: str, body: bytes) -> bytes:
    import zstandard

    return zstandard.compress(body) if path.endswith(".zst") else body


def _decompressed(path: str, stored: bytes) -> bytes:
    import zstandard

    try:
        return zstandard.decompress(stored)
    except zstandard.ZstdError as cause:
        raise StoreDamaged(path, str(cause), _LAND_AGAIN) from cause
