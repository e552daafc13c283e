"""What readers see: the snapshot and the published documents, whole and behind their pointers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from boxline.errors import StoreDamaged
from boxline.health.examining.examined import Examined, fine, problem
from boxline.health.examining.unusable import UNUSABLE, unusable
from boxline.stores.buckets import open_bucket
from boxline.stores.published import Published
from boxline.stores.published_bucket import POINTER, PublishedBucket, object_path
from boxline.stores.snapshot import Snapshot


def examine_snapshot(home: Path, *, is_deep: bool) -> Iterator[Examined]:
    """Whether the manifest can be read, and each of its files; `is_deep` reads their rows."""
    snapshot = Snapshot(home / "snapshot")
    next_step = f"Move {snapshot.root} away: the next run writes it anew."
    try:
        manifest = snapshot.manifest()
    except StoreDamaged as error:
        yield problem("snapshot", f"{error.path}: {error.why}", next_step)
        return
    if manifest is None:
        return
    files = [snapshot.root / f["path"] for t in manifest["tables"].values() for f in t["files"]]
    wrong = [f"{path}: {why}" for path in files if (why := _unreadable(path, is_deep=is_deep))]
    if wrong:
        yield problem("snapshot", "; ".join(wrong[:3]) + _more(wrong), next_step)
    else:
        yield fine("snapshot", f"{len(files)} files of {manifest['made_at']} are there")


def examine_published(home: Path, *, is_deep: bool, url: str = "") -> Iterator[Examined]:
    """Whether the manifest can be read, and every document is there; `is_deep` hashes them.

    Args:
        url: of the bucket that is published in; empty for the home's folder.
    """
    if url:
        yield _of_bucket(url, is_deep=is_deep)
        return
    published = Published(home / "published")
    next_step = f"Move {home / 'published'} away: the next run makes it anew."
    if not published.current.is_symlink() and not published.current.exists():
        return
    if not published.current.is_dir():
        yield problem("published", f"{published.current} leads nowhere", next_step)
        return
    try:
        documents = published.manifest()["documents"]
    except StoreDamaged as error:
        yield problem("published", f"{error.path}: {error.why}", next_step)
        return
    wrong = [
        f"{published.current / path}: {why}"
        for path, entry in documents.items()
        if (why := _differs(published.current / path, entry, is_deep=is_deep))
    ]
    yield _told(wrong, len(documents), next_step)


def _of_bucket(url: str, *, is_deep: bool) -> Examined:
    try:
        return _in_bucket(PublishedBucket(bucket=open_bucket(url)), is_deep=is_deep)
    except StoreDamaged as error:
        return problem("published", f"{error.path}: {error.why}", error.next_step)
    except UNUSABLE as cause:
        return unusable("published", cause)


def _in_bucket(bucket: PublishedBucket, *, is_deep: bool) -> Examined:
    documents, sizes = bucket.manifest()["documents"], bucket.sizes()
    wrong = []
    for path, entry in documents.items():
        size = sizes.get(object_path(path, entry["sha256"]))
        if size is None:
            wrong.append(f"{path}: its object is gone")
        elif size != entry["bytes"]:
            wrong.append(f"{path}: its object has another size than its manifest says")
        elif is_deep and hashlib.sha256(bucket.read(path)).hexdigest() != entry["sha256"]:
            wrong.append(f"{path}: its bytes are not those that were published")
    next_step = f"Remove {bucket.where}/{POINTER}: the next run publishes anew."
    return _told(wrong, len(documents), next_step)


def _told(wrong: list[str], documents: int, next_step: str) -> Examined:
    if wrong:
        return problem("published", "; ".join(wrong[:3]) + _more(wrong), next_step)
    return fine("published", f"{documents} documents are there")


def _unreadable(path: Path, *, is_deep: bool) -> str:
    try:
        with pq.ParquetFile(path) as file:
            if is_deep:
                file.read()
    except FileNotFoundError:
        return "it is gone"
    except (pa.ArrowException, OSError) as cause:
        return str(cause).splitlines()[0]
    return ""


def _differs(path: Path, entry: dict[str, object], *, is_deep: bool) -> str:
    try:
        if path.stat().st_size != entry["bytes"]:
            return "it has another size than its manifest says"
        if is_deep and hashlib.sha256(path.read_bytes()).hexdigest() != entry["sha256"]:
            return "its bytes are not those that were published"
    except OSError as cause:
        return str(cause.strerror)
    return ""


def _more(wrong: list[str]) -> str:
    return f" and {len(wrong) - 3} more" if len(wrong) > 3 else ""
