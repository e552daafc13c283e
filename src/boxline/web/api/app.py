"""The application: its routes, what stands before them, and how it answers errors."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

from boxline.web.api import (
    alerts,
    api_listing,
    documents,
    findings,
    monitoring,
    morning,
    probes,
    runs,
)
from boxline.web.api.gates import guarded
from boxline.web.api.problems import answer_with_problems, tell_problems
from boxline.web.api.queries import query_routers
from boxline.web.api.served import Served
from boxline.web.api.state import State, state_over

#: What reads, in the order in which it is told of; the queries of the leagues come second.
ROUTERS = (
    documents.router,
    runs.router,
    findings.router,
    probes.router,
    monitoring.router,
    alerts.router,
    morning.router,
    api_listing.router,
)


class Api(FastAPI):
    """The application behind its gates: what a mistake is answered with passes them too."""

    def build_middleware_stack(self) -> ASGIApp:
        """The stack that FastAPI makes, inside the gates."""
        state = self.state.boxline
        assert isinstance(state, State)
        return guarded(super().build_middleware_stack(), state.served, state.counts)

    def openapi(self) -> dict[str, Any]:
        """What can be asked for, and that every error is a problem."""
        if not self.openapi_schema:
            tell_problems(super().openapi())
        assert self.openapi_schema is not None
        return self.openapi_schema


def create_app(served: Served, acting: Sequence[APIRouter] = ()) -> FastAPI:
    """The API over the stores of one home.

    Args:
        acting: routers of what changes things. They may have a lifespan of their own, and find
            what is served by `served.Stores`.
    """
    state = state_over(served)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        state.close()

    app = Api(
        title="Boxline",
        version=served.version,
        description="Published documents, queries over the newest snapshot, and how things stand.",
        docs_url=None,  # Swagger's and ReDoc's pages ask another host for their scripts
        redoc_url=None,
        lifespan=lifespan,
    )
    app.state.served, app.state.boxline = served, state
    answer_with_problems(app)
    first, *others = ROUTERS
    for router in (*acting, first, *query_routers(served.catalog), *others):
        app.include_router(router)
    return app
