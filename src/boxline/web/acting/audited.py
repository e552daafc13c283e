"""Endpoints that act: each call needs a token before its body is looked at, and leaves a record."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi.security import HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from boxline.errors import CallerError
from boxline.stores.audit import Call
from boxline.stores.ledger import Ledger
from boxline.web.acting.bearer import insist_on_hint_token, insist_on_token
from boxline.web.api.problems import Problem
from boxline.web.api.served import Served, served_by

#: An address has fewer, and what a proxy hands on may be anything.
CLIENT_SIGNS = 64

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


@dataclass(kw_only=True)
class Entry:
    """What is known so far of a call that acts."""

    token: str = ""
    asked: Mapping[str, Any] = field(default_factory=dict)
    run_id: str = ""


class AuditedRoute(APIRoute):
    """A route of an endpoint that acts."""

    def insist(self, request: Request, ledger: Ledger) -> str:
        """The name of the token of a request, which has to have one."""
        return insist_on_token(request, ledger)

    def get_route_handler(self) -> Handler:
        handle = super().get_route_handler()

        async def audited(request: Request) -> Response:
            served, entry = await served_by(request), Entry()
            request.state.entry = entry
            status = 500
            try:
                entry.token = await run_in_threadpool(self.insist, request, served.ledger)
                response = await handle(request)
                status = response.status_code
                return response
            except HTTPException as refused:
                status = refused.status_code
                raise
            except RequestValidationError:
                status = 422
                raise
            except CallerError as cause:
                status = 422
                raise Problem(422, str(cause), "Correct it and ask again.") from cause
            finally:
                await run_in_threadpool(_note, served, request, entry, status)

        return audited


class HintRoute(AuditedRoute):
    """A route of an endpoint that takes hints: who sends them may know no header but a URL."""

    scheme: ClassVar[HTTPBearer] = HTTPBearer(
        auto_error=False,
        description="A token of `boxline tokens new`; one whose name begins with `hints` may also "
        "stand in the URL, as `?token=TOKEN`, and is good for nothing else.",
    )

    def insist(self, request: Request, ledger: Ledger) -> str:
        """The name of the token of a hint, which may stand in its URL."""
        return insist_on_hint_token(request, ledger)


def entry_of(request: Request) -> Entry:
    """The record that is being made of a call."""
    entry = request.state.entry
    assert isinstance(entry, Entry)
    return entry


def _note(served: Served, request: Request, entry: Entry, status: int) -> None:
    call = Call(
        at=served.clock(),
        token=entry.token,
        client=request.client.host[:CLIENT_SIGNS] if request.client else "",
        method=request.method,
        path=request.scope["route"].path,
        status=status,
        asked=entry.asked,
        run_id=entry.run_id,
    )
    served.ledger.audit.note(call)
