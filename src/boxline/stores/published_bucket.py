"""Published documents in a bucket: objects named by what is in them, and one pointer.

`current.json` lists the sets that stand, the newest first; each is a manifest that names every
document with its hash, under which `objects/` holds it. A set is never changed: the next one sends
what differs, then its manifest, and then replaces the pointer if nobody else has meanwhile. Whoever
is killed before that has published nothing, and what was sent is used by whoever tries again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any

from boxline.engine.documents import NewDocument
from boxline.engine.versions import Commit
from boxline.errors import PublishedMeanwhile, StoreDamaged
from boxline.stores.buckets import Bucket
from boxline.stores.published import KEPT_MINUTES, KEPT_SETS
from boxline.stores.published_place import Publishing, commits_of, decide

POINTER = "current.json"

#: How often somebody else may be faster, until it is told.
TRIES = 10

#: Of more documents it is asked first which are there already: a first publishing that was cut
#: short goes on where it stopped. Of fewer it costs less to send them again.
MANY = 100

#: Of objects that no set names so many are removed before it is looked again which those are.
REMOVED_AT_ONCE = 1000

#: For so long an object counts as there without being sent again, and only after much longer may
#: one that no set names be removed: so nobody removes what somebody is about to name.
FRESH, UNNAMED = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, kw_only=True)
class NamedSet:
    """A set, as the pointer lists it."""

    name: str
    manifest: str
    made_at: str


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """Which sets stand, the newest first; none before the first was published.

    Attributes:
        tag: of the pointer's version; None where there is none.
    """

    sets: tuple[NamedSet, ...] = ()
    tag: str | None = None


@dataclass(kw_only=True)
class PublishedBucket:
    """A place in a bucket, which several machines may publish to: one wins whole, and the other
    publishes on top of it."""

    bucket: Bucket
    _manifest: dict[str, Any] = field(default_factory=lambda: {"documents": {}})

    @property
    def where(self) -> str:
        """Its URL."""
        return self.bucket.url

    def pointer(self, known: Pointer | None = None) -> Pointer:
        """Which sets stand now; `known`, where that is still so.

        Raises:
            StoreDamaged: the pointer is not what was written.
        """
        # Asked for first: what is read then is of that version, or of a newer one.
        tag = self.bucket.tag(POINTER)
        if tag is None or (known is not None and known.tag == tag):
            return known if known is not None and tag is not None else Pointer()
        try:
            told = json.loads(self.bucket.read(POINTER))
            return Pointer(sets=tuple(NamedSet(**one) for one in told["sets"]), tag=tag)
        except (FileNotFoundError, ValueError, KeyError, TypeError) as cause:
            raise self._damaged(POINTER, cause) from cause

    def manifest(self) -> dict[str, Any]:
        """What is published: `documents` by path; empty before the first set."""
        self._manifest = self._manifest_of(self.pointer())
        return self._manifest

    def commits(self) -> dict[str, dict[date, Commit]]:
        """Export -> day -> the document's versions, as the planner compares them."""
        return commits_of(self.manifest())

    def read(self, path: str) -> bytes:
        """A document of the set whose manifest was told last."""
        try:
            sha256 = self._manifest["documents"][path]["sha256"]
        except KeyError as cause:
            raise FileNotFoundError(path) from cause
        return self.bucket.read(object_path(path, sha256))

    def written(self, one: NamedSet) -> bytes:
        """The manifest of a set, as it was written.

        Raises:
            StoreDamaged: it is gone, or holds other bytes.
        """
        try:
            body = self.bucket.read(one.manifest)
        except FileNotFoundError as cause:
            raise self._damaged(one.manifest, cause) from cause
        if _digest(body) not in one.manifest:
            raise self._damaged(one.manifest, ValueError("its hash is another one"))
        return body

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
        """Publish a new set with these documents in place of theirs, as `PublishedPlace` says.

        Raises:
            PublishedMeanwhile: others were faster, again and again.
        """
        sent: set[str] = set()
        for _ in range(TRIES):
            pointer = self.pointer()
            # Who stood still while another took over would win here with what is older. Whoever
            # takes over from now on gives the pointer another tag before we can.
            insist()
            decided = decide(
                self._manifest_of(pointer),
                documents,
                now,
                shrink_reason=shrink_reason,
                withdrawn=withdrawn,
                versions=versions,
            )
            if not decided.is_other:
                return decided.done
            entries = decided.contents["documents"]
            bodies = {
                object_path(path, entries[path]["sha256"]): body
                for path, body in decided.changed.items()
            }
            self._send({path: body for path, body in bodies.items() if path not in sent}, now)
            sent |= bodies.keys()
            if self._swap(decided.contents, pointer, now):
                return decided.done
        raise PublishedMeanwhile(self.where, TRIES)

    def sizes(self) -> dict[str, int]:
        """Path of every object that documents are kept in -> its bytes."""
        return {path: one.bytes for path, one in self.bucket.found("objects").items()}

    def unnamed(self, now: datetime) -> dict[str, int]:
        """Objects that no set names which stands, and none may be about to name -> their bytes."""
        # Listed first: what is named from here on, of that which was there, is seen to be.
        found = self.bucket.found()
        pointer = self.pointer()
        named = {POINTER, *(one.manifest for one in pointer.sets)}
        for one in pointer.sets:
            entries = json.loads(self.written(one))["documents"]
            named |= {object_path(path, entry["sha256"]) for path, entry in entries.items()}
        return {
            path: one.bytes
            for path, one in found.items()
            if path not in named and now - one.changed_at > UNNAMED
        }

    def remove_unnamed(self, now: datetime) -> dict[str, int]:
        """Remove what `unnamed` finds; what was removed. It is looked for again and again, because
        whoever publishes meanwhile sends what is so old once more, and names it."""
        removed: dict[str, int] = {}
        while True:
            left = [one for one in self.unnamed(now).items() if one[0] not in removed]
            if not left:
                return removed
            some = dict(left[:REMOVED_AT_ONCE])
            self.bucket.remove(list(some))
            removed |= some

    def _send(self, bodies: Mapping[str, bytes | Path], now: datetime) -> None:
        if len(bodies) > MANY:
            there = self.bucket.found("objects")
            fresh = {path for path, one in there.items() if now - one.changed_at < FRESH}
            bodies = {path: body for path, body in bodies.items() if path not in fresh}
        paths = list(bodies)
        for first in range(0, len(paths), MANY):  # so that few are in memory at once
            some = {path: bodies[path] for path in paths[first : first + MANY]}
            self.bucket.write(
                {
                    path: one if isinstance(one, bytes) else one.read_bytes()
                    for path, one in some.items()
                }
            )

    def _swap(self, contents: dict[str, Any], pointer: Pointer, now: datetime) -> bool:
        """Name a set that is there, if the pointer still is what it was; whether that was so."""
        number = 1 + max((int(one.name) for one in pointer.sets), default=0)
        manifest = {"made_at": now.isoformat(), **contents}
        written = json.dumps(manifest, indent=1).encode()
        name = f"{number:08d}"
        new = NamedSet(
            name=name,
            manifest=f"sets/{name}-{_digest(written)}.json",
            made_at=now.isoformat(),
        )
        self.bucket.write({new.manifest: written})
        told = {"sets": [vars(one) for one in (new, *_kept(pointer.sets, now))]}
        body = json.dumps(told, indent=1).encode()
        # Refused is also what was sent twice, because the answer was lost.
        return self.bucket.write_if(POINTER, body, pointer.tag) or new in self.pointer().sets

    def _manifest_of(self, pointer: Pointer) -> dict[str, Any]:
        if not pointer.sets:
            return {"documents": {}}
        manifest: dict[str, Any] = json.loads(self.written(pointer.sets[0]))
        return manifest

    def _damaged(self, path: str, cause: Exception) -> StoreDamaged:
        why = "it is gone" if isinstance(cause, FileNotFoundError) else str(cause)
        return StoreDamaged(
            f"{self.where}/{path}",
            why,
            f"Put an earlier version of it back where the bucket keeps them; or remove {POINTER} "
            "there: `boxline run` publishes anew.",
        )


def object_path(path: str, sha256: str) -> str:
    """Where the bytes of a document are, which says as what they are to be read."""
    return f"objects/{sha256[:2]}/{sha256}{PurePosixPath(path).suffix}"


def _kept(sets: Sequence[NamedSet], now: datetime) -> list[NamedSet]:
    """Those that stay beside a new one: some, and every one that a slow reader may be in."""
    kept = list(sets[: KEPT_SETS - 1])
    for one, successor in zip(sets[KEPT_SETS - 1 :], sets[KEPT_SETS - 2 :], strict=False):
        replaced_at = datetime.fromisoformat(successor.made_at)
        if now - replaced_at >= timedelta(minutes=KEPT_MINUTES):
            break
        kept.append(one)
    return kept


def _digest(written: bytes) -> str:
    return hashlib.sha256(written).hexdigest()[:32]
