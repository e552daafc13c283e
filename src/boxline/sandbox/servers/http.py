"""The HTTP server: routes by `Host`, sends what the provider's site says, and what goes wrong."""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from functools import lru_cache
from gzip import compress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from boxline.sandbox.servers.altering import alter, has_next_page
from boxline.sandbox.servers.faults import PAGING, STATUS, Fault, FaultKind, Faults
from boxline.sandbox.servers.replies import (
    Account,
    Refusal,
    Reply,
    Request,
    Site,
    html_reply,
    json_reply,
)
from boxline.sandbox.servers.request_log import RequestLog, shown_query

#: The host of the sandbox itself: what it serves, and what it was asked.
OWN_HOSTS = {"127.0.0.1", "localhost", "::1", "[::1]", "0.0.0.0", ""}
_SMALL_BYTES = 600  # below this nobody compresses
_NO_REPLY = 0


class SandboxServer(ThreadingHTTPServer):
    """Serves sites over a simulated league until it is shut down."""

    daemon_threads = True
    request_queue_size = 256

    def __init__(
        self,
        address: tuple[str, int],
        *,
        sites: Sequence[Site],
        clock: Callable[[], datetime],
        faults: Faults,
        about: Mapping[str, Any],
    ) -> None:
        """Bind; `clock` gives the simulated now, `about` is shown at the sandbox's own address."""
        super().__init__(address, _Handler)
        self.sites = {host: site for site in sites for host in site.hosts}
        self.clock = clock
        self.faults = faults
        self.about = about
        self.closing = threading.Event()
        self.log = RequestLog()

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"http://{self.server_address[0]!s}:{self.server_port}"

    def stop(self) -> None:
        """End slow replies, stop serving and free the port."""
        self.closing.set()
        self.shutdown()
        self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is nothing to talk of."""
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = 1 << 16
    timeout = 60.0
    server: SandboxServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query, keep_blank_values=True)
        request = Request(
            host=_without_port(self.headers.get("Host", "")),
            path=unquote(parts.path),
            query={name: tuple(values) for name, values in query.items()},
            headers={name.lower(): value for name, value in self.headers.items()},
            at=self.server.clock().replace(microsecond=0),
        )
        if request.host in OWN_HOSTS:
            self._send(_own_answer(self.server, request))
        elif request.host not in self.server.sites:
            unknown = {"error": f"no such host: {request.host}", "hosts": sorted(self.server.sites)}
            self._send(json_reply(unknown, status=404))
        else:
            self._serve(request, self.server.sites[request.host])

    do_HEAD = do_GET  # noqa: N815 - the name of the library

    def _serve(self, request: Request, site: Site) -> None:
        query = shown_query(request.query)
        url = f"{request.host}{request.path}?{query}"
        fault = self.server.faults.draw(request.host, request.path, url)
        if fault is None or fault.kind in PAGING:
            reply = _answer(site, request)
            if fault and not has_next_page(reply):
                fault = fault.otherwise and replace(fault, kind=fault.otherwise)
        else:
            reply = self._faulty_reply(fault, request, site)
        if fault is None:
            status = self._send(reply)
        else:
            cursor = request.first("cursor") or "0"
            status = self._send_badly(reply, fault, site, int(cursor) if cursor.isdigit() else 0)
        self.server.log.remember(request, query, status, fault.kind.value if fault else None)

    def _faulty_reply(self, fault: Fault, request: Request, site: Site) -> Reply:
        pauses = self.server.faults.pauses
        if fault.kind is FaultKind.LATE_DATA:
            earlier = request.at - timedelta(hours=pauses.late_hours)
            return _answer(site, replace(request, at=earlier))
        if fault.kind is FaultKind.EXPIRED_KEY:
            return _answer(site, replace(request, account=Account.EXPIRED))
        if fault.kind is FaultKind.EXHAUSTED_CREDITS:
            return _answer(site, replace(request, account=Account.EXHAUSTED))
        if fault.kind in _BEFORE_ANY_ANSWER:
            return site.busy
        return _answer(site, request)

    def _send_badly(self, reply: Reply, fault: Fault, site: Site, cursor: int) -> int:
        """Send the reply with its fault; the status that the client saw, 0 for none."""
        kind, pauses = fault.kind, self.server.faults.pauses
        if kind in STATUS:
            return self._send(html_reply(STATUS[kind], f"{STATUS[kind]} Server Error"))
        if kind is FaultKind.RATE_LIMIT:
            again = {"Retry-After": str(pauses.retry_after_seconds)}
            return self._send(replace(site.busy, status=429, headers=again))
        if kind is FaultKind.RATE_LIMIT_SILENT:
            return self._send(replace(site.busy, status=429))
        if kind is FaultKind.HTML:
            return self._send(html_reply(200, "Please verify you are a human"))
        if kind is FaultKind.CONTENT_TYPE:
            return self._send(replace(reply, content_type="application/xml"))
        if kind is FaultKind.RESET:
            return self._reset()
        if kind is FaultKind.TIME_OUT:
            self.server.closing.wait(pauses.time_out_seconds)
            self.close_connection = True
            return _NO_REPLY
        if kind is FaultKind.DRIP:
            return self._drip(reply, pauses.drip_seconds)
        if kind in (FaultKind.TRUNCATED_BODY, FaultKind.TRUNCATED_GZIP):
            return self._send_half(reply, compressed=kind is FaultKind.TRUNCATED_GZIP)
        return self._send(alter(reply, fault, cursor=cursor))

    def _send(self, reply: Reply) -> int:
        body, encoding = reply.body, None
        if len(body) > _SMALL_BYTES and self._takes_gzip() and _compresses(reply):
            body, encoding = _compressed(body), "gzip"
        self._head(reply, len(body), encoding)
        if self.command != "HEAD":
            self.wfile.write(body)
        return reply.status

    def _head(self, reply: Reply, length: int, encoding: str | None) -> None:
        self.send_response(reply.status)
        if reply.status not in (204, 304):
            self.send_header("Content-Type", reply.content_type)
            self.send_header("Content-Length", str(length))
        if encoding:
            self.send_header("Content-Encoding", encoding)
            self.send_header("Vary", "Accept-Encoding")
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()

    def _send_half(self, reply: Reply, *, compressed: bool) -> int:
        """Half a body: compressed with the length of the half, else with that of the whole."""
        if compressed and self._takes_gzip():
            half = _compressed(reply.body)[: len(_compressed(reply.body)) // 2]
            self._head(reply, len(half), "gzip")
        else:
            half = reply.body[: len(reply.body) // 2]
            self._head(reply, len(reply.body), None)
        self.wfile.write(half)
        self.close_connection = True
        return reply.status

    def _drip(self, reply: Reply, seconds: float) -> int:
        """A byte now and then; when the time is up the connection closes, the body unfinished."""
        self._head(reply, len(reply.body) + 1, None)
        until, place = time.monotonic() + seconds, 0
        while time.monotonic() < until and not self.server.closing.wait(seconds / 40):
            self.wfile.write(reply.body[place : place + 1])
            self.wfile.flush()
            place += 1
        self.close_connection = True
        return reply.status

    def _reset(self) -> int:
        """Close at once, so that the client sees a reset and not an end."""
        at_once = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        os.close(self.connection.detach())
        self.close_connection = True
        return _NO_REPLY

    def _takes_gzip(self) -> bool:
        return "gzip" in self.headers.get("Accept-Encoding", "")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the library
        """Requests are remembered, not printed."""


_BEFORE_ANY_ANSWER = {
    FaultKind.RATE_LIMIT,
    FaultKind.RATE_LIMIT_SILENT,
    FaultKind.TIME_OUT,
    FaultKind.RESET,
    FaultKind.HTML,
    *STATUS,
}


def _answer(site: Site, request: Request) -> Reply:
    try:
        return site.answer(request)
    except Refusal as refusal:
        return refusal.reply


def _own_answer(server: SandboxServer, request: Request) -> Reply:
    """What the sandbox says of itself."""
    if request.path == "/":
        told = {"hosts": sorted(server.sites), "simulated_now": request.at.isoformat()}
        return json_reply({**told, **server.about, "requests": server.log.by_host()})
    if request.path == "/_sandbox/requests":
        after = request.first("after", "0")
        seen = server.log.after(int(after) if after.isdigit() else 0)
        return json_reply({"requests": [asdict(each) for each in seen]})
    hint = "Ask / or /_sandbox/requests, or send a provider's Host."
    return json_reply({"error": hint}, status=404)


def _without_port(host: str) -> str:
    name = host.strip().lower()
    return name if name.startswith("[") else name.partition(":")[0]


def _compresses(reply: Reply) -> bool:
    return "pdf" not in reply.content_type and "Content-Encoding" not in reply.headers


@lru_cache(maxsize=256)
def _compressed(body: bytes) -> bytes:
    return compress(body, compresslevel=4, mtime=0)
