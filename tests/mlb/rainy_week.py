"""A week of two simulated clubs as a home lives through its end: rain, a doubleheader, a scratch.

Game 7 is called off minutes before its start on 3 April, when its starters had long been named, and
made up the day after as the first of two. An hour before that its visiting starter is scratched: he
starts the second game instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from boxline.config import Settings
from boxline.engine.work import Window
from boxline.home import Home
from boxline.sandbox.baseball import BaseballLeague, BaseballWorld, simulate_baseball
from boxline.sandbox.baseball.plays import AWAY, HOME
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.servers import SANDBOX_KEY
from boxline.sandbox.servers.serving import serving
from tests.builders import rows_of_all

LEFT, MADE_UP = date(2025, 4, 3), date(2025, 4, 4)

#: When it is run: on the day of the rain, and then before, in, between and after both games.
HOURS = {
    "afternoon": datetime(2025, 4, 3, 16, tzinfo=UTC),
    "morning": datetime(2025, 4, 4, 15, tzinfo=UTC),
    "scratched": datetime(2025, 4, 4, 19, 30, tzinfo=UTC),
    "first game on": datetime(2025, 4, 4, 22, tzinfo=UTC),
    "between": datetime(2025, 4, 4, 23, 30, tzinfo=UTC),
    "after": datetime(2025, 4, 5, 14, tzinfo=UTC),
}
KEPT = (
    "mlb_precompute.pitcher_features",
    "mlb_predictions.pitcher_prop_predictions",
)

Row = dict[str, Any]


@cache
def league() -> BaseballLeague:
    """Eight games of two clubs, every kind of rain among them. Tests only read it."""
    return simulate_baseball(seed=17, seasons=(2025,), teams=2, games_per_team=8)


def contests() -> list[Contest]:
    """Every game, as it came to be."""
    return list(league().newest.contests)


def starters(contest: Contest) -> dict[int, int]:
    """Club -> who threw its first pitch."""
    assert contest.game is not None
    clubs = {HOME: contest.fixture.home, AWAY: contest.fixture.away}
    return {
        club.team_id: contest.game.nines[side].starter.player_id for side, club in clubs.items()
    }


@dataclass
class Lived:
    """A home that lived through it, and its rows of KEPT after the run of each hour."""

    home: Home
    seen: dict[str, dict[str, list[Row]]] = field(default_factory=dict)


@contextmanager
def served(now: list[datetime]) -> Iterator[str]:
    """The league behind HTTP as of the instant in a list of one."""
    with serving(None, lambda: now[0], baseball=BaseballWorld(league())) as url:
        yield url


def settings_of(path: Path, url: str, **more: Any) -> Settings:
    """Those of a home that `BOXLINE_LEAGUES=mlb` makes, which fetches from everybody."""
    given = {
        "fetch_from": ("all",),
        "fetch_wait_seconds": 0.0,
        "balldontlie_key": SANDBOX_KEY,
        "odds_api_key": SANDBOX_KEY,
        "odds_api_daily_credits": 1_000_000,
        "sandbox_requests_per_second": 2_000.0,
        "lock_wait_seconds": 0.5,
        **more,
    }
    return Settings(home=path, leagues=("mlb",), sandbox=url, **given)


def lived(path: Path) -> Lived:
    """A home that lived through it."""
    now, found = [HOURS["afternoon"]], None
    with served(now) as url:
        settings = settings_of(path, url)
        for hour, instant in HOURS.items():
            now[0] = instant
            home = Home(settings=settings, clock=lambda: now[0])
            report = home.run("run", Window())
            assert not report.failures, (hour, report.failures)
            found = found or Lived(home=home)
            found.home = home
            found.seen[hour] = rows_of_all(home, KEPT)
    assert found is not None
    return found
