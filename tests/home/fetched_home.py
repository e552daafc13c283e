"""A home that fetches NBA.com's box scores of a small league, and knows few tables besides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog, Raw, per_final_game
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.health.mending.healing import Healing
from boxline.home import Home
from boxline.home.healing import Healed, heal, healing_now
from boxline.leagues import load_catalog
from boxline.sandbox.servers import SandboxServer
from tests.fetching.sandboxed import asked_of, fetching_home
from tests.sandbox.asking import morning_after

SCHEDULE, BOX = "nba_raw.nbac_schedule", "nba_raw.nbac_team_boxscore"
GAMES, LINES = "nba_core.games", "nba_core.team_games"
START = morning_after() + timedelta(hours=3)
#: A month later: all games are over, and of most of them no box score was ever asked for.
LATER = START + timedelta(days=30)


@cache
def box_scores() -> Catalog:
    """The lines of teams and what they rest on; of what is fetched, schedule and box scores."""
    whole = load_catalog()
    kept = whole.with_sources([LINES])
    asked = {SCHEDULE, BOX}
    return replace(
        whole,
        feeds={},
        documents={},
        facts_of_days={},
        datasets={
            name: replace(d, request=None) if isinstance(d, Raw) and name not in asked else d
            for name, d in whole.datasets.items()
            if name in kept
        },
        transforms={name: one for name, one in whole.transforms.items() if name in kept},
        works={},
        leagues={
            name: replace(one, teams="", players="")
            for name, one in whole.leagues.items()
            if one.calendar in kept
        },
    )


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def box_score_home(
    path: Path, server: SandboxServer | None, *, now: datetime = START, **settings: Any
) -> Home:
    """The home, by a clock that stands still. Its runs look two days back."""
    clock = Clock(now)
    given = {"fetch_from": ("nba.com",), "fetch_days": 2, "fetch_tries": 1, **settings}
    home = fetching_home(path, server, now=now, **given)
    return replace(home, declared=box_scores, clock=clock)


@cache
def hungry() -> Catalog:
    """The same, which owes more rows of a game than there are: nothing that comes will do."""
    known = box_scores()
    box = replace(known[BOX], expects=per_final_game(at_least=99))
    return replace(known, datasets={**known.datasets, BOX: box})


def at(home: Home, now: datetime, **changes: Any) -> Home:
    """The same home at another instant."""
    assert isinstance(home.clock, Clock)
    home.clock.now = now
    return replace(home, **changes) if changes else home


def run(home: Home, **window: Any) -> Report:
    """What the hourly run does."""
    return home.run("run", Window(**window))


def healed(home: Home) -> Healed:
    """What the job of 14:15 does."""
    return heal(home, Window(), on_step=lambda dataset, what: None)


def healing(home: Home) -> Healing:
    """What it would do."""
    return healing_now(home, Window())


def games_asked(server: SandboxServer) -> int:
    """How often a box score was asked for."""
    return len(asked_of(server, "boxscore"))
