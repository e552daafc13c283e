"""A sandbox by its settings: what the command serves, and the same in a process of its own."""

from __future__ import annotations

import multiprocessing
import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from types import FrameType

from boxline.sandbox.baseball import BaseballWorld, simulate_baseball
from boxline.sandbox.league import simulate_league
from boxline.sandbox.servers.clock import SimulatedClock
from boxline.sandbox.servers.faults import FaultRule, Faults, Pauses
from boxline.sandbox.servers.http import SandboxServer
from boxline.sandbox.servers.serving import CREDITS, SANDBOX_KEY, served, server_over
from boxline.sandbox.world import World

_YEAR = re.compile(r"\d{4}")
_MOST_BALL_GAMES = 162
_PATIENCE_SECONDS = 10.0  # of a process that was asked to end


@dataclass(frozen=True, kw_only=True)
class SandboxPlan:
    """A league, an instant, and what goes wrong; it can be sent to another process.

    Attributes:
        as_of: the simulated now at the start, UTC.
        seasons: of either league by their names, oldest first: 2024-25 is the NBA's, 2025 MLB's.
            The last is played to its end, whatever of it lies after `as_of`.
        speed: simulated seconds for each real one; 0 stands still.
        seed: of every draw.
        teams: clubs, 2 to 30.
        games_per_team: regular-season games of each club.
        ball_clubs: clubs of the baseball league, an even number; without it as many as `teams`.
        ball_games_per_team: games of each of them in each season; without it twice as many as
            `games_per_team`, 162 at most.
        host: address to listen at.
        port: 0 takes a free one.
        key: what balldontlie, The Odds API and BettingPros ask for.
        credits: with which The Odds API's meter begins.
        faults: what goes wrong.
        pauses: how long slow faults take.
    """

    as_of: datetime
    seasons: tuple[str, ...]
    speed: float = 1.0
    seed: int = 7
    teams: int = 30
    games_per_team: int = 82
    ball_clubs: int | None = None
    ball_games_per_team: int | None = None
    host: str = "127.0.0.1"
    port: int = 0
    key: str = SANDBOX_KEY
    credits: int = CREDITS
    faults: tuple[FaultRule, ...] = ()
    pauses: Pauses = field(default_factory=Pauses)

    @property
    def years(self) -> tuple[int, ...]:
        """The seasons of baseball."""
        return tuple(int(name) for name in self.seasons if _YEAR.fullmatch(name))

    @property
    def winters(self) -> tuple[str, ...]:
        """The seasons of basketball, and names that are no season's."""
        return tuple(name for name in self.seasons if not _YEAR.fullmatch(name))


def sandbox_server(plan: SandboxPlan) -> SandboxServer:
    """Simulate the league and bind; the clock starts when that is done.

    Raises:
        ValueError: the league cannot be simulated; says why.
        OSError: the port is taken, or the address is none of this machine's.
    """
    return server_over(
        _basketball(plan) if plan.winters or not plan.seasons else None,
        SimulatedClock(starts_at=plan.as_of, speed=plan.speed),
        Faults(plan.faults, seed=plan.seed, pauses=plan.pauses),
        baseball=_baseball(plan) if plan.years else None,
        address=(plan.host, plan.port),
        key=plan.key,
        credits=plan.credits,
    )


def _basketball(plan: SandboxPlan) -> World:
    league = simulate_league(
        seed=plan.seed,
        seasons=plan.winters,
        teams=plan.teams,
        games_per_team=plan.games_per_team,
        future_games=0,
    )
    return World(league)


def _baseball(plan: SandboxPlan) -> BaseballWorld:
    league = simulate_baseball(
        seed=plan.seed,
        seasons=plan.years,
        teams=plan.ball_clubs or plan.teams - plan.teams % 2,
        games_per_team=plan.ball_games_per_team or min(2 * plan.games_per_team, _MOST_BALL_GAMES),
    )
    return BaseballWorld(league)


def serve_until_told(server: SandboxServer) -> None:
    """Serve until SIGTERM or Ctrl-C, then end cleanly; for the main thread of a process."""
    told = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        told.set()

    before = {sign: signal.signal(sign, stop) for sign in (signal.SIGTERM, signal.SIGINT)}
    try:
        with served(server):
            told.wait()
    finally:
        for sign, handler in before.items():
            signal.signal(sign, handler)


@contextmanager
def sandbox_process(plan: SandboxPlan) -> Iterator[str]:
    """Serve from a process of its own while the block runs; gives the URL to connect to.

    Raises:
        ChildProcessError: it ended before it served; it has said why on stderr.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve_and_tell, args=(plan, theirs), daemon=True)
    child.start()
    theirs.close()
    try:
        yield _told_url(ours)
    finally:
        ours.close()
        child.terminate()
        child.join(_PATIENCE_SECONDS)
        if child.is_alive():
            child.kill()
            child.join()
        child.close()


def _told_url(pipe: Connection) -> str:
    try:
        return str(pipe.recv())
    except EOFError:
        raise ChildProcessError("The sandbox's process ended before it served.") from None


def _serve_and_tell(plan: SandboxPlan, pipe: Connection) -> None:
    server = sandbox_server(plan)
    pipe.send(server.url)
    pipe.close()
    serve_until_told(server)
