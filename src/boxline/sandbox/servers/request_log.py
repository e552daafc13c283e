"""What the sandbox was asked: every request as it was served, keys left out."""

from __future__ import annotations

import threading
import time
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass

from boxline.sandbox.servers.replies import Request

_KEYS = {"apikey", "api_key", "key"}
_MOST_REMEMBERED = 500_000


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One request as it was served.

    Attributes:
        number: from 1.
        host: whose server was asked.
        path: what was asked.
        query: its parameters, keys left out.
        at_seconds: when, on the monotonic clock of the server.
        status: what was sent; 0 where the connection ended without one.
        fault: what went wrong on purpose; None where nothing did.
    """

    number: int
    host: str
    path: str
    query: str
    at_seconds: float
    status: int
    fault: str | None


class RequestLog:
    """Remembers requests; any thread may ask it or tell it."""

    def __init__(self) -> None:
        self._seen: deque[Seen] = deque(maxlen=_MOST_REMEMBERED)
        self._count = 0
        self._lock = threading.Lock()

    def remember(self, request: Request, query: str, status: int, fault: str | None) -> None:
        """Note a request that was served."""
        with self._lock:
            self._count += 1
            self._seen.append(
                Seen(
                    number=self._count,
                    host=request.host,
                    path=request.path,
                    query=query,
                    at_seconds=time.monotonic(),
                    status=status,
                    fault=fault,
                )
            )

    def after(self, number: int = 0) -> list[Seen]:
        """The requests numbered above `number`, in order."""
        with self._lock:
            return [each for each in self._seen if each.number > number]

    def by_host(self) -> dict[str, int]:
        """How many requests each host was sent."""
        return dict(Counter(each.host for each in self.after()))


def shown_query(query: Mapping[str, tuple[str, ...]]) -> str:
    """A query in the order of its names, without keys.

    >>> shown_query({"date": ("2025-01-15",), "apiKey": ("secret",)})
    'date=2025-01-15'
    """
    kept = sorted((name, values) for name, values in query.items() if name.lower() not in _KEYS)
    return "&".join(f"{name}={value}" for name, values in kept for value in values)
