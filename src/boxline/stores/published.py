"""Published documents: whole sets, each a folder of its own, and one pointer that is swapped.

`current` is a symbolic link to a set. A set is never changed: the next one shares its unchanged
files by hard links, so a reader that resolved the pointer once sees one set, whole. It may take its
time: a set stays for a while after it was replaced.

A document may not shrink, nor disappear, unless somebody says why (law 10).
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from boxline.engine.documents import NewDocument
from boxline.engine.versions import Commit
from boxline.errors import DocumentShrinks, StoreDamaged
from boxline.stores.durable import sync_folder, write_durably, write_in_synced_folder
from boxline.stores.published_entries import entry_of, said, shrunk, with_shrunk

MANIFEST = "manifest.json"

#: So many sets are kept at least, and every one that was replaced less long ago than a slow reader
#: may take.
KEPT_SETS, KEPT_MINUTES = 3, 60

#: Of so many paths that are published no more it is told why.
KEPT_WITHDRAWN = 1_000


@dataclass(frozen=True, kw_only=True)
class Publishing:
    """What a publishing did: how many documents differ now, and those that were refused and why; of
    each of these the one that was published before still is, with its versions."""

    changed: int
    refused: tuple[tuple[NewDocument, DocumentShrinks], ...]


class Published:
    """A folder of published sets. Its manifest is the commit record of every document."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def current(self) -> Path:
        """The pointer to the set that readers see."""
        return self._root / "current"

    def manifest(self) -> dict[str, Any]:
        """What is published: `documents` by path; empty before the first set.

        Raises:
            StoreDamaged: the manifest is not what was written.
        """
        path = self.current / MANIFEST
        try:
            found = json.loads(path.read_text())
            if not isinstance(found.get("documents"), dict):
                raise ValueError("it lists no documents")
        except FileNotFoundError:
            return {"documents": {}}
        except (ValueError, AttributeError) as cause:
            next_step = f"Move the folder {self._root} away: `boxline run` makes it anew."
            raise StoreDamaged(str(path), str(cause), next_step) from cause
        manifest: dict[str, Any] = found
        return manifest

    def commits(self) -> dict[str, dict[date, Commit]]:
        """Export -> day -> the document's versions, as the planner compares them."""
        found: dict[str, dict[date, Commit]] = {}
        for entry in self.manifest()["documents"].values():
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

    def publish(
        self,
        documents: Sequence[NewDocument],
        now: datetime,
        *,
        shrink_reason: str = "",
        withdrawn: Mapping[str, str] | None = None,
        versions: Mapping[str, str] | None = None,
    ) -> Publishing:
        """Publish a new set with these documents in place of theirs.

        A document that says what it said before keeps its file and the moment it was made.

        Args:
            shrink_reason: why documents may have fewer rows than those they replace, or another
                path; recorded with each that does. Empty: such a document is refused.
            withdrawn: paths that are published no more, and why; recorded.
            versions: name -> what was made by it, for whoever asks whether to make it again.
        """
        self._clear_half_built()
        manifest = self.manifest()
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
        if any(manifest.get(name, {}) != found for name, found in new.items()):
            self._swap(new, changed, now)
        return Publishing(changed=len(changed), refused=tuple(refused))

    def _swap(
        self, contents: dict[str, Any], changed: Mapping[str, bytes | Path], now: datetime
    ) -> None:
        entries = contents["documents"]
        new = self._root / "sets" / f"{max(self._sets(), default=0) + 1:08d}"
        new.mkdir(parents=True)
        folders = {(new / path).parent for path in entries}
        for folder in sorted(folders):
            folder.mkdir(parents=True, exist_ok=True)
        current = self.current.resolve()
        for path in entries:
            body = changed.get(path, current / path)
            if isinstance(body, bytes):
                write_in_synced_folder(new / path, body)
            else:
                _link(body, new / path)
        for folder in sorted({*folders, *(f for one in folders for f in one.parents if f > new)}):
            sync_folder(folder)
        manifest = {"made_at": now.isoformat(), **contents}
        write_durably(new / MANIFEST, json.dumps(manifest, indent=1).encode())
        sync_folder(new.parent)
        link = self._root / f"{self.current.name}.{os.getpid()}"
        link.symlink_to(new.relative_to(self._root))
        link.replace(self.current)
        sync_folder(self._root)
        self._prune(now)

    def _sets(self) -> dict[int, Path]:
        """The sets that stand, by number."""
        return {int(path.name): path for path in sorted((self._root / "sets").glob("[0-9]*"))}

    def _clear_half_built(self) -> None:
        """Remove what a killed run left: sets that never became current, and pointers to none.
        Whoever publishes holds the warehouse, so nobody is building them."""
        for link in self._root.glob(f"{self.current.name}.*"):
            link.unlink()
        newest = int(self.current.resolve().name) if self.current.is_symlink() else 0
        for number, path in self._sets().items():
            if number > newest or not (path / MANIFEST).exists():
                shutil.rmtree(path)

    def _prune(self, now: datetime) -> None:
        """Remove the oldest sets, as long as no reader can still be under way in them."""
        paths = list(self._sets().values())
        for path, successor in list(pairwise(paths))[: -KEPT_SETS + 1]:
            made = json.loads((successor / MANIFEST).read_text())["made_at"]
            if now - datetime.fromisoformat(made) < timedelta(minutes=KEPT_MINUTES):
                return
            shutil.rmtree(path)


def _link(file: Path, target: Path) -> None:
    """The same file under another name; a copy where that cannot be."""
    try:
        os.link(file, target)
    except OSError as cause:
        if cause.errno not in (errno.EXDEV, errno.EPERM, errno.EMLINK):
            raise
        write_in_synced_folder(target, file.read_bytes())


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
