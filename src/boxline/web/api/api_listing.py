"""A page that lists what can be asked for: our own, because Swagger's asks other hosts."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import Response

router = APIRouter(include_in_schema=False)

_KEPT = {"Cache-Control": "public, max-age=300"}


@router.get("/docs")
async def listing(request: Request) -> Response:
    """Every operation with its parameters, out of the OpenAPI."""
    app = request.app
    assert isinstance(app, FastAPI)
    return Response(_page(app), headers=_KEPT, media_type="text/html; charset=utf-8")


@router.get("/docs/style.css")
async def style() -> Response:
    """How it looks."""
    text = _templates().loader.get_source(_templates(), "api_listing.css")[0]  # type: ignore[union-attr]
    return Response(text, headers=_KEPT, media_type="text/css; charset=utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("boxline.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )


def _page(app: FastAPI) -> str:
    told = app.openapi()
    operations = [
        {
            "id": operation["operationId"],
            "method": method.upper(),
            "path": path,
            "summary": operation.get("description", operation.get("summary", "")),
            "parameters": [_parameter(one) for one in operation.get("parameters", ())],
        }
        for path, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    return (
        _templates()
        .get_template("api_listing.html.j2")
        .render(
            title=told["info"]["title"],
            version=told["info"]["version"],
            openapi=told["openapi"],
            operations=operations,
        )
    )


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": one["name"],
        "in": one["in"],
        "required": one.get("required", False),
        "said": _said(one),
    }


def _said(one: dict[str, Any]) -> str:
    schema = one.get("schema", {})
    kinds = schema.get("anyOf", [schema])
    allowed = [str(value) for kind in kinds for value in kind.get("enum", ())]
    words = str(one.get("description") or schema.get("description", ""))
    return f"{words} One of: {', '.join(allowed)}." if allowed else words
