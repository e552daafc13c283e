"""Incident 11: an alert that was called with a wrong keyword argument.

The box-score check of 06:00 called `notify_error(context=...)`, which took no such argument; the
error hid the alert that it was to send. Here a rule returns values and sends nothing. One that asks
for what nobody supplies stops the start, and one that breaks while it is judged loses no alarm of
another: those are told, with the fault, before it goes on its way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from boxline.catalog.alarms import Firing, Rule, Severity, alarm, rules_of
from boxline.errors import CatalogError
from boxline.health.examining.machine import DiskSpace, disk_low
from boxline.home import alerting
from tests.builders import home_at
from tests.health.alerting.receivers import NOW, Webhook
from tests.health.toy_grid import CATALOG


@alarm("broken", severity=Severity.CRITICAL, blocks="a check", next_step="boxline doctor")
def broken(space: DiskSpace) -> Iterator[Firing]:
    """The predecessor's call, word for word."""
    yield Firing(subject="box scores", context=f"{space}")  # type: ignore[call-arg]


@alarm("unfed", severity=Severity.CRITICAL, blocks="a check", next_step="boxline doctor")
def unfed(context: dict[str, str]) -> Iterator[Firing]:
    """It asks for what nobody has."""
    yield Firing(subject="box scores", found=str(context))


def declared(*rules: Rule) -> ModuleType:
    module = ModuleType("somewhere")
    for rule in rules:
        setattr(module, rule.name, replace(rule, module="somewhere"))
    return module


def test_incident_11_a_rule_that_asks_for_an_argument_nobody_gives_stops_the_start() -> None:
    with pytest.raises(CatalogError, match="unfed: nobody supplies"):
        rules_of([declared(unfed)], {DiskSpace})


def test_incident_11_an_argument_that_is_wrong_hides_no_alert(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = {"disk-low": disk_low, "broken": broken}
    monkeypatch.setattr(alerting, "declared_rules", lambda: rules)
    monkeypatch.setattr("boxline.home.alarm_facts.disk_space", lambda _: DiskSpace(free_bytes=0))
    home = home_at(tmp_path, now=NOW, declared=lambda: CATALOG)
    with Webhook(200) as hook:
        home = replace(home, settings=replace(home.settings, alert_channels=hook.url))
        with pytest.raises(TypeError, match="context"):
            alerting.check_alerts(home)
        (told,) = hook.got
    home.close()
    assert "disk-low: the disk of the home" in told["message"]
    assert "TypeError: Firing.__init__() got an unexpected keyword argument" in told["message"]
