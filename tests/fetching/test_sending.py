"""What a server may say that no run may end by."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from boxline.catalog import Raw
from boxline.engine.fetch_plan import words_of_day
from boxline.errors import FetchError, RateLimited, RequestRefused
from boxline.fetching import Sender, Speech
from boxline.fetching.sending import Observed, Reply
from boxline.leagues import load_catalog

NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)
GOOD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


@contextmanager
def saying(said: bytes, heard: list[bytes]) -> Iterator[str]:
    """A server that answers one request with some bytes; its URL."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            try:
                taken, _ = listening.accept()
            except OSError:
                return  # it was closed: what is refused before it is sent asks nobody
            with taken:
                heard.append(taken.recv(65_536))
                taken.sendall(said)

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def ask(
    said: bytes,
    *,
    more: Mapping[str, str] | None = None,
    validators: Mapping[str, str] | None = None,
    heard: list[bytes] | None = None,
) -> Reply:
    catalog = load_catalog()
    raw = catalog["nba_raw.nbac_schedule"]
    assert isinstance(raw, Raw)
    assert raw.request
    words = words_of_day(NOW.date(), catalog.league(raw).seasons)
    pacer = SimpleNamespace(turn=lambda provider: nullcontext())
    with saying(said, [] if heard is None else heard) as url:
        speeches = {raw.provider.name: Speech(sandbox=url)}
        sender = Sender(pacer, speeches, lambda: NOW, timeout_seconds=2.0)  # type: ignore[arg-type]
        try:
            return sender.send(
                raw.provider, raw.request, words, more or {}, validators or {}, Observed()
            )
        finally:
            sender.close()


def whole(body: bytes, *headers: bytes) -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return GOOD + lines + b"Content-Length: %d\r\n\r\n" % len(body) + body


def test_a_validator_that_cannot_be_sent_again_is_not() -> None:
    heard: list[bytes] = []
    held = {"etag": '"\xe9"', "last-modified": "Wed, 15 Jan 2025 00:00:00 GMT"}
    assert ask(whole(b"{}"), validators=held, heard=heard).body == b"{}"
    assert b"if-none-match" not in heard[0].lower()
    assert b"if-modified-since" in heard[0].lower()


def test_a_cursor_that_fits_into_no_url_is_a_failure_of_its_cell() -> None:
    with pytest.raises(RequestRefused, match="no URL can ask for that"):
        ask(whole(b"{}"), more={"cursor": "x" * 70_000})


@pytest.mark.parametrize("said", [b"\xc2\xb2", b"soon", b"Mon, 41 Feb 2025 99:00:00", b""])
def test_a_wait_that_is_no_time_is_none(said: bytes) -> None:
    with pytest.raises(FetchError) as caught:
        ask(b"HTTP/1.1 429 No\r\nRetry-After: " + said + b"\r\nContent-Length: 0\r\n\r\n")
    assert isinstance(caught.value, RateLimited)
    assert caught.value.retry_after is None


@pytest.mark.parametrize(
    "packed",
    [gzip.compress(b"[1,") + gzip.compress(b"2]"), gzip.compress(b"[1,2]") + b"\0" * 9],
    ids=["two members", "padded"],
)
def test_a_body_packed_in_parts_is_read_whole(packed: bytes) -> None:
    assert ask(whole(packed, b"Content-Encoding: gzip")).body == b"[1,2]"
