"""Errors as RFC 9457 problems: what happened, and what to do next; nothing of the inside."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from boxline.errors import BoxlineError, NothingPublished, QueryTooCostly, SnapshotOutdated

#: What is said of an error of ours: the first kind that it is.
_OURS: tuple[tuple[type[BoxlineError], str, str], ...] = (
    (NothingPublished, "There is no snapshot yet.", "Run `boxline run` on the server."),
    (SnapshotOutdated, "The snapshot lacks what is asked.", "Run `boxline run` on the server."),
    (QueryTooCostly, "The query was stopped.", "Ask for fewer days, or a smaller limit."),
    (BoxlineError, "It cannot be answered now.", "Run `boxline doctor` on the server."),
)

#: What Python 3.13 calls otherwise than 3.11.
_PHRASES = {
    413: "Content Too Large",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
}

MEDIA_TYPE = "application/problem+json"


class ProblemDocument(BaseModel):
    """What went wrong with a request."""

    type: str = Field(default="about:blank", description="`about:blank`: the status says the kind.")
    title: str = Field(description="The status in words.")
    status: int = Field(description="The HTTP status.", ge=400, le=599)
    detail: str = Field(description="What happened.")
    next_step: str = Field(description="What to do about it.")


class Problem(HTTPException):
    """A request that is answered by a problem."""

    def __init__(
        self, status: int, detail: str, next_step: str, headers: dict[str, str] | None = None
    ) -> None:
        super().__init__(status, detail, headers)
        self.next_step = next_step


def phrase_of(status: int) -> str:
    """A status in words, the same by every version of Python."""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


def problem_response(
    status: int, detail: str, next_step: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """A problem as a response."""
    body = ProblemDocument(
        title=phrase_of(status), status=status, detail=detail, next_step=next_step
    )
    given = {"Cache-Control": "no-store"} | (headers or {})
    return JSONResponse(body.model_dump(), status, given, MEDIA_TYPE)


def answer_with_problems(app: FastAPI) -> None:
    """Have an app answer every error by a problem."""
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(RequestValidationError, _of_parameters)
    app.add_exception_handler(BoxlineError, _of_ours)
    app.add_exception_handler(Exception, _of_a_mistake)


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What OpenAPI says of the statuses that an endpoint answers by problems."""
    return {
        status: {
            "description": phrase_of(status),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for status in statuses
    }


def tell_problems(openapi: dict[str, Any]) -> None:
    """Have an OpenAPI say of every error that it is a problem, in the place of FastAPI's own."""
    schemas = openapi.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["ProblemDocument"] = ProblemDocument.model_json_schema()
    for operations in openapi["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            told = {int(status) for status in answers if status.isdigit() and int(status) >= 400}
            answers |= {str(status): told for status, told in responses(*told).items()}
            operation["responses"] = dict(sorted(answers.items()))


def _of_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    next_step = getattr(error, "next_step", "See /openapi.json for what can be asked for.")
    headers = dict(error.headers or {})
    return problem_response(error.status_code, str(error.detail), next_step, headers)


def _of_parameters(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    told = "; ".join(
        f"{'.'.join(str(place) for place in one['loc'][1:]) or one['loc'][0]}: {one['msg']}"
        for one in error.errors()
    )
    return problem_response(422, told, "Correct it; /openapi.json says what is allowed.")


def _of_ours(_request: Request, error: Exception) -> JSONResponse:
    # Their own messages are for whoever is at the server, and name its files.
    for kind, detail, next_step in _OURS:
        if isinstance(error, kind):
            return problem_response(503, detail, next_step)
    raise AssertionError("the last kind is that of all")


def _of_a_mistake(_request: Request, _error: Exception) -> JSONResponse:
    detail = "The server made a mistake; its log says which."
    return problem_response(500, detail, "Try again, and report it if it stays.")
