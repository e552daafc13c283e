"""Readers while sets are replaced: whoever follows a manifest finds what it lists, whole."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx

from boxline.engine.documents import NewDocument
from tests.web.api.asking import DAY, NOW, app_over, document, fresh_home

PUBLISHES, READERS, AT_ONCE, DOCUMENTS = 50, 1000, 20, 3


def documents(number: int) -> Sequence[NewDocument]:
    """The documents of one publishing. One of them never changes, and is shared by all sets."""
    days = [DAY - timedelta(days=n) for n in range(DOCUMENTS)]
    return [
        document(f"v1/results/{day}.json", b'{"n":%d}' % (number if n else -1), day=day)
        for n, day in enumerate(days)
    ]


async def read(client: httpx.AsyncClient) -> int:
    """Follow the manifest to all that it lists; the number of the publishing that it is of."""
    manifest = await client.get("/manifest.json")
    told = manifest.json()["documents"]
    assert len(told) == DOCUMENTS
    numbers = set()
    for path, entry in told.items():
        answer = await client.get(f"/sets/{manifest.headers['Boxline-Set']}/{path}")
        assert answer.status_code == 200, answer.text
        assert hashlib.sha256(answer.content).hexdigest() == entry["sha256"]
        numbers.add(answer.json()["n"])
    (number,) = numbers - {-1}
    return int(number)


def test_a_thousand_readers_during_fifty_publishes_see_no_mixed_set(tmp_path: Path) -> None:
    home = fresh_home(tmp_path, *documents(0))
    app, read_so_far = app_over(home), threading.Semaphore(0)

    def publish() -> None:
        for number in range(1, PUBLISHES + 1):
            for _ in range(READERS // PUBLISHES - 1):
                read_so_far.acquire(timeout=5)
            assert home.published.publish(documents(number), NOW).refused == ()

    async def readers() -> list[int]:
        places = asyncio.Semaphore(AT_ONCE)

        async def one(client: httpx.AsyncClient) -> int:
            async with places:
                try:
                    return await read(client)
                finally:
                    read_so_far.release()

        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await asyncio.gather(*(one(client) for _ in range(READERS)))

    with ThreadPoolExecutor(1) as threads:
        publishing = threads.submit(publish)
        seen = asyncio.run(readers())
        publishing.result()
    assert len(seen) == READERS
    assert len(set(seen)) > PUBLISHES / 2, "few readers were under way while sets were replaced"
