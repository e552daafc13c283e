"""An app over stores, asked as HTTP asks it, without a socket."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI

from boxline.engine.documents import NewDocument
from boxline.home import Home
from boxline.stores.published import Published
from boxline.web.api import Limits, Served, create_app
from tests.builders import home_at

#: Noon of the league day after the documents'.
NOW = datetime(2025, 1, 16, 17, tzinfo=UTC)
DAY = date(2025, 1, 15)

PLENTY = Limits(queries_per_second=10_000, documents_per_second=10_000)


class Asker:
    """Asks an app, request by request, from one address."""

    def __init__(self, app: FastAPI, address: str = "127.0.0.1") -> None:
        self.app, self._address = app, address

    def __call__(
        self, path: str, *, method: str = "GET", host: str = "localhost", **given: Any
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(
                self.app, raise_app_exceptions=False, client=(self._address, 1)
            )
            async with httpx.AsyncClient(transport=transport, base_url=f"http://{host}") as client:
                return await client.request(method, path, **given)

        return asyncio.run(ask())


def app_over(
    home: Home, *, limits: Limits = PLENTY, acting: tuple[APIRouter, ...] = (), **given: Any
) -> FastAPI:
    """An app over the stores of a home."""
    served = Served(
        published=home.published,
        snapshot=home.snapshot,
        ledger=home.ledger,
        catalog=home.catalog,
        clock=home.clock,
        version="1.2.3",
        limits=limits,
        **given,
    )
    return create_app(served, acting)


def fresh_home(path: Path, *documents: NewDocument) -> Home:
    """A home in which nothing is but some documents."""
    home = home_at(path, now=NOW)
    assert home.ledger
    publish(home.published, *documents)
    return home


def publish(published: Published, *documents: NewDocument) -> None:
    """Publish documents in one set."""
    made = published.publish(documents, NOW, shrink_reason="a test wants it")
    assert made.refused == ()


def document(
    path: str = f"v1/results/{DAY}.json", body: bytes = b'{"rows":[]}', *, day: date = DAY
) -> NewDocument:
    return NewDocument(
        dataset=f"of {path}", path=path, day=day, body=body, rows=1, inputs=5, code="c"
    )
