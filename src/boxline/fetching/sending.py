"""Sending one request: at the provider's pace, with its key, and its status understood."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import quote, urlsplit

import httpx

from boxline.catalog import Provider, Request
from boxline.engine.exchanges import Pacer
from boxline.errors import (
    KeyRefused,
    NotThereYet,
    OutOfCredits,
    RateLimited,
    RequestRefused,
    ServerFailed,
    Truncated,
    Unreachable,
)
from boxline.fetching.bodies import judge, read_body

#: A body may take so many times as long as one silence within it.
PATIENCE = 4
#: Headers of replies that are kept beside the credits: what they say decides about later requests.
KEPT_HEADERS = ("etag", "last-modified", "content-type", "retry-after")
#: Validator -> the header that asks whether it still holds.
CONDITIONS = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}


@dataclass(frozen=True, kw_only=True)
class Speech:
    """How a provider is spoken to in this process.

    Attributes:
        key: the provider's key; empty where it takes none.
        sandbox: the URL that stands for every host, each named in the `Host` header; empty for
            the providers themselves.
    """

    key: str = ""
    sandbox: str = ""


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A good reply. `body` None: unchanged since the reply whose validators were sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(kw_only=True)
class Observed:
    """What is known of a reply so far, also where it turns out to be none."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None


class Sender:
    """One connection pool for all providers.

    Args:
        pacer: whose turn it is.
        clock: the present instant.
    """

    def __init__(
        self,
        pacer: Pacer,
        speeches: Mapping[str, Speech],
        clock: Callable[[], datetime],
        timeout_seconds: float | None = None,
    ) -> None:
        self._pacer, self._speeches, self._clock = pacer, speeches, clock
        self._timeout = timeout_seconds
        self._client = httpx.Client(
            follow_redirects=False,
            headers={"Accept-Encoding": "gzip", "User-Agent": "boxline"},
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=16),
            trust_env=False,
        )

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def send(
        self,
        provider: Provider,
        request: Request,
        words: Mapping[str, str],
        more: Mapping[str, str],
        validators: Mapping[str, str],
        observed: Observed,
    ) -> Reply:
        """Ask once.

        Args:
            words: what the templates' placeholders stand for.
            more: parameters beside the request's own: those of a later page.
            validators: `etag` and `last-modified` of a reply that is held already.
            observed: filled as things become known.
        Raises:
            FetchError: one of its kinds, with what was wrong.
        """
        speech = self._speeches.get(provider.name, Speech())
        path, host = path_of(request, words), host_of(provider, request)
        where = f"{provider.name}: {host}{path}"
        timeout = self._timeout or provider.timeout_seconds
        sent = self._build(provider, request, speech, host, path, words, more, validators, timeout)
        deadline = time.monotonic() + PATIENCE * timeout
        with self._pacer.turn(provider):
            try:
                reply = self._client.send(sent, stream=True)
            except httpx.TransportError as cause:
                raise Unreachable(where, _why(cause)) from None
            try:
                observed.status = reply.status_code
                observed.headers = _kept(reply.headers, provider)
                if reply.status_code == httpx.codes.NOT_MODIFIED and validators:
                    return Reply(status=304, headers=reply.headers, body=None)
                self._check_status(where, provider, request, reply, deadline)
                body = observed.body = read_body(where, reply, deadline)
            except httpx.RemoteProtocolError as cause:
                raise Truncated(where, _why(cause)) from None
            except httpx.TransportError as cause:
                raise Unreachable(where, _why(cause)) from None
            finally:
                reply.close()
        judge(where, request.form, reply, body)
        return Reply(status=reply.status_code, headers=reply.headers, body=body)

    def _build(
        self,
        provider: Provider,
        request: Request,
        speech: Speech,
        host: str,
        path: str,
        words: Mapping[str, str],
        more: Mapping[str, str],
        validators: Mapping[str, str],
        timeout: float,
    ) -> httpx.Request:
        params = {**params_of(request, words), **more}
        headers = {**provider.headers}
        if provider.auth is not None and provider.auth.query:
            params[provider.auth.query] = speech.key
        elif provider.auth is not None:
            headers[provider.auth.header] = speech.key
        for name, header in CONDITIONS.items():
            # One that is not plain ASCII cannot be said again.
            if name in validators and validators[name].isascii():
                headers[header] = validators[name]
        base = provider.hosts.get(request.host) or next(iter(provider.hosts.values()))
        if speech.sandbox:
            headers["Host"], base = host, speech.sandbox.rstrip("/")
        try:
            return self._client.build_request(
                "GET", f"{base}{path}", params=params, headers=headers, timeout=timeout
            )
        except httpx.InvalidURL:  # its message would show the URL, which may hold a key
            where = f"{provider.name}: {host}"
            next_step = "Look at its parameters: one may be far too long."
            raise RequestRefused(where, "no URL can ask for that", next_step) from None

    def _check_status(
        self,
        where: str,
        provider: Provider,
        request: Request,
        reply: httpx.Response,
        deadline: float,
    ) -> None:
        status = reply.status_code
        if status == httpx.codes.OK:
            return
        if status in request.not_yet:
            raise NotThereYet(where, f"it says {status}, so it is not published yet")
        if status == httpx.codes.TOO_MANY_REQUESTS:
            raise RateLimited(where, "it says 429", retry_after=self._retry_after(reply))
        if status >= 500:
            raise ServerFailed(where, f"it says {status}", retry_after=self._retry_after(reply))
        if status in {401, 402, 403} and provider.auth is not None:
            said = read_body(where, reply, deadline)[:2000].upper()
            if b"CREDIT" in said or b"QUOTA" in said:
                raise OutOfCredits(where, f"it says {status}: its credits are used up")
            next_step = (
                f"Check the key and what its plan holds: `boxline providers show {provider.name}`; "
                f"without either, leave {provider.name} out of BOXLINE_FETCH_FROM."
            )
            raise KeyRefused(where, f"it says {status}, so it does not take the key", next_step)
        if status in {403, 408}:
            raise Unreachable(where, f"it says {status}")  # how NBA.com turns away who is too fast
        next_step = "Look at what was asked: `boxline datasets show NAME`."
        raise RequestRefused(where, f"it says {status}", next_step)

    def _retry_after(self, reply: httpx.Response) -> float | None:
        """Seconds to wait, of a header that says seconds or a date; None where it says neither."""
        text = reply.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdigit():
            return float(text)
        try:
            until = parsedate_to_datetime(text)
        except ValueError:
            return None
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(0.0, (until - self._clock()).total_seconds())


