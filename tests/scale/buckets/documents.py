"""Documents that tests publish in every kind of place, and what readers see of them."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

import httpx

from boxline.cli.serve import app_of
from boxline.engine.documents import NewDocument
from boxline.home import Home
from boxline.stores.buckets import is_bucket, open_bucket
from boxline.stores.published import Published
from boxline.stores.published_bucket import PublishedBucket
from boxline.stores.published_place import PublishedPlace

NOW = datetime(2025, 2, 1, tzinfo=UTC)
DAY = date(2025, 1, 15)
PATH = "v1/results/2025-01-15.json"


def published_at(place: str) -> PublishedPlace:
    """What is published in a folder, or in a bucket."""
    if is_bucket(place):
        return PublishedBucket(bucket=open_bucket(place))
    return Published(Path(place))


def document(body: str, *, path: str = PATH, day: date = DAY, rows: int = 1) -> NewDocument:
    """A document of a day."""
    return NewDocument(
        dataset="nba_exports.results",
        path=path,
        day=day,
        body=body.encode(),
        rows=rows,
        inputs=None,
        code="c",
    )


def generation(word: str, *, changing: int = 3, same: int = 3) -> list[NewDocument]:
    """Documents of which some say which generation they are of, and some always the same."""
    said = [document(word, path=f"changing/{n}.json") for n in range(changing)]
    return said + [document(f"same {n}", path=f"same/{n}.json") for n in range(same)]


def whole_set(place: str) -> str:
    """The generation of the set that readers see, every document of which is what its manifest
    says; empty where there is none."""
    published = published_at(place)
    listed = published.manifest()["documents"]
    bodies = {path: published.read(path) for path in listed}
    digests = {path: hashlib.sha256(body).hexdigest() for path, body in bodies.items()}
    assert digests == {path: one["sha256"] for path, one in listed.items()}
    said = {bodies[path].decode() for path in listed if path.startswith("changing")}
    assert len(said) <= 1
    return said.pop() if said else ""


def ask(home: Home, *paths: str) -> list[httpx.Response]:
    """What a server on the home answers."""

    async def asked() -> list[httpx.Response]:
        transport = httpx.ASGITransport(app_of(home, set()))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as one:
            return [await one.get(path) for path in paths]

    return asyncio.run(asked())
