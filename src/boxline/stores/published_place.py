"""What stands where documents are published, whatever that is; and what one publishing changes.

A document may not shrink, nor disappear, unless somebody says why (law 10).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Protocol

from boxline.engine.documents import NewDocument
from boxline.engine.versions import Commit
from boxline.errors import DocumentShrinks
from boxline.stores.published_entries import entry_of, said, shrunk, with_shrunk

#: Of so many paths that are published no more it is told why.
KEPT_WITHDRAWN = 1_000


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """What a publishing did: how many documents differ now, and those that were refused and why; of
    each of these the one that was published before still is, with its versions."""

    changed: int
    refused: tuple[tuple[NewDocument, DocumentShrinks], ...]


class PublishedPlace(Protocol):
    """Whole sets of documents, of which one is current. Its manifest is the commit record of every
    document."""

    @property
    def where(self) -> str:
        """What readers see, for people: a folder's path, or a URL."""

    def manifest(self) -> dict[str, Any]:
        """What is published: `documents` by path; empty before the first set.

        Raises:
            StoreDamaged: the manifest is not what was written.
        """

    def commits(self) -> dict[str, dict[date, Commit]]:
        """Export -> day -> the document's versions, as the planner compares them."""

    def read(self, path: str) -> bytes:
        """A document of the set whose manifest was told last.

        Raises:
            FileNotFoundError: there is none.
        """

    def publish(
        self,
        documents: Sequence[NewDocument],
        now: datetime,
        *,
        shrink_reason: str = "",
        withdrawn: Mapping[str, str] | None = None,
        versions: Mapping[str, str] | None = None,
        insist: Callable[[], None] = lambda: None,
    ) -> Publishing:
        """Publish a new set with these documents in place of theirs.

        A document that says what it said before keeps its file and the moment it was made.

        Args:
            shrink_reason: why documents may have fewer rows than those they replace, or another
                path; recorded with each that does. Empty: such a document is refused.
            withdrawn: paths that are published no more, and why; recorded.
            versions: name -> what was made by it, for whoever asks whether to make it again.
            insist: raises where another may publish in our place by now. It is asked after each
                look at what stands: what is decided on top of that is then not older than it.
        """


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What a publishing comes to.

    Attributes:
        contents: of the next manifest.
        changed: path -> body of every document that is not as it was.
        is_other: whether the contents differ from those that stand.
    """

    contents: dict[str, Any]
    changed: Mapping[str, bytes | Path]
    is_other: bool
    done: Publishing


def decide(
    manifest: Mapping[str, Any],
    documents: Sequence[NewDocument],
    now: datetime,
    *,
    shrink_reason: str,
    withdrawn: Mapping[str, str] | None,
    versions: Mapping[str, str] | None,
) -> Decided:
    """What publishing documents on top of a set comes to; the arguments are those of `publish`."""
    before = manifest["documents"]
    paths: dict[tuple[str, str], list[str]] = {}
    for path, entry in before.items():
        if "inputs" in entry:
            paths.setdefault((entry["dataset"], entry["date"]), []).append(path)
    entries, changed, refused = dict(before), dict[str, bytes | Path](), []
    for document in documents:
        entry = entry_of(document, now)
        held = before.get(document.path, {})
        replaced = paths.get((entry["dataset"], entry["date"]), [])
        if held and document.path not in replaced and held["date"] == entry["date"]:
            replaced = [document.path]
        rows = max((before[path]["rows"] for path in replaced), default=0)
        moved = [path for path in replaced if path != document.path]
        if rows > document.rows or moved:
            reason = shrink_reason or document.shrinks_because
            if not reason:
                why = DocumentShrinks(
                    document.dataset, replaced, document.path, rows, document.rows
                )
                refused.append((document, why))
                continue
            entry["shrunk"] = shrunk(moved, rows, document.rows, reason, now)
            for path in moved:
                del entries[path]
        if held and said(held) == said(entry):
            kept = {name: held[name] for name in ("made_at", "sha256", "bytes")}
            entry |= kept
        else:
            changed[document.path] = document.body
        entries[document.path] = with_shrunk(entry, held)
    gone = {path: why for path, why in (withdrawn or {}).items() if entries.pop(path, None)}
    new = {
        "documents": dict(sorted(entries.items())),
        "versions": {**manifest.get("versions", {}), **(versions or {})},
        "withdrawn": _withdrawn(manifest, entries, gone, now),
    }
    return Decided(
        contents=new,
        changed=changed,
        is_other=any(manifest.get(name, {}) != found for name, found in new.items()),
        done=Publishing(changed=len(changed), refused=tuple(refused)),
    )


def commits_of(manifest: Mapping[str, Any]) -> dict[str, dict[date, Commit]]:
    """Export -> day -> the document's versions, as a manifest tells them."""
    found: dict[str, dict[date, Commit]] = {}
    for entry in manifest["documents"].values():
        if "inputs" not in entry:
            continue
        commit = Commit(
            content=int(entry["sha256"][:32], 16),
            inputs=int(entry["inputs"], 16),
            code=entry["code"],
            rows=entry["rows"],
            rejected=0,
        )
        found.setdefault(entry["dataset"], {})[date.fromisoformat(entry["date"])] = commit
    return found


def _withdrawn(
    manifest: Mapping[str, Any], entries: Mapping[str, Any], gone: Mapping[str, str], now: datetime
) -> dict[str, Any]:
    """Path -> why it is published no more, and since when; of the newest that are not again."""
    known = {
        path: told for path, told in manifest.get("withdrawn", {}).items() if path not in entries
    }
    known |= {path: {"reason": why, "at": now.isoformat()} for path, why in gone.items()}
    newest = sorted(known.items(), key=lambda each: each[1]["at"])[-KEPT_WITHDRAWN:]
    return dict(sorted(newest))
