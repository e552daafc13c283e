"""What every request passes, and every answer carries: hosts, rates, sizes, and safe headers."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import unquote

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from boxline.stores.tokens import ANYWHERE
from boxline.web.api.counted import Counted, Counts
from boxline.web.api.problems import Problem, problem_response
from boxline.web.api.rates import Rates, client_of
from boxline.web.api.served import Served

#: Pages run their own scripts and styles, out of files of this server, and nothing else.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

_PORT = re.compile(r":\d{1,5}$")


def guarded(app: ASGIApp, served: Served, counts: Counts) -> ASGIApp:
    """An app behind all of them, the outermost last."""
    for gate in (
        _head_as_get,
        _small_bodies(served),
        _without_tokens_in_urls,
        _paced(served),
        _known_hosts(served),
    ):
        app = gate(app)
    return Counted(_with_headers(app), counts)


def _with_headers(app: ASGIApp) -> ASGIApp:
    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)  # a page whole in itself brings its own policy
            await send(message)

        await app(scope, receive, safely)

    return answer


def _known_hosts(served: Served) -> Callable[[ASGIApp], ASGIApp]:
    """Refuse names that are not ours: another's page whose name is pointed at this machine would
    read it all in its reader's browser."""

    def judge(scope: Scope) -> Problem | None:
        named = [value.decode("latin-1") for key, value in scope["headers"] if key == b"host"]
        if len(named) == 1 and _PORT.sub("", named[0]).lower() in served.hosts:
            return None
        next_step = "Use the address that `boxline serve` printed, or start it with --allow-host."
        return Problem(421, "This server is not known by that name.", next_step)

    return lambda app: _refusing(app, judge)


def _paced(served: Served) -> Callable[[ASGIApp], ASGIApp]:
    limits = served.limits
    queries, documents = Rates(limits.queries_per_second), Rates(limits.documents_per_second)

    def judge(scope: Scope) -> Problem | None:
        is_read = scope["method"] in ("GET", "HEAD")
        is_query = not is_read or scope["path"].startswith("/api/")
        wait = (queries if is_query else documents).take(client_of(scope))
        if not wait:
            return None
        told = {"Retry-After": str(wait)}
        return Problem(429, "Too many requests.", f"Ask again in {wait} s, and slower.", told)

    return lambda app: _refusing(app, judge)


def _without_tokens_in_urls(app: ASGIApp) -> ASGIApp:
    """Refuse to read by a URL with a token in it: whoever passed it on may have kept it. What acts
    refuses it too, and keeps a record of that."""

    def judge(scope: Scope) -> Problem | None:
        url = unquote(scope["path"] + "?" + scope["query_string"].decode("latin-1"))
        if scope["method"] not in ("GET", "HEAD") or not ANYWHERE.search(url):
            return None
        next_step = "Send it as `Authorization: Bearer TOKEN`, and revoke this one."
        return Problem(400, "A token stands in the URL.", next_step)

    return _refusing(app, judge)


def _small_bodies(served: Served) -> Callable[[ASGIApp], ASGIApp]:
    most = served.limits.body_bytes
    refusal = Problem(413, "The body is too large.", f"Send at most {most} bytes.")

    def gate(app: ASGIApp) -> ASGIApp:
        async def answer(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return
            told = dict(scope["headers"]).get(b"content-length", b"0")
            if not told.isdigit() or int(told) > most:
                await _refuse(refusal, scope, receive, send)
                return
            held = 0

            async def receiving() -> Message:
                nonlocal held
                message = await receive()
                held += len(message.get("body", b""))
                if held > most:
                    raise refusal
                return message

            await app(scope, receiving, send)

        return answer

    return gate


def _head_as_get(app: ASGIApp) -> ASGIApp:
    """Answer HEAD as GET, without the body."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope["method"], scope["is_head"] = "GET", True
        await app(scope, receive, without_body)

    return answer


def _refusing(app: ASGIApp, judge: Callable[[Scope], Problem | None]) -> ASGIApp:
    """An app that answers what is not refused."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        refusal = judge(scope) if scope["type"] == "http" else None
        if refusal is not None:
            await _refuse(refusal, scope, receive, send)
        else:
            await app(scope, receive, send)

    return answer


async def _refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    headers = dict(problem.headers or {})
    response = problem_response(problem.status_code, problem.detail, problem.next_step, headers)
    await response(scope, receive, send)
