"""Who takes alerts on this machine: a real webhook server and a real mail server, and values."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller

from boxline.health.alerting.deciding import Alarm
from boxline.stores.alerts import Alert

NOW = datetime(2025, 1, 15, 12, tzinfo=UTC)
#: Stands in the address of every channel here, and may stand nowhere else.
SECRET = "s3cr3t-token-of-mine"


class Webhook:
    """A webhook that answers with a status, or (with None) never."""

    def __init__(self, status: int | None) -> None:
        self.status = status
        self.got: list[dict[str, Any]] = []
        self.is_over = threading.Event()
        outer = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if outer.status is None:
                    outer.is_over.wait()
                    return
                if outer.status < 300:
                    outer.got.append(json.loads(body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self._thread = threading.Thread(target=self._server.serve_forever, args=[0.01])

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.port}/hook/{SECRET}"

    @property
    def name(self) -> str:
        return f"json://127.0.0.1:{self.port}"

    def __enter__(self) -> Webhook:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Mailbox:
    """A mail server that keeps what it is sent."""

    def __init__(self) -> None:
        self.got: list[EmailMessage] = []
        self.port = 0

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.got.append(found)
        return "250 OK"

    @property
    def url(self) -> str:
        to = f"{SECRET}@example.com"
        return f"mailto://example.com:{self.port}/?smtp=127.0.0.1&from=a@example.com&to={to}"

    @property
    def name(self) -> str:
        return f"mailto://127.0.0.1:{self.port}"


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server on loopback."""
    kept = Mailbox()
    with _free_port() as port:
        kept.port = port
    controller = Controller(kept, hostname="127.0.0.1", port=kept.port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()


@contextmanager
def _free_port() -> Iterator[int]:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        yield int(taken.getsockname()[1])


def dead_url() -> str:
    """An address at which nobody listens."""
    with _free_port() as port:
        pass
    return f"json://127.0.0.1:{port}/hook/{SECRET}"


def alarm_of(subject: str = "a day", rule: str = "late-cells", **changes: Any) -> Alarm:
    """Something that fires."""
    given = {
        "rule": rule,
        "subject": subject,
        "severity": "warning",
        "found": "3 days are late",
        "blocks": "tonight's predictions",
        "next_step": "boxline run",
    }
    return Alarm(**{**given, **changes})


def alert_of(number: int = 1, subject: str = "a day", **changes: Any) -> Alert:
    """What is on record of it, for an hour."""
    since = NOW - timedelta(hours=1)
    known = vars(alarm_of(subject))
    given = {"alert_id": number, "first_seen": since, "last_seen": since, **known}
    return Alert(**{**given, **changes})
