"""Ports for servers of other programs, which want to be told one."""

from __future__ import annotations

import socket


def free_port() -> int:
    """A port of this machine that nobody had a moment ago."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
