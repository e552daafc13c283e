"""Reading published sets: what one held stays what it held, so a set is read once."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from boxline.errors import StoreDamaged
from boxline.stores.published import MANIFEST, Published

#: So many sets are remembered; readers follow the newest, or finish on the one before.
_REMEMBERED = 8

_NAME = re.compile(r"\d{8}")


@dataclass(frozen=True, kw_only=True)
class Document:
    """One file of a set.

    Attributes:
        day: the league day it is for; None where it is for none.
        bring: brings its bytes to `file`, where those of a bucket are not there yet; None where
            they always are.
    """

    path: str
    file: Path
    sha256: str
    bytes: int
    day: date | None
    bring: Callable[[], None] | None = None


@dataclass(frozen=True, kw_only=True)
class DocumentSet:
    """One published set: its name, its documents by path, and its manifest as it was written.

    Attributes:
        withdrawn: path -> why it is published no more.
    """

    name: str
    made_at: datetime
    documents: Mapping[str, Document]
    manifest: Document
    withdrawn: Mapping[str, str]


class Sets(Protocol):
    """The sets that stand where documents are published, and which of them is current."""

    def is_near(self, name: str = "", /) -> bool:
        """Whether the current set, or the one of a name, is told at once; else it may take as long
        as a network takes."""

    def current(self) -> DocumentSet | None:
        """The set that readers see now; None before the first.

        Raises:
            StoreDamaged: its manifest is not what was written.
        """

    def named(self, name: str) -> DocumentSet | None:
        """A set that is or was current, and still stands; None where there is none."""


class DocumentSets:
    """The sets of a published folder by name, and which of them is current."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self._known: dict[str, tuple[tuple[int, int], DocumentSet]] = {}

    def is_near(self, _name: str = "") -> bool:
        """Always."""
        return True

    def current(self) -> DocumentSet | None:
        """The set that the pointer names now; None before the first.

        Raises:
            StoreDamaged: its manifest is not what was written.
        """
        try:
            name = self._published.current.readlink().name
        except (FileNotFoundError, NotADirectoryError):
            return None
        return self._read(name)

    def named(self, name: str) -> DocumentSet | None:
        """A set that is or was current, and still stands; None where there is none.

        Raises:
            StoreDamaged: its manifest is not what was written.
        """
        current = self.current()
        is_known = current is not None and _NAME.fullmatch(name) and name <= current.name
        return self._read(name) if is_known else None

    def _read(self, name: str) -> DocumentSet | None:
        root = self._published.current.parent / "sets" / name
        try:
            told = (root / MANIFEST).stat()
            mark = (told.st_ino, told.st_mtime_ns)
            if name in self._known and self._known[name][0] == mark:
                return self._known[name][1]
            written = (root / MANIFEST).read_bytes()
        except FileNotFoundError:
            return None
        found = set_of(
            name,
            written,
            lambda path, _sha256: (root / path, None),
            where=str(root / MANIFEST),
            next_step=f"Move the folder {root.parent.parent} away: `boxline run` makes it anew.",
        )
        self._known = dict([*self._known.items(), (name, (mark, found))][-_REMEMBERED:])
        return found


def set_of(
    name: str,
    written: bytes,
    placed: Callable[[str, str], tuple[Path, Callable[[], None] | None]],
    *,
    where: str,
    next_step: str,
) -> DocumentSet:
    """A set, of its manifest.

    Args:
        placed: path and hash of a document -> its file, and what brings it there.
        where: the manifest's place, for people; `next_step`, where it is damaged.
    Raises:
        StoreDamaged: it is not what was written.
    """
    try:
        manifest = json.loads(written)
        documents = {}
        for path, entry in manifest["documents"].items():
            file, bring = placed(path, entry["sha256"])
            documents[path] = Document(
                path=path,
                file=file,
                sha256=entry["sha256"],
                bytes=entry["bytes"],
                day=date.fromisoformat(entry["date"]) if entry.get("date") else None,
                bring=bring,
            )
        withdrawn = {path: told["reason"] for path, told in manifest.get("withdrawn", {}).items()}
        made_at = datetime.fromisoformat(manifest["made_at"])
    except (ValueError, KeyError, TypeError, AttributeError) as cause:
        raise StoreDamaged(where, str(cause), next_step) from cause
    sha256 = hashlib.sha256(written).hexdigest()
    file, bring = placed(MANIFEST, sha256)
    of_itself = Document(
        path=MANIFEST, file=file, sha256=sha256, bytes=len(written), day=None, bring=bring
    )
    return DocumentSet(
        name=name,
        made_at=made_at,
        documents=documents,
        manifest=of_itself,
        withdrawn=withdrawn,
    )
