"""Homes of the league of `tests.faults.league`, and their rows, for incidents of what is saved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from tests.faults.pipeline import EVENING, land, line, toy_catalog, toy_home

SCORES, GAMES = "toy_raw.scores", "toy_core.games"
TEAM_GOALS, TEAM_FORM = "toy_analytics.team_goals", "toy_precompute.team_form"
PREDICTIONS = "toy_predictions.goal_predictions"

#: A game on each of six days; the last two of them are still to come.
SEASON = [line(f"g{day}", day, [2, 1] if day <= 4 else None) for day in range(1, 7)]


def home_of(path: Path, now: datetime = EVENING, catalog: Catalog | None = None) -> Home:
    """A home at some instant; its declarations may be others."""
    return toy_home(path / "home", catalog or toy_catalog(), now)


def brought(home: Home, lines: list[dict[str, Any]], name: str = "reply.json") -> Home:
    """The same home, a reply landed in it."""
    land(home, lines, name)
    return home


def run(home: Home, **window: Any) -> Report:
    """Run as the command does."""
    return home.run("run", Window(**window))


def asked(home: Home, query: str) -> list[tuple[Any, ...]]:
    """Rows straight from the warehouse."""
    with home.warehouse("look", prepare=False) as warehouse:
        return warehouse.connection.execute(query).fetchall()
