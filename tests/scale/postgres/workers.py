"""Workers on one home, each a process of its own, and a sandbox that takes its time to answer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from boxline.sandbox.servers import SANDBOX_KEY, Faults, SandboxServer
from boxline.sandbox.servers.faults import Fault
from boxline.sandbox.servers.serving import served, server_over
from boxline.sandbox.world import World
from tests.fetching.sandboxed import LATER
from tests.sandbox.asking import small_world

#: What is asked about each game or each day; the calendar tells of the games.
DATASETS = (
    "nba_raw.bdl_box_scores",
    "nba_raw.bdl_player_box_scores",
    "nba_raw.espn_scoreboard",
    "nba_raw.nbac_play_by_play",
    "nba_raw.nbac_player_boxscore",
    "nba_raw.nbac_schedule",
    "nba_raw.nbac_team_boxscore",
)
#: No test waits longer for workers than this.
PATIENCE_SECONDS = 300.0


class SlowReplies(Faults):
    """Nothing goes wrong, and each reply takes its time; how many were waited for at once."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self._seconds, self._count = seconds, threading.Lock()
        self._waiting = self.most_at_once = 0

    def draw(self, host: str, path: str, url: str) -> Fault | None:
        with self._count:
            self._waiting += 1
            self.most_at_once = max(self.most_at_once, self._waiting)
        time.sleep(self._seconds)
        with self._count:
            self._waiting -= 1
        return super().draw(host, path, url)


@contextmanager
def slow_sandbox(
    seconds: float, world: World | None = None, at: datetime = LATER
) -> Iterator[tuple[SandboxServer, SlowReplies]]:
    """A league behind HTTP, the small one unless another is given, each reply so late."""
    slow = SlowReplies(seconds)
    server = server_over(world or small_world(), lambda: at, slow)
    with served(server):
        yield server, slow


@dataclass(kw_only=True)
class Workers:
    """Processes that were given `boxline work` on a home."""

    home: Path
    sandbox: str
    ledger: str
    lease_seconds: float = 60.0
    words: tuple[str, ...] = ()
    started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, count: int) -> None:
        """Start some more."""
        for _ in range(count):
            self.started.append(
                subprocess.Popen(
                    [sys.executable, "-m", "boxline.cli", "work", *self.words],
                    env=self._environment(),
                    stdout=subprocess.PIPE,
                    stderr=subprocess.PIPE,
                    text=True,
                )
            )

    def alive(self) -> list[subprocess.Popen[str]]:
        return [one for one in self.started if one.poll() is None]

    def end(self) -> list[tuple[int, str]]:
        """Wait for the end of all: the exit code of each, and what it said."""
        until = time.monotonic() + PATIENCE_SECONDS
        try:
            found = []
            for one in self.started:
                out, said = one.communicate(timeout=max(1.0, until - time.monotonic()))
                found.append((one.returncode, out + said))
            return found
        finally:
            for one in self.alive():
                one.kill()
                one.communicate()

    def kill(self, one: subprocess.Popen[str]) -> None:
        """End one at once, as the kernel does."""
        os.kill(one.pid, signal.SIGKILL)
        one.wait()

    def _environment(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith("BOXLINE_")}
        given: dict[str, Any] = {
            "HOME": self.home,
            "LEDGER": self.ledger,
            "SANDBOX": self.sandbox,
            "SANDBOX_REQUESTS_PER_SECOND": 5_000,
            "FETCH_FROM": "all",
            "FETCH_WAIT_SECONDS": 0,
            "LEASE_SECONDS": self.lease_seconds,
            "BALLDONTLIE_KEY": SANDBOX_KEY,
            "ODDS_API_KEY": SANDBOX_KEY,
            "ODDS_API_DAILY_CREDITS": 1_000_000,
            "BETTINGPROS_KEY": SANDBOX_KEY,
        }
        return kept | {f"BOXLINE_{name}": str(value) for name, value in given.items()}


def season_words(*datasets: str, world: World | None = None) -> tuple[str, ...]:
    """The newest season of a league, of some datasets."""
    games = (world or small_world()).league.newest.games
    days = sorted(game.fixture.game_date for game in games)
    only = [word for name in datasets for word in ("--only", name)]
    return ("--from", str(days[0]), "--to", str(days[-1]), *only)
