"""Incident 24: an alert gauge that could only say 0.

The predecessor emitted its gauge of overdue outputs when the check succeeded, and then it was 0:
the alert on it could not fire. Here the gauge says how many fire, however the check ends; the
moment of the last check stands beside it, and the shipped rules fire where that is old or absent.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from boxline.health.examining.machine import DiskSpace
from boxline.home import Home, alarm_facts, alerting
from tests.builders import home_at
from tests.health.alerting.receivers import NOW
from tests.health.toy_grid import CATALOG
from tests.web.api.asking import Asker, app_over

RULES = Path(__file__).parents[2] / "deploy" / "prometheus" / "boxline.rules.yml"
CHECKED = "boxline_alerts_checked_timestamp_seconds"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setattr(alarm_facts, "RULED", ("boxline.health.examining.machine",))
    return home_at(tmp_path, now=NOW, declared=lambda: CATALOG)


def figures(home: Home) -> dict[str, float]:
    text = Asker(app_over(home))("/metrics").text
    return {
        " ".join([one.name, *one.labels.values()]): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def full(home: Home, monkeypatch: pytest.MonkeyPatch, *, free: int) -> None:
    monkeypatch.setattr(alarm_facts, "disk_space", lambda _: DiskSpace(free_bytes=free))
    alerting.check_alerts(home)


def test_incident_24_the_gauge_says_1_while_something_fires_and_0_when_it_is_over(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert CHECKED not in figures(home), "nobody looked, so nobody says that all is well"
    full(home, monkeypatch, free=0)
    assert figures(home)["boxline_alerts_firing disk-low critical"] == 1
    assert figures(home)["boxline_alerts critical"] == 1
    full(home, monkeypatch, free=2**40)
    assert figures(home)["boxline_alerts_firing disk-low critical"] == 0
    assert figures(home)[CHECKED] == NOW.timestamp()
    home.close()


def test_incident_24_a_check_that_breaks_says_that_nobody_knows(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alarm_facts, "disk_space", lambda _: None)
    with pytest.raises(AttributeError):
        alerting.check_alerts(home)
    found = figures(home)
    assert found["boxline_alerts_firing alarms critical"] == 1
    assert found["boxline_alert_rules_unjudged"] >= 1
    home.close()


def test_incident_24_the_shipped_rules_fire_where_the_check_is_old_and_where_it_is_absent() -> None:
    (group,) = yaml.safe_load(RULES.read_text())["groups"]
    about = [rule["expr"] for rule in group["rules"] if CHECKED in rule["expr"]]
    half_an_hour = timedelta(minutes=30).total_seconds()
    assert f"time() - {CHECKED} > {half_an_hour:.0f}" in about
    assert any(f"absent({CHECKED})" in expression for expression in about)
