"""Published documents by path, each out of the set that is current when it is asked for."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import FileResponse, RedirectResponse, Response

from boxline.web.api.problems import Problem
from boxline.web.api.served import Stores

router = APIRouter(tags=["documents"])


@router.get("/health")
def health() -> dict[str, str]:
    """The process lives."""
    return {"status": "alive"}


@router.get("/", include_in_schema=False)
def front(served: Stores) -> Response:
    """To the pages, where there are any."""
    is_there = "site/index.html" in served.published.manifest()["documents"]
    return RedirectResponse("/site/index.html" if is_there else "/openapi.json", 307)


@router.get("/{path:path}", include_in_schema=False)
def document(path: str, served: Stores) -> Response:
    """One published file."""
    if path not in served.published.manifest()["documents"]:
        raise Problem(404, "No document has this path.", "See /manifest.json for those there are.")
    return FileResponse(served.published.current / path)
