"""A home's alerts from the rule to whoever reads them, through real servers on this machine."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from boxline.errors import StoreDamaged
from boxline.health.examining.machine import DiskSpace
from boxline.home import Home, alarm_facts
from boxline.home.alerting import Checked, check_alerts, send_test
from boxline.stores.alerts import Alert
from tests.builders import home_at
from tests.health.alerting.receivers import NOW, SECRET, Webhook
from tests.health.toy_grid import CATALOG

HOUR = timedelta(hours=1)
Watched = Callable[..., Home]


class Disk:
    """The only thing that is watched here, so that nothing else fires."""

    free_bytes = 0


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    found = Disk()
    monkeypatch.setattr(alarm_facts, "RULED", ("boxline.health.examining.machine", FAILING))
    monkeypatch.setattr(
        alarm_facts, "disk_space", lambda _path: DiskSpace(free_bytes=found.free_bytes)
    )
    return found


FAILING = "boxline.health.alerting.failing_channels"


@pytest.fixture
def watched(tmp_path: Path, disk: Disk) -> Iterator[Watched]:
    """The home so many hours later, with channels."""
    opened: list[Home] = []

    def at(hours: float = 0, channels: str = "") -> Home:
        home = home_at(tmp_path / "home", now=NOW + hours * HOUR, declared=lambda: CATALOG)
        settings = replace(home.settings, alert_channels=channels)
        opened.append(replace(home, settings=settings))
        return opened[-1]

    yield at
    for home in opened:
        home.close()


def keys(found: Checked) -> list[tuple[str, str]]:
    return [one.key for one in found.standing]


def test_what_fires_is_recorded_where_no_channel_is_set(watched: Watched) -> None:
    found = check_alerts(watched())
    assert keys(found) == [("disk-low", "the disk of the home")]
    assert (found.rules, found.deliveries, found.standing[0].told_at) == (2, [], None)
    assert watched().ledger.alerts.checked_at() == NOW


def test_it_is_told_once_again_after_six_hours_and_when_it_is_over(
    watched: Watched, disk: Disk
) -> None:
    with Webhook(200) as hook:
        for hours in (0, 1, 5.9, 6, 7):
            check_alerts(watched(hours, hook.url))
        assert [one["title"] for one in hook.got] == ["Boxline: 1 firing, 1 critical"] * 2
        disk.free_bytes = 2**40
        for hours in (8, 9):
            assert keys(check_alerts(watched(hours, hook.url))) == []
        assert [one["title"] for one in hook.got[2:]] == ["Boxline: 1 resolved"]
    (kept,) = watched().ledger.alerts.listed(10)
    assert (kept.state, kept.resolved_at) == ("resolved", NOW + 8 * HOUR)


def test_what_somebody_knows_is_told_no_more_until_it_is_over(watched: Watched, disk: Disk) -> None:
    with Webhook(200) as hook:
        check_alerts(watched(0, hook.url))
        watched().ledger.alerts.acknowledge(1, by="me", why="a new disk comes", now=NOW)
        check_alerts(watched(99, hook.url))
        assert len(hook.got) == 1
        disk.free_bytes = 2**40
        check_alerts(watched(100, hook.url))
        disk.free_bytes = 0
        check_alerts(watched(101, hook.url))
    assert [one["title"] for one in hook.got[1:]] == [
        "Boxline: 1 resolved",
        "Boxline: 1 firing, 1 critical",
    ]


def test_what_no_channel_took_is_told_at_the_next_check(watched: Watched) -> None:
    with Webhook(500) as hook:
        found = check_alerts(watched(0, hook.url))
        assert [one.is_delivered for one in found.deliveries] == [False]
        hook.status = 200
        check_alerts(watched(1, hook.url))
        assert [one["title"] for one in hook.got] == ["Boxline: 2 firing, 1 critical"]


def test_an_end_that_no_channel_took_is_told_later(watched: Watched, disk: Disk) -> None:
    with Webhook(200) as hook:
        check_alerts(watched(0, hook.url))
        hook.status, disk.free_bytes = 404, 2**40
        check_alerts(watched(1, hook.url))
        hook.status = 200
        check_alerts(watched(2, hook.url))
        assert "RESOLVED disk-low" in hook.got[-1]["message"]


def test_a_rule_that_cannot_be_judged_is_an_alarm_and_what_it_said_stands(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    check_alerts(watched())

    def damaged(_path: Path) -> DiskSpace:
        raise StoreDamaged("a file", "it is no disk", "Look at it.")

    monkeypatch.setattr(alarm_facts, "disk_space", damaged)
    found = check_alerts(watched(1))
    assert keys(found) == [
        ("disk-low", "the disk of the home"),
        ("disk-low", "(cannot be judged)"),
    ]
    assert "it is no disk" in found.standing[1].found
    monkeypatch.setattr(alarm_facts, "disk_space", lambda _path: DiskSpace(free_bytes=2**40))
    assert keys(check_alerts(watched(2))) == []


def test_a_secret_of_a_channel_is_in_no_file_of_the_home(
    watched: Watched, capfd: pytest.CaptureFixture[str]
) -> None:
    with Webhook(404) as hook:
        home = watched(0, hook.url)
        check_alerts(home)
        send_test(home)
        assert SECRET not in repr(home.settings)
    home.close()
    files = [path for path in home.path.rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if SECRET.encode() in path.read_bytes()] == []
    assert SECRET not in "".join(capfd.readouterr())


def test_a_test_goes_to_every_channel_whichever_takes_it(watched: Watched) -> None:
    with Webhook(200) as one, Webhook(404) as dead, Webhook(200) as other:
        made = send_test(watched(0, f"{one.url},{dead.url},{other.url}"))
        assert [each.is_delivered for each in made] == [True, False, True]
        assert [len(hook.got) for hook in (one, dead, other)] == [1, 0, 1]


def test_two_checks_at_once_make_one_alert_of_it(watched: Watched) -> None:
    given: dict[str, Any] = {
        "rule": "disk-low",
        "subject": "x",
        "severity": "warning",
        "found": "y",
        "blocks": "z",
        "next_step": "boxline run",
        "first_seen": NOW,
        "last_seen": NOW,
    }
    alerts = watched().ledger.alerts
    alerts.keep([Alert(**given)])
    alerts.keep([Alert(**given)])
    assert len(alerts.standing()) == 1
    (standing,) = alerts.standing()
    alerts.keep([replace(standing, resolved_at=NOW), Alert(**given)])
    assert [one.alert_id for one in alerts.standing()] == [2]


def test_times_are_kept_as_they_are(watched: Watched) -> None:
    check_alerts(watched())
    (kept,) = watched().ledger.alerts.standing()
    assert isinstance(kept.first_seen, datetime)
    assert kept.first_seen == NOW
