"""Incident 08: a player was locked out for seven days after his data had been repaired.

The predecessor's breaker was a row of its own with an end date, in five places seven days off, and
nothing that arrived changed it. Here a cell is parked by computing it from the failed attempts at
its present inputs: other inputs, no parking, and no clock is asked.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from boxline.catalog import Catalog
from boxline.config import Settings
from boxline.engine.report import Report
from boxline.engine.work import Window
from boxline.home import Home
from tests.faults.pipeline import EVENING, land, line, toy_catalog

GOALS = "toy_analytics.team_goals"
UNREADABLE = 13
SEVEN_DAYS = 7 * 24.0


def failing() -> Catalog:
    """The toy league, whose analytics fail where a side scored thirteen."""
    catalog = toy_catalog()
    healthy = catalog.transforms[GOALS]

    def fails(**given: Any) -> Any:
        goals = healthy.function(**given)
        text = (goals.goals == UNREADABLE).ifelse("thirteen", goals.goals.cast("string"))
        return goals.mutate(goals=text.cast("int64"))

    transforms = {**catalog.transforms, GOALS: replace(healthy, function=fails)}
    return replace(catalog, transforms=transforms)


def run(path: Path, catalog: Catalog, lines: list[dict[str, Any]] | None = None) -> Report:
    """One run, at an instant that never moves, by the predecessor's seven days."""
    settings = Settings(home=path / "home", entity_lockout_hours=SEVEN_DAYS)
    home = Home(settings=settings, clock=lambda: EVENING, declared=lambda: catalog)
    if lines is not None:
        land(home, lines, f"{lines}.json"[-40:])
    report = home.run("run", Window())
    home.close()
    return report


def test_incident_08_repaired_data_is_processed_by_the_next_run_whatever_the_lock_out(
    tmp_path: Path,
) -> None:
    catalog = failing()
    day = {"name": "g1", "day": 1}
    assert run(tmp_path, catalog, [line(**day, goals=[UNREADABLE, 1])]).failures
    while (report := run(tmp_path, catalog)).failures:
        pass
    assert report.cells_parked == 1
    assert run(tmp_path, catalog).cells_parked == 1  # it stays so, for seven days by the setting

    report = run(tmp_path, catalog, [line(**day, goals=[3, 1])])
    assert not report.failures
    assert GOALS in {step.outcome.dataset for step in report.steps}
    assert (run(tmp_path, catalog).cells_parked, run(tmp_path, catalog).steps) == (0, [])
