"""What is published beside documents: their schemas, tables, and the pages that show them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.catalog.feeds import Document
from boxline.catalog.schemas import document_types, schemas
from boxline.engine.documents import NewDocument
from boxline.home.health_documents import DOCUMENTS
from boxline.stores.snapshot import Snapshot

#: What the manifest calls them.
SCHEMAS, TABLES = "schemas", "data"


@dataclass(frozen=True, kw_only=True)
class Beside:
    """Files to be published.

    Attributes:
        dataset: what the manifest calls them.
        bodies: path -> bytes, and hash of all that they are made from.
        versions: what is recorded of what they are made from, for the next time.
        withdrawn: paths that are published no more, and why.
    """

    dataset: str
    bodies: Mapping[str, tuple[bytes | Path, str]]
    versions: Mapping[str, str] = field(default_factory=dict)
    withdrawn: Mapping[str, str] = field(default_factory=dict)


def published_types(catalog: Catalog) -> dict[str, type[Document]]:
    """Path of every kind of document that is published -> its type."""
    return {**document_types(catalog), **DOCUMENTS}


def schema_files(held: Mapping[str, Any], catalog: Catalog) -> Beside:
    """The schemas of all documents, where those that are published are others."""
    texts = schemas(published_types(catalog).values())
    version = hashlib.sha256(b"".join(texts.values())).hexdigest()[:32]
    if held.get("versions", {}).get(SCHEMAS) == version:
        return Beside(dataset=SCHEMAS, bodies={})
    bodies = {path: (text, hashlib.sha256(text).hexdigest()) for path, text in texts.items()}
    return Beside(dataset=SCHEMAS, bodies=bodies, versions={SCHEMAS: version})


def table_files(held: Mapping[str, Any], catalog: Catalog, snapshot: Snapshot) -> Beside:
    """The tables that leagues publish, each part of them a Parquet file: the snapshot's own, which
    never changes, under another name."""
    entries, tables = held["documents"], (snapshot.manifest() or {"tables": {}})["tables"]
    files = {
        f"{TABLES}/{league.name}-{word}-{file['part']}.parquet": snapshot.root / file["path"]
        for league in catalog.leagues.values()
        for table, word in league.published.items()
        for file in tables.get(table, {"files": []})["files"]
    }
    bodies = {
        path: (file, file.name)
        for path, file in files.items()
        if entries.get(path, {}).get("content") != file.name
    }
    shown = (path for path, entry in entries.items() if entry["dataset"] == TABLES)
    gone = {path: "its rows are part of another file" for path in shown if path not in files}
    return Beside(dataset=TABLES, bodies=bodies, withdrawn=gone)


def site_of(
    held: Mapping[str, Any],
    new: Mapping[str, NewDocument],
    withdrawn: Mapping[str, str],
    read_held: Callable[[str], bytes],
) -> Beside:
    """Every page that does not show what will be published.

    Args:
        held: the manifest of the set that stands; `read_held` gives the bytes of a document of it.
        new: documents by path that will stand; `withdrawn` paths will not.
    """
    from boxline.stores.published_entries import said
    from boxline.web.site import FOLDER, site_files

    entries = held["documents"]
    documents = {path: said(entry) for path, entry in entries.items() if path not in withdrawn}
    documents |= {path: one.content for path, one in new.items() if one.content}
    documents = {path: content for path, content in documents.items() if path.endswith(".json")}

    def read(path: str) -> bytes:
        body = new[path].body if path in new else read_held(path)
        return body if isinstance(body, bytes) else body.read_bytes()

    files = {one.path: one for one in site_files(documents, read)}
    bodies = {
        path: (file.draw(), file.content)
        for path, file in files.items()
        if entries.get(path, {}).get("content") != file.content
    }
    shown = (path for path, entry in entries.items() if entry["dataset"] == FOLDER)
    gone = {path: "what it showed is published no more" for path in shown if path not in files}
    return Beside(dataset=FOLDER, bodies=bodies, withdrawn=gone)
