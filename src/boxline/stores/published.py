"""Published documents: whole sets, each a folder of its own, and one pointer that is swapped.

`current` is a symbolic link to a set. A set is never changed: the next one shares its unchanged
files by hard links, so a reader that resolved the pointer once sees one set, whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from boxline.engine.ports import NewDocument
from boxline.engine.versions import Commit
from boxline.errors import StoreDamaged
from boxline.stores.durable import sync_folder, write_durably

MANIFEST = "manifest.json"
KEPT_SETS = 3


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
            commit = Commit(
                content=int(entry["sha256"][:32], 16),
                inputs=int(entry["inputs"], 16),
                code=entry["code"],
                rows=entry["rows"],
                rejected=0,
            )
            found.setdefault(entry["dataset"], {})[date.fromisoformat(entry["date"])] = commit
        return found

    def publish(self, documents: Sequence[NewDocument], now: datetime) -> int:
        """Publish a new set with these documents in place of theirs; how many differ.

        A document whose bytes did not change keeps its file and the moment it was made.
        """
        before = self.manifest()["documents"]
        entries = dict(before)
        changed: dict[str, bytes] = {}
        for document in documents:
            entry = _entry(document, now)
            held = before.get(document.path)
            if held and held["sha256"] == entry["sha256"]:
                entry["made_at"] = held["made_at"]
            else:
                changed[document.path] = document.body
            entries[document.path] = entry
        if entries != before:
            self._swap(entries, changed, now)
        return len(changed)

    def _swap(self, entries: dict[str, Any], changed: dict[str, bytes], now: datetime) -> None:
        # Numbered by what is there, half-built sets of a killed run among it: no clock, no clash.
        new = self._root / "sets" / f"{max(map(int, self._sets()), default=0) + 1:08d}"
        folders = {(new / path).parent for path in entries}
        for folder in sorted({new, *folders}):
            folder.mkdir(parents=True, exist_ok=True)
        for path in entries:
            if path in changed:
                write_durably(new / path, changed[path])
            else:
                os.link(self.current / path, new / path)
        manifest = {"made_at": now.isoformat(), "documents": dict(sorted(entries.items()))}
        write_durably(new / MANIFEST, json.dumps(manifest, indent=1).encode())
        for folder in folders:
            sync_folder(folder)
        link = self._root / f"current.{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(new.relative_to(self._root))
        link.replace(self.current)
        sync_folder(self._root)
        self._prune()

    def _sets(self) -> list[str]:
        folder = self._root / "sets"
        return sorted(path.name for path in folder.iterdir()) if folder.exists() else []

    def _prune(self) -> None:
        for old in self._sets()[:-KEPT_SETS]:
            shutil.rmtree(self._root / "sets" / old, ignore_errors=True)


def _entry(document: NewDocument, now: datetime) -> dict[str, Any]:
    return {
        "dataset": document.dataset,
        "date": document.day.isoformat(),
        "sha256": hashlib.sha256(document.body).hexdigest(),
        "bytes": len(document.body),
        "rows": document.rows,
        "inputs": f"{document.inputs:032x}",
        "code": document.code,
        "made_at": now.isoformat(),
    }
