"""The sandbox in a process of its own: whoever forks runs must have no threads of a server."""

from __future__ import annotations

import json
import multiprocessing as mp
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.request import urlopen

import fpdf  # noqa: F401 - every server would import it for its first paper otherwise

from boxline.sandbox.servers.serving import server_over
from boxline.sandbox.world import World
from tests.chaos.weather import Weather

_FORKS = mp.get_context("fork")


@dataclass(kw_only=True)
class Sky:
    """What can be told the sandbox while it serves: the instant, and the weather of a night.

    Attributes:
        url: where it is asked.
        instant: seconds since 1970 of the world's clock.
        night: whose weather it is; -1 for none.
        out: which of `weather.HOSTS` is out; -1 for none.
    """

    url: str
    instant: Any
    night: Any
    out: Any
    _seen: int = 0

    def set(self, now: datetime, night: int = -1) -> None:
        """Move the world to an instant, under the weather of a night."""
        self.instant.value, self.night.value = now.timestamp(), night

    def asked(self) -> list[dict[str, Any]]:
        """The requests since the last call, in order, each with the fault that befell it."""
        with urlopen(f"{self.url}/_sandbox/requests?after={self._seen}") as reply:
            seen: list[dict[str, Any]] = json.load(reply)["requests"]
        self._seen = seen[-1]["number"] if seen else self._seen
        return seen


@contextmanager
def sandbox(world: World, seed: int) -> Iterator[Sky]:
    """Serve the world under the weather of a seed; calm until a night is set."""
    instant, night = _FORKS.Value("d", 0.0), _FORKS.Value("i", -1)
    out = _FORKS.Value("i", -1)
    server = server_over(
        world,
        lambda: datetime.fromtimestamp(instant.value, UTC),
        Weather(seed=seed, night=lambda: int(night.value), out=lambda: int(out.value)),
    )
    process = _FORKS.Process(target=server.serve_forever, daemon=True)
    process.start()
    server.socket.close()  # the other process has it
    try:
        yield Sky(url=server.url, instant=instant, night=night, out=out)
    finally:
        process.kill()  # also where it would ignore to be told
        process.join()
