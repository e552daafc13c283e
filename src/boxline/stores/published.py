"""Published documents: whole sets, each a folder of its own, and one pointer that is swapped.

`current` is a symbolic link to a set. A set is never changed: the next one shares its unchanged
files by hard links, so a reader that resolved the pointer once sees one set, whole. It may take its
time: a set stays for a while after it was replaced.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

from boxline.engine.documents import NewDocument
from boxline.engine.versions import Commit
from boxline.errors import StoreDamaged
from boxline.stores.durable import sync_folder, write_durably, write_in_synced_folder
from boxline.stores.published_place import Publishing, commits_of, decide

MANIFEST = "manifest.json"

#: So many sets are kept at least, and every one that was replaced less long ago than a slow reader
#: may take.
KEPT_SETS, KEPT_MINUTES = 3, 60


class Published:
    """A folder of published sets. Its manifest is the commit record of every document."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @property
    def current(self) -> Path:
        """The pointer to the set that readers see."""
        return self._root / "current"

    @property
    def where(self) -> str:
        """That pointer's path."""
        return str(self.current)

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
        return commits_of(self.manifest())

    def read(self, path: str) -> bytes:
        """A document of the set that is current."""
        return (self.current / path).read_bytes()

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
        """Publish a new set with these documents in place of theirs, as `PublishedPlace` says."""
        self._clear_half_built()
        stands = self.manifest()
        insist()
        decided = decide(
            stands,
            documents,
            now,
            shrink_reason=shrink_reason,
            withdrawn=withdrawn,
            versions=versions,
        )
        if decided.is_other:
            self._swap(decided.contents, decided.changed, now)
        return decided.done

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
