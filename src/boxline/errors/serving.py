"""The server cannot serve as it was asked to."""

from __future__ import annotations

from boxline.errors.kinds import CallerError


class CannotListen(CallerError):
    """Nothing can listen at an address."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"Nothing can listen at {host}:{port}: {why}. Take another --host or --port; port 0 "
            "takes a free one."
        )
        self.host, self.port = host, port