def host_of(provider: Provider, request: Request) -> str:
    """The host a request goes to."""
    base = provider.hosts.get(request.host) or next(iter(provider.hosts.values()))
    return urlsplit(base).netloc


def path_of(request: Request, words: Mapping[str, str]) -> str:
    """The path, each word in it as one that means nothing but itself."""
    return request.path.format_map(
        {
            name: quote(value, safe="").replace(".", "%2E")  # two of them would go up a folder
            for name, value in _spelled(request, words).items()
        }
    )


def params_of(request: Request, words: Mapping[str, str]) -> dict[str, str]:
    """The query's parameters; whoever builds the URL escapes them."""
    spelled = _spelled(request, words)
    return {name: text.format_map(spelled) for name, text in request.params.items()}


def _spelled(request: Request, words: Mapping[str, str]) -> dict[str, str]:
    """The words as the provider writes them."""
    return {name: request.spelled.get(name, {}).get(value, value) for name, value in words.items()}


def _kept(headers: httpx.Headers, provider: Provider) -> dict[str, str]:
    names = (*KEPT_HEADERS, provider.credits_header, provider.credits_left_header)
    return {name: headers[name][:200] for name in names if name and name in headers}


def _why(cause: httpx.TransportError) -> str:
    """What went wrong on the way; never with the URL, which may hold a key."""
    if isinstance(cause, httpx.TimeoutException):
        return "it did not answer in time"
    if isinstance(cause, httpx.ConnectError):
        return "it cannot be reached"
    return "the connection broke off"
