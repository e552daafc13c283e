"""Entries of the published manifest: what is told of each file, and of why one shrank."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from boxline.engine.documents import NewDocument


def entry_of(document: NewDocument, now: datetime) -> dict[str, Any]:
    """What the manifest tells of a new document."""
    body = document.body
    size = body.stat().st_size if isinstance(body, Path) else len(body)
    sha256 = _sha256(body)
    entry: dict[str, Any] = {
        "dataset": document.dataset,
        "date": document.day.isoformat(),
        "sha256": sha256,
        "bytes": size,
        "rows": document.rows,
        "code": document.code,
        "made_at": now.isoformat(),
    }
    if document.content:
        entry["content"] = document.content
    if document.standing:
        entry["standing"] = document.standing
    if document.inputs is not None:
        entry["inputs"] = f"{document.inputs:032x}"
    return entry


def said(entry: Mapping[str, Any]) -> str:
    """The hash of what a document says."""
    return str(entry.get("content") or entry["sha256"])


def shrunk(
    withdrawn: Sequence[str], rows: int, new_rows: int, reason: str, now: datetime
) -> dict[str, Any]:
    """The record of why a document has fewer rows than the one before, or another path."""
    found = {"from": rows, "to": new_rows, "reason": reason, "at": now.isoformat()}
    return found | ({"withdrawn": list(withdrawn)} if withdrawn else {})


def with_shrunk(entry: dict[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """An entry that still says why its document shrank when it last did."""
    known = {"shrunk": held["shrunk"]} if "shrunk" in held else {}
    return known | entry


def _sha256(body: bytes | Path) -> str:
    if isinstance(body, bytes):
        return hashlib.sha256(body).hexdigest()
    with body.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
