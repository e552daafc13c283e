"""One page of a reply: opened as its dataset's payload, or refused with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from boxline.catalog import Raw, UnreadableReply
from boxline.errors import UnreadableFile

#: Rows that one page may have. The largest real one, all moves of five years, has under 10,000.
MOST_ROWS = 200_000

_AGAIN = "Fetch it again; nothing was landed."


def open_page(raw: Raw, name: str, body: bytes) -> Any:
    """The payload that a page is; its rows are not looked at yet.

    Args:
        name: the file's, for the message.
    Raises:
        UnreadableFile: it is not what the dataset reads; says what it is instead.
    """
    assert raw.payload is not None
    from_bytes = getattr(raw.payload, "from_bytes", None)
    try:
        if from_bytes is not None:
            page = from_bytes(body)
        else:
            page = msgspec.json.decode(body, type=raw.payload)
        count = len(page.rows)
    except UnreadableReply as cause:
        why, next_step = _why_empty_or_html(body) or (str(cause), _AGAIN)
        raise UnreadableFile(name, why, next_step) from cause
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as cause:
        why, next_step = _why_unreadable(raw, body, cause)
        raise UnreadableFile(name, why, next_step) from cause
    if count > MOST_ROWS:
        raise UnreadableFile(name, f"it has {count} rows, more than {MOST_ROWS}", _AGAIN)
    return page


def next_page(page: Any) -> Mapping[str, str] | None:
    """The parameters that ask for the page after this one; None where it is the last."""
    found: Mapping[str, str] | None = getattr(page, "next_page", None)
    return found


def _why_empty_or_html(body: bytes) -> tuple[str, str] | None:
    start = body.lstrip()[:200].lower()
    if not start:
        return "it is empty", _AGAIN
    if start.startswith((b"<!doctype", b"<html")):
        return "it is an HTML page (an error page of the provider?)", _AGAIN
    return None


def _why_unreadable(raw: Raw, body: bytes, cause: Exception) -> tuple[str, str]:
    found = _why_empty_or_html(body)
    if found is not None:
        return found
    if isinstance(cause, msgspec.ValidationError):
        show = f"Is it meant for another dataset? {raw.name} reads {raw.provider.name}'s reply."
        return f"it is JSON of another shape: {cause}", show
    return f"it is no whole JSON ({cause})", _AGAIN
