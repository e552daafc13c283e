"""What the API serves: the stores of one home, and within which limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from boxline.catalog import Catalog
from boxline.stores.bounds import Bounds
from boxline.stores.ledger import Ledger
from boxline.stores.published_place import PublishedPlace
from boxline.stores.snapshot import Snapshot

#: By these names a machine calls itself: nobody else's page can have them.
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one request, or one client, may cost.

    Attributes:
        body_bytes: of a request.
        queries: what one query may cost. One thread each: several are answered side by side.
        queries_at_once: how many are answered side by side; others wait.
        queries_per_second, documents_per_second: of one client, on the average; twice as many may
            come at once.
        run_age_hours: how long ago the last run may have begun for all to be well.
    """

    body_bytes: int = 65_536
    queries: Bounds = field(default_factory=lambda: Bounds(threads=1, answer_bytes=50_000_000))
    queries_at_once: int = 4
    queries_per_second: float = 50.0
    documents_per_second: float = 1000.0
    run_age_hours: float = 26.0


@dataclass(frozen=True, kw_only=True)
class Served:
    """What the API reads.

    Attributes:
        clock: gives the present instant, aware and in UTC.
        version: of Boxline, in words.
        commit: that runs, taken when the server began; empty where it is not known.
        hosts: what a request's `Host` may name, without the port.
        copies: a folder for what is published in a bucket and was asked for.
    """

    published: PublishedPlace
    snapshot: Snapshot
    ledger: Ledger
    catalog: Catalog
    clock: Callable[[], datetime]
    version: str
    commit: str = ""
    hosts: frozenset[str] = LOOPBACK
    copies: Path | None = None
    limits: Limits = field(default_factory=Limits)


async def served_by(request: Request) -> Served:
    """What the app that answers a request serves."""
    served = request.app.state.served
    assert isinstance(served, Served)
    return served


#: A parameter of an endpoint that needs the stores themselves.
Stores = Annotated[Served, Depends(served_by)]
