"""Incident 18: schedules that somebody deleted.

Scheduler jobs lived in a cloud console and were deleted; nothing fired, so nothing failed, and no
alert could. Here the jobs are declared in the code, and absence is an alarm: a moment that passed
and that nobody answered, and a day without any run, whoever was to start it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from boxline.home import Home
from boxline.home.alerting import check_alerts
from boxline.web.scheduling.jobs import JOBS
from tests.builders import home_at
from tests.health.alerting.receivers import NOW
from tests.health.toy_grid import CATALOG


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home on which a server began at noon, did the hourly job of 12:00, and is gone."""
    found = home_at(tmp_path, now=NOW, declared=lambda: CATALOG)
    ledger = found.ledger
    ledger.schedulers.acquire(run_id="s", doing="serve", now=NOW, seconds=60, wait_seconds=0)
    for job in JOBS:
        ledger.children.begin(
            job.name, asked_by="x", command="y", now=NOW, job=job.name, due_at=NOW
        )
        ledger.children.ended(job.name, exit_code=0, message="", now=NOW)
    ledger.start("r1", "run", NOW)
    ledger.finish("r1", "done", NOW, [])
    yield found
    found.close()


def firing(home: Home, now: datetime, rule: str) -> set[str]:
    at = home_at(home.path, now=now, declared=lambda: CATALOG)
    found = {one.subject for one in check_alerts(at).standing if one.rule == rule}
    at.close()
    return found


def test_incident_18_a_moment_that_nobody_answers_is_an_alarm_by_the_name_of_its_job(
    home: Home,
) -> None:
    assert firing(home, NOW + timedelta(minutes=5), "schedule-not-firing") == set()
    late = NOW + timedelta(hours=2)
    assert firing(home, late, "schedule-not-firing") == {"hourly", "alerts"}
    a_day = NOW + timedelta(hours=30)
    silent = {"hourly", "alerts", "completeness", "morning-report", "self-heal"}
    assert firing(home, a_day, "schedule-not-firing") == silent


def test_incident_18_a_day_without_a_run_is_an_alarm_whoever_was_to_start_it(home: Home) -> None:
    assert firing(home, NOW + timedelta(hours=26), "runs-stopped") == set()
    assert firing(home, NOW + timedelta(hours=27), "runs-stopped") == {"runs"}
