"""Landing: bytes as sent, compressed and content-addressed, each request with its description.

The description is written last and names the pages in order: a request without one is unreadable,
so nothing half-landed is ever seen. The description is the truth; the ledger is its index.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

from boxline.catalog import Raw
from boxline.domain.days import league_day
from boxline.engine.ports import Landed, LandedPage
from boxline.errors import StoreDamaged
from boxline.stores.given_files import PARQUET_MAGIC
from boxline.stores.landing_places import landing_place
from boxline.stores.unpacking import decoded, is_gzip

DESCRIPTION = ".landed.json"

#: With so many letters of its request's id a description's name ends.
ID_LETTERS = 16

_LAND_AGAIN = "Bring the original file in again: it takes its old place."

#: Beside letters and digits, what may stand in a folder's name as it is.
_SAFE = " ,"

#: File systems take names of 255 bytes, and a name may hold several words.
LONGEST_WORD = 60

#: How the name of a stored file may end, whatever it was called.
_SUFFIXES = re.compile(r"(\.[A-Za-z0-9]{1,8}){1,2}")


class Landing:
    """A landing root: a folder's path, or a bucket's URL.

    Args:
        cache: a folder for copies of what stands in a bucket and is read as a file.
    """

    def __init__(self, url: str, cache: Path | None = None) -> None:
        self._place = landing_place(url, cache)

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
        """Store the pages of one request, in order, then its description; how it landed, which
        somebody else may have done at the same moment.

        Args:
            pages: (file name, body as sent); a gzip body is kept as it is.
            batch: names what comes with it.
            asked: the parameters of the request.
            known: the same bytes as they landed before: only what was lost of them since is
                written, in its old place.
        """
        landed = replace(known or _placed(raw, pages, fetched_at, asked), batch=batch)
        self._place.write(
            {
                page.path: _as_stored(page.path, body)
                for page, (_, body) in zip(landed.pages, pages, strict=True)
                if known is None or not self.holds(page)
            }
        )
        description = {**asdict(landed), "fetched_at": landed.fetched_at.isoformat()}
        place = _place(raw, landed.fetched_at, landed.asked)
        path = f"{place}-{landed.landed_id[:ID_LETTERS]}{DESCRIPTION}"
        if known is not None and known.batch == batch and self._is_there(path):
            return landed

        def makes_room(found: bytes) -> bool:
            """Whether it is the one that we know of, which comes with others now."""
            return known is not None and described(path, found).batch == known.batch

        body = json.dumps(description, indent=1).encode()
        stands = self._place.describe(path, body, makes_room)
        return landed if stands == body else described(path, stands)

    def described(self, known: Collection[str] = ()) -> Iterator[Landed]:
        """Every request that landed whole, read from the descriptions; what killed processes left
        half-written is cleared away.

        Args:
            known: ids of landings that need not be read.
        Raises:
            StoreDamaged: a description is not what was written.
        """
        read_already = {landed_id[:ID_LETTERS] for landed_id in known}
        paths = [path for path in sorted(self._place.paths()) if path.endswith(DESCRIPTION)]
        unread = [path for path in paths if id_in(path) not in read_already]
        for path, body in zip(unread, self._place.read_all(unread), strict=True):
            yield described(self._place.where(path), body)

    def stored(self) -> frozenset[str]:
        """The paths of all files that are there, as pages name theirs."""
        return frozenset(self._place.paths())

    def sizes(self) -> dict[str, int]:
        """Path of every file that is there, as pages name theirs -> its bytes."""
        return self._place.sizes()

    def text(self, path: str) -> bytes:
        """A file that is no page, such as a description, as it is stored."""
        return self._place.read(path)

    def where(self, path: str) -> str:
        """Where a file stands, for people: its path on this machine, or its URL."""
        return self._place.where(path)

    def local_path(self, page: LandedPage) -> str:
        """A path that the warehouse can read; of what stands in a bucket that of a copy.

        Raises:
            StoreDamaged: what stands in a bucket is gone, or not what was sent.
        """
        with _told_as_lost(self.where(page.path)):
            return self._place.near(page.path, page.sha256, lambda stored: self._sent(page, stored))

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

    def _sent(self, page: LandedPage, stored: bytes | None = None) -> bytes:
        path = self.where(page.path)
        if stored is None:
            with _told_as_lost(path):
                stored = self._place.read(page.path)
        sent = _decompressed(path, stored) if page.path.endswith(".zst") else stored
        if hashlib.sha256(sent).hexdigest() != page.sha256:
            raise StoreDamaged(path, "its bytes are not those that landed", _LAND_AGAIN)
        return sent

    def _is_there(self, path: str) -> bool:
        try:
            self._place.read(path)
        except FileNotFoundError:
            return False
        return True

    def holds(self, page: LandedPage) -> bool:
        """Whether the stored bytes are those that landed."""
        try:
            self.verify(page)
        except StoreDamaged:
            return False
        return True


@contextmanager
def _told_as_lost(path: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as cause:
        raise StoreDamaged(path, "it is gone", _LAND_AGAIN) from cause


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


def id_in(path: str) -> str:
    """With what the id of a request begins, as the path of its description says."""
    return path.removesuffix(DESCRIPTION)[-ID_LETTERS:]


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
