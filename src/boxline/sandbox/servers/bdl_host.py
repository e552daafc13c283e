"""balldontlie's one host for all its leagues: it asks for the key, a path names the league."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from boxline.sandbox.servers.replies import Account, Reply, Request, json_reply

HOST = "api.balldontlie.io"
_NOT_FOUND = json_reply({"error": "Not Found"}, status=404)
_UNAUTHORIZED = Reply(status=401, body=b"Unauthorized", content_type="text/plain; charset=utf-8")


class BdlLeague(Protocol):
    """What balldontlie has of one league."""

    @property
    def prefix(self) -> str:
        """What its paths begin with, such as `/mlb/v1/`."""
        ...

    def answer(self, request: Request) -> Reply:
        """The reply to a caller whose key is good."""
        ...


class BdlHost:
    """Hands a request on to the league that its path names."""

    hosts = (HOST,)
    busy = Reply(
        status=429,
        body=b"Too many requests, please try again later.",
        content_type="text/plain; charset=utf-8",
    )

    def __init__(self, leagues: Sequence[BdlLeague], *, key: str) -> None:
        self._leagues = leagues
        self._key = key

    def answer(self, request: Request) -> Reply:
        """The reply; 401 without the key."""
        is_known = request.headers.get("authorization") == self._key
        if not is_known or request.account is not Account.GOOD:
            return _UNAUTHORIZED
        for league in self._leagues:
            if request.path.startswith(league.prefix):
                return league.answer(request)
        return _NOT_FOUND
