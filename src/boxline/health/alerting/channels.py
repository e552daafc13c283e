"""Channels: addresses that Apprise sends to, named without their secrets, asked within bounds."""

from __future__ import annotations

import logging
import re
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from apprise import NotifyBase

    from boxline.health.alerting.telling import Message

#: How long one channel may take to be reached, to answer, and in all.
CONNECT_SECONDS, ANSWER_SECONDS, SEND_SECONDS = 5.0, 10.0, 30.0

#: Kinds of which the host of the URL is a host. Of others it may be a token.
HAVE_HOSTS = frozenset({"json", "jsons", "xml", "xmls", "form", "forms", "mailto", "mailtos"})

#: Kinds whose readers are shown a page, where a message has one.
READ_PAGES = frozenset({"mailto", "mailtos"})

#: A URL may have commas in it; one that a scheme follows parts two.
_BETWEEN = re.compile(r"[,\s]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_SAID = 300  # characters of an error that are kept


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One address. `name` is its kind and, where that is no secret, its host."""

    name: str
    url: str = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """What became of a message: `error` is empty where it was taken."""

    error: str
    seconds: float


def channels_of(text: str) -> tuple[Channel, ...]:
    """The channels that a text lists, in its order, parted by commas; none where it is empty.

    Raises:
        ValueError: one of them is nothing that Apprise can send to; says which by its place, and
            never what stands there.
    """
    found: list[Channel] = []
    if not text:
        return ()
    for place, url in enumerate(_BETWEEN.split(text.strip()), 1):
        with _quietly():
            target = _target(url)
        if target is None:
            raise ValueError(f"the one in place {place} is none")
        name = _name(target, url)
        same = sum(one.name.partition(" ")[0] == name for one in found)
        found.append(Channel(name=f"{name} ({same + 1})" if same else name, url=url))
    return tuple(found)


def send(channel: Channel, message: Message) -> Sent:
    """Hand a message to a channel, and wait for its answer for so long at most."""
    from apprise import Apprise, NotifyFormat, NotifyType

    kind = NotifyType.WARNING if message.is_bad else NotifyType.SUCCESS
    answers: list[bool] = []
    with _quietly() as said:
        target = _target(channel.url)
        assert target is not None, "settings refuse what is none"
        target.socket_connect_timeout = min(target.socket_connect_timeout, CONNECT_SECONDS)
        target.socket_read_timeout = min(target.socket_read_timeout, ANSWER_SECONDS)

        is_page = bool(message.html) and urlsplit(channel.url).scheme.lower() in READ_PAGES

        def hand_over() -> None:
            sender = Apprise()
            sender.add(target)
            answers.append(
                bool(
                    sender.notify(
                        title=message.title,
                        body=message.html if is_page else message.body,
                        notify_type=kind,
                        body_format=NotifyFormat.HTML if is_page else NotifyFormat.TEXT,
                    )
                )
            )

        began = time.monotonic()
        # Whoever answers a byte at a time keeps each single time-out: all in all this one holds.
        sending = threading.Thread(target=hand_over, daemon=True)
        sending.start()
        sending.join(SEND_SECONDS)
        seconds = time.monotonic() - began
        if answers == [True]:
            return Sent(error="", seconds=seconds)
        why = "; ".join(said) or "it did not take the message, and did not say why"
        if sending.is_alive():
            why = f"no answer in {SEND_SECONDS:g} s"
    return Sent(error=without_secrets(why, channel.url)[:_SAID], seconds=seconds)


def reach(channel: Channel) -> str:
    """Why nothing listens at a channel's address; empty where something does. Nothing is sent:
    whether an address is the right one shows only when a message is."""
    with _quietly():
        target = _target(channel.url)
        assert target is not None, "settings refuse what is none"
    host, port = _address(target)
    if not host:
        return ""
    try:
        with socket.create_connection((host, port), timeout=CONNECT_SECONDS):
            return ""
    except OSError as cause:
        return without_secrets(f"port {port} of its host: {cause}", channel.url)[:_SAID]


def without_secrets(text: str, url: str) -> str:
    """A text without any part of a URL but its scheme and host."""
    rest = url.partition("://")[2]
    parts = {part for whole in (rest, unquote(rest)) for part in re.split(r"[/?&=:@,;#\s]+", whole)}
    host = urlsplit(url).hostname or ""
    shown = {host} if urlsplit(url).scheme.lower() in HAVE_HOSTS else set()
    for part in sorted(parts, key=len, reverse=True):
        if len(part) >= 4 and part.lower() not in shown and not part.isdigit():
            text = text.replace(part, "(hidden)")
    return text


def _name(target: NotifyBase, url: str) -> str:
    scheme = urlsplit(url).scheme.lower()
    if scheme in HAVE_HOSTS:
        host, port = _address(target)
        return f"{scheme}://{host}:{port}"
    return str(target.service_name).replace(" ", "-").lower()


def _address(target: NotifyBase) -> tuple[str, int]:
    """Host and port that a channel connects to; no host where it does not say."""
    mail = getattr(target, "smtp_host", None)
    if mail:
        return str(mail), int(target.port or 25)
    known = getattr(target, "notify_url", "")
    if isinstance(known, str) and urlsplit(known).hostname:
        return str(urlsplit(known).hostname), urlsplit(known).port or 443
    if getattr(target, "host", None):
        return str(target.host), int(target.port or (443 if target.secure else 80))
    return "", 0


def _target(url: str) -> NotifyBase | None:
    """What Apprise makes of a URL; None where it makes nothing."""
    from apprise import Apprise, NotifyBase

    found = Apprise.instantiate(url, suppress_exceptions=True)
    return found if isinstance(found, NotifyBase) else None


_NOBODY = logging.NullHandler()


class _Said(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a line."""
        self.lines.append(record.getMessage())


@contextmanager
def _quietly() -> Iterator[Sequence[str]]:
    """Have Apprise say what it has to say to us alone, from now on: its lines may hold addresses,
    and a message that took too long may still have something to say when nobody waits for it."""
    log, said = logging.getLogger("apprise"), _Said()
    log.propagate = False
    log.addHandler(_NOBODY)
    log.addHandler(said)
    try:
        yield said.lines
    finally:
        log.removeHandler(said)
