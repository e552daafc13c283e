"""A served home on which a token may act, asked without a socket."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from boxline.home import Home
from boxline.stores.tokens import token_of
from boxline.web.acting.events import events_router
from boxline.web.acting.routes import orders_router
from boxline.web.acting.starting import Starter
from boxline.web.api import Served, create_app
from boxline.web.api.served import LOOPBACK
from tests.builders import home_at

TOKEN = token_of("a" * 43)
#: Stands in for `boxline` where a test is not about what it does.
DOES_NOTHING = "pass"


def entry(script: str) -> tuple[str, ...]:
    """Words that run a script as the child; its own words are behind."""
    return (sys.executable, "-I", "-S", "-c", script)


@dataclass(kw_only=True)
class Server:
    """An app over a home, and what was answered by it."""

    home: Home
    starter: Starter
    app: FastAPI
    token: str = TOKEN
    client: tuple[str, int] = ("192.0.2.7", 1234)
    headers: dict[str, str] = field(default_factory=dict)

    def post(
        self, path: str, body: Any = None, *, token: str | None = TOKEN, **given: Any
    ) -> httpx.Response:
        """Send a body, with the token that holds unless another is given."""
        headers = {} if token is None else {"Authorization": f"Bearer {token}"}
        return self.ask("POST", path, json={} if body is None else body, headers=headers, **given)

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """One request."""

        async def asked() -> httpx.Response:
            transport = httpx.ASGITransport(self.app, client=self.client)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as one:
                return await one.request(method, path, **given)

        return asyncio.run(asked())

    def await_end(self, run_id: str) -> None:
        """Wait until a started process has ended."""
        started = self.starter._at_work.get(run_id)
        assert started is None or started.wait(30)


def served(home: Home) -> Served:
    """What an API over a home reads."""
    return Served(
        published=home.published,
        snapshot=home.snapshot,
        ledger=home.ledger,
        catalog=home.catalog,
        clock=home.clock,
        version="0",
        hosts=LOOPBACK | {"testserver"},  # as schemathesis calls it
    )


def server_of(home: Home, words: tuple[str, ...]) -> Server:
    """A server over a home that starts what the words say."""
    starter = Starter(
        ledger=home.ledger,
        home=home.path,
        entry=words,
        environment=dict(os.environ),
        clock=home.clock,
        new_run_id=home.new_run_id,
    )
    app = create_app(served(home), [orders_router(starter), events_router(starter.logs)])
    return Server(home=home, starter=starter, app=app)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home with nothing in it but a token."""
    one = home_at(tmp_path / "home")
    one.ledger.tokens.add("ci", TOKEN, one.clock())
    yield one
    one.close()


@pytest.fixture
def serving(home: Home) -> Iterator[Callable[[str], Server]]:
    """Makes servers whose children run a script, and ends those that go on."""
    made: list[Server] = []

    def serve(script: str) -> Server:
        made.append(server_of(home, entry(script)))
        return made[-1]

    yield serve
    for one in made:
        one.starter.end_all()


@pytest.fixture
def server(serving: Callable[[str], Server]) -> Server:
    """A server whose children do nothing and end."""
    return serving(DOES_NOTHING)
