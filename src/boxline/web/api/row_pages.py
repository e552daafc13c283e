"""One page of a list: asked of the newest snapshot once, then kept while that is the newest."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import msgspec
from fastapi import Request
from starlette.responses import Response

from boxline.web.api.answering import has_it, takes_gzip
from boxline.web.api.asked import Paged
from boxline.web.api.listings import Condition, Listing
from boxline.web.api.problems import Problem
from boxline.web.api.state import State

#: What a reader has may be old a moment later; asking again costs next to nothing.
_HEADERS = {"Cache-Control": "public, max-age=0, must-revalidate", "Vary": "Accept-Encoding"}

#: Rows are alike: a higher level takes longer and saves little.
_LEVEL = 4


@dataclass(frozen=True, kw_only=True)
class _Wanted:
    """A page that is asked for: its query, and the path and parameters of the next one."""

    listing: Listing
    query: str
    parameters: Sequence[Any]
    limit: int
    path: str
    given: Mapping[str, str]

    def tag(self, version: str) -> str:
        """The name of its answer from one version of the snapshot."""
        told = repr((version, self.path, sorted(self.given.items()), self.query, self.parameters))
        return hashlib.sha256(told.encode(errors="backslashreplace")).hexdigest()

    def body(self, found: Sequence[Sequence[Any]]) -> bytes:
        """The answer, of the rows of the query."""
        rows, following = found[: self.limit], None
        if len(found) > self.limit:
            place = {"limit": self.limit, "after": self.listing.after(rows[-1])}
            following = f"{self.path}?{urlencode({**self.given, **place})}"
        names = [column.name for column in self.listing.columns]
        shown = [dict(zip(names, map(_shown, row), strict=True)) for row in rows]
        return msgspec.json.encode({"rows": shown, "next": following})


async def answer_page(
    request: Request,
    state: State,
    listing: Listing,
    asked: Paged,
    conditions: Sequence[Condition],
    *,
    else_see: str = "",
) -> Response:
    """A page of a list.

    Args:
        else_see: where the ids of players are found, if no row at all means that there is no such
            list; empty where a list may have none.
    Raises:
        Problem: `after` is no place in the list; there is no such list; too many ask.
    """
    query, parameters = listing.query(conditions, asked.after, asked.limit)
    given = {k: v for k, v in request.query_params.items() if k not in ("after", "limit")}
    wanted = _Wanted(
        listing=listing,
        query=query,
        parameters=parameters,
        limit=asked.limit,
        path=request.url.path,
        given=given,
    )
    compressed = takes_gzip(request.headers)
    tag = wanted.tag(state.snapshot.version())
    if has_it(request.headers, _headers(tag, compressed)["ETag"]):
        return Response(status_code=304, headers=_headers(tag, compressed))
    body = state.replies.kept(tag, compressed=compressed)
    if body is None:
        tag, body = await state.asking.run(
            lambda: _asked(state, wanted, compressed=compressed, else_see=else_see)
        )
    headers = _headers(tag, compressed)
    if compressed:
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="application/json")


def _asked(state: State, wanted: _Wanted, *, compressed: bool, else_see: str) -> tuple[str, bytes]:
    """The tag and the bytes of an answer, which is kept."""
    answered = state.snapshot.ask(wanted.query, wanted.parameters)
    if else_see and not answered.rows:
        next_step = f"Find the id by name: {else_see}"
        raise Problem(404, "No player with this id ever appeared.", next_step)
    tag, body = wanted.tag(answered.version), wanted.body(answered.rows)
    if compressed:
        body = gzip.compress(body, _LEVEL, mtime=0)
    state.replies.keep(tag, body, compressed=compressed)
    return tag, body


def _headers(tag: str, compressed: bool) -> dict[str, str]:
    return _HEADERS | {"ETag": f'"{tag[:32]}{"-gzip" if compressed else ""}"'}


def _shown(value: Any) -> Any:
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
