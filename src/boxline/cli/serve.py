"""`serve`: documents, pages and the API over HTTP, until it is told to end."""

from __future__ import annotations

import gc
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, say
from boxline.cli.wiring import home_of
from boxline.errors import CannotListen

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from boxline.home import Home

#: A page has 500 rows at most.
ANSWER_BYTES = 50_000_000

PortOption = Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")]
HostOption = Annotated[str, typer.Option(help="Address to listen at.")]
AllowHostOption = Annotated[
    list[str] | None,
    typer.Option("--allow-host", help="A name that readers reach it by; may be repeated."),
]
NoScheduleOption = Annotated[
    bool, typer.Option("--no-schedule", help="Start nothing by the clock.")
]
EndRunsOption = Annotated[
    bool, typer.Option("--end-runs", help="When the server ends, end what it started too.")
]
OpenApiOption = Annotated[
    Path | None,
    typer.Option("--openapi", help="Write what can be asked for to this file, and serve nothing."),
]


def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = 8321,
    allow_host: AllowHostOption = None,
    no_schedule: NoScheduleOption = False,
    end_runs: EndRunsOption = False,
    openapi: OpenApiOption = None,
    home: HomeOption = None,
) -> None:
    """Serve the documents, the pages and the API of a home, and start what is due, until Ctrl-C."""
    from boxline.cli.acting_server import acting_routers

    if openapi is not None:
        openapi.write_text(openapi_text())
        return
    with home_of(home) as here:
        routers = acting_routers(here, schedules=not no_schedule, ends_runs=end_runs)
        _serve(app_of(here, {host, *(allow_host or ())}, routers), host, port)


def app_of(home: Home, hosts: set[str], acting: Sequence[APIRouter] = ()) -> FastAPI:
    """The app over a home's stores."""
    from importlib.metadata import version

    from boxline.engine.program_version import commit
    from boxline.stores.bounds import Bounds
    from boxline.web.api import Limits, Served, create_app
    from boxline.web.api.served import LOOPBACK

    given = home.settings
    limits = Limits(
        queries=Bounds(
            memory=given.query_memory,
            seconds=given.query_seconds,
            threads=1,
            answer_bytes=ANSWER_BYTES,
        ),
        queries_per_second=given.queries_per_second,
    )

    served = Served(
        published=home.published,
        snapshot=home.snapshot,
        ledger=home.ledger,
        catalog=home.catalog,
        clock=home.clock,
        version=version("boxline"),
        commit=commit(),
        hosts=LOOPBACK | {_as_named(name) for name in hosts},
        limits=limits,
        copies=home.path / "cache" / "published",
    )
    return create_app(served, acting)


def _as_named(host: str) -> str:
    """A host as a request names it."""
    return f"[{host}]".lower() if ":" in host else host.lower()


def openapi_text() -> str:
    """The OpenAPI of the app over a home that keeps every league."""
    import json
    from tempfile import TemporaryDirectory

    from boxline.cli.acting_server import acting_routers
    from boxline.config import Settings
    from boxline.home import Home
    from boxline.leagues import LEAGUE_PACKAGES

    with TemporaryDirectory() as folder:
        empty = Home(settings=Settings(home=Path(folder), leagues=tuple(LEAGUE_PACKAGES)))
        routers = acting_routers(empty, schedules=False, ends_runs=False)
        told = app_of(empty, set(), routers).openapi()
        empty.close()
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _serve(app: FastAPI, host: str, port: int) -> None:
    import socket

    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as cause:
        raise CannotListen(host, port, cause.strerror or str(cause)) from cause
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        # Whoever connects could say that he asks for somebody else, and each time for another.
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    with listening, _quiet_ending(), _nothing_old_searched():
        say(f"Serving at http://{_as_named(host)}:{listening.getsockname()[1]}/ until Ctrl-C.")
        server = uvicorn.Server(config)
        app.state.is_ending = lambda: server.should_exit
        server.run(sockets=[listening])
    say("Ended.")


@contextmanager
def _nothing_old_searched() -> Iterator[None]:
    """Leave what is loaded so far out of every search for garbage: one through all of it would hold
    readers up for a tenth of a second."""
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()


@contextmanager
def _quiet_ending() -> Iterator[None]:
    """Have the signals that end a server end it, and not the process: uvicorn raises them once more
    when it has ended."""
    before = {
        sign: signal.signal(sign, lambda *_: None) for sign in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)
