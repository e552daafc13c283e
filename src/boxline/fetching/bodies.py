"""The body of a reply, read within limits, and judged before anybody believes it."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator

import httpx

from boxline.catalog import Form
from boxline.errors import NotWhatWasAsked, SlowReply, TooLarge, Truncated

#: Bytes of a body as sent. The largest real reply, a season's schedule, has 0.6 MB.
MOST_SENT = 64_000_000
#: Bytes of a body unpacked.
MOST_UNPACKED = 256_000_000

#: What each form may call itself; text and nameless bytes are looked at, not believed.
_TYPES = {
    Form.JSON: ("json", "javascript"),
    Form.PDF: ("pdf",),
    Form.CSV: ("csv",),
}
_VAGUE = ("text/plain", "application/octet-stream", "binary/octet-stream", "")


def read_body(where: str, reply: httpx.Response, deadline: float) -> bytes:
    """The body, unpacked.

    Args:
        where: who is asked for what, for messages.
        deadline: the monotonic instant by which it must be there.
    Raises:
        SlowReply: it drips in too slowly.
        TooLarge: it is above a limit, as sent or unpacked.
        Truncated: it ends too early.
    """
    encoding = reply.headers.get("content-encoding", "identity").lower()
    chunks = _in_time(where, reply.iter_raw(), deadline)
    if encoding == "gzip":
        return _unzipped(where, chunks)
    if encoding != "identity":
        raise NotWhatWasAsked(where, f"its body is packed as {encoding}, and only gzip was asked")
    return b"".join(chunks)


def _in_time(where: str, chunks: Iterator[bytes], deadline: float) -> Iterator[bytes]:
    size = 0
    for chunk in chunks:
        size += len(chunk)
        if size > MOST_SENT:
            raise TooLarge(where, f"its body has more than {MOST_SENT:,} bytes")
        if time.monotonic() > deadline:
            raise SlowReply(where, f"after {size:,} bytes its body was still not there")
        yield chunk


def _unzipped(where: str, chunks: Iterator[bytes]) -> bytes:
    unpack = zlib.decompressobj(wbits=31)
    found, size = [], 0
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if unpack.eof:  # a further member: what a server appends to a file it has packed
                    unpack = zlib.decompressobj(wbits=31)
                part = unpack.decompress(rest, MOST_UNPACKED - size + 1)
                rest = unpack.unused_data.lstrip(b"\0")
                found.append(part)
                size += len(part)
                if size > MOST_UNPACKED:
                    why = f"its body unpacks to more than {MOST_UNPACKED:,} bytes"
                    raise TooLarge(where, why)
    except zlib.error as cause:
        raise Truncated(where, f"its gzip stream is damaged ({cause})") from cause
    if not unpack.eof:
        raise Truncated(where, "its gzip stream ends too early")
    return b"".join(found)


def judge(where: str, form: Form, reply: httpx.Response, body: bytes) -> None:
    """Insist that a body is of the kind that was asked for.

    Raises:
        NotWhatWasAsked: it is a web page, or calls itself something else.
        Truncated: it is empty.
    """
    start = body[:512].lstrip().lower()
    if not start:
        raise Truncated(where, "its body is empty")
    if start.startswith((b"<!doctype", b"<html", b"<head")):
        raise NotWhatWasAsked(where, f"with status {reply.status_code} came a web page")
    kind = reply.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in _VAGUE and not any(word in kind for word in _TYPES[form]):
        raise NotWhatWasAsked(where, f"its content type is {kind}, and {form.value} was asked")
    if form is Form.PDF and not start.startswith(b"%pdf"):
        raise NotWhatWasAsked(where, "its body is no PDF")
