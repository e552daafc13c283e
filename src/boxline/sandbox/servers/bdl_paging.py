"""Pages of balldontlie's lists, by cursor."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from boxline.sandbox.servers.replies import Refusal, Reply, Request, json_reply, number_of

#: What balldontlie says of a question that is none.
BAD = json_reply({"error": "Bad Request"}, status=400)
_MOST_ROWS, _USUAL_ROWS = 100, 25

Numbered = tuple[int, Any]  # a row and the number that cursors count by


def cursor_of(request: Request) -> int:
    """After which row the page begins; 0 for the first page."""
    return number_of(request.first("cursor", "0"), BAD)


def page(request: Request, rows: Iterable[Numbered]) -> Reply:
    """The rows after the cursor, as many as asked for; the next cursor only where more follow.

    Raises:
        Refusal: more rows are asked for than a page holds.
    """
    size = number_of(request.first("per_page", str(_USUAL_ROWS)), BAD)
    if not 1 <= size <= _MOST_ROWS:
        raise Refusal(BAD)
    cursor, kept = cursor_of(request), list[Numbered]()
    for number, row in rows:
        if number > cursor:
            kept.append((number, row))
        if len(kept) > size:
            break
    shown = kept[:size]
    following = {"next_cursor": shown[-1][0]} if len(kept) > size else {}
    return json_reply({"data": [row for _, row in shown], "meta": {**following, "per_page": size}})
