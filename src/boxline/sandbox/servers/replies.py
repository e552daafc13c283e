"""A request as a provider's server reads it, and the reply it sends."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, Protocol

import msgspec

JSON = "application/json; charset=utf-8"


class Account(Enum):
    """How the key that came with a request stands; the key itself may be right all the same."""

    GOOD = "good"
    EXPIRED = "expired"  # no longer paid for
    EXHAUSTED = "exhausted"  # its credits are used up


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What is sent back: status, body as it is before any compression, and further headers."""

    status: int = 200
    body: bytes = b""
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Request:
    """What a client asks.

    Attributes:
        host: the `Host` header without a port, in lower case.
        path: as sent, decoded, without the query.
        query: every parameter with all its values, in order.
        headers: names in lower case.
        at: the simulated instant, UTC.
        account: how the caller's key stands.
    """

    host: str
    path: str
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]
    at: datetime
    account: Account = Account.GOOD

    def first(self, name: str, default: str = "") -> str:
        """The first value of a parameter, or the default where it was not sent."""
        return (self.query.get(name) or (default,))[0]

    def every(self, name: str) -> tuple[str, ...]:
        """All values of a parameter, sent as `name`, as `name[]`, or both."""
        return (*self.query.get(name, ()), *self.query.get(f"{name}[]", ()))


class Refusal(Exception):
    """Ends the making of a reply: the provider answers something else than was asked for."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(reply.status)
        self.reply = reply


class Site(Protocol):
    """One provider's server: the hosts it answers for, and how."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Names that the `Host` header may give."""
        ...

    @property
    def busy(self) -> Reply:
        """What it sends with status 429."""
        ...

    def answer(self, request: Request) -> Reply:
        """The reply.

        Raises:
            Refusal: the provider refuses; holds what it sends instead.
        """
        ...


Answer = Callable[[Request, re.Match[str]], Reply]


class Routes:
    """Which function answers which path; paths are matched as a whole."""

    def __init__(self, answers: Mapping[str, Answer]) -> None:
        self._answers = [(re.compile(pattern), answer) for pattern, answer in answers.items()]

    def answer(self, request: Request, unknown: Reply) -> Reply:
        """What the function of the path says, or `unknown` where no pattern matches."""
        for pattern, answer in self._answers:
            if found := pattern.fullmatch(request.path):
                return answer(request, found)
        return unknown


def json_reply(value: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """The value as JSON."""
    return Reply(status=status, body=msgspec.json.encode(value), headers=headers or {})


def html_reply(status: int, title: str) -> Reply:
    """A short page, as gateways and file servers send it."""
    page = f"<html>\n<head><title>{title}</title></head>\n<body><h1>{title}</h1></body>\n</html>\n"
    return Reply(status=status, body=page.encode(), content_type="text/html")


#: What NBA.com's file servers say of a file that is not there (yet).
ACCESS_DENIED = Reply(
    status=403,
    body=b'<?xml version="1.0" encoding="UTF-8"?>\n'
    b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>",
    content_type="application/xml",
)


def day_of(text: str, refusal: Reply) -> date:
    """A day written 2025-01-15, 2025-01-15T..., 20250115 or 01/15/2025.

    Raises:
        Refusal: it is no such day.
    """
    for pattern in ("%Y-%m-%d", "%Y%m%d", "%m/%d/%Y"):
        try:
            return datetime.strptime(text.partition("T")[0], pattern).date()  # noqa: DTZ007 - a day
        except ValueError:
            continue
    raise Refusal(refusal)


def number_of(text: str, refusal: Reply) -> int:
    """A whole number that is 0 or more.

    Raises:
        Refusal: it is none.
    """
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Refusal(refusal)
    return int(text)


def instant_of(text: str, refusal: Reply) -> datetime:
    """An instant in ISO 8601 with its zone.

    Raises:
        Refusal: it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise Refusal(refusal) from None
    if found.tzinfo is None:
        raise Refusal(refusal)
    return found
