"""The application: its routes, what stands before them, and how it answers errors."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import APIRouter, FastAPI

from boxline.web.api import documents
from boxline.web.api.problems import answer_with_problems
from boxline.web.api.served import Served


def create_app(served: Served, acting: Sequence[APIRouter] = ()) -> FastAPI:
    """The API over the stores of one home.

    Args:
        acting: routers of what changes things. They come before those of documents, may have
            a lifespan of their own, and find what is served in `app.state.served`.
    """
    app = FastAPI(
        title="Boxline",
        version=served.version,
        docs_url=None,  # Swagger's and ReDoc's pages ask another host for their scripts
        redoc_url=None,
    )
    app.state.served = served
    answer_with_problems(app)
    for router in (*acting, documents.router):
        app.include_router(router)
    return app
