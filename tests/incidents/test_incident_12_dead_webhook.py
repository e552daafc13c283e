"""Incident 12: a webhook that was gone (404), and every alert with it.

All alert functions posted to one Slack webhook that answered 404, and nobody could know. Here the
next channel gets the message and is told who did not take it; the failure is on record, is an alarm
of its own, and is in what `doctor`, the API and `/metrics` say.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from boxline.home.alerting import check_alerts
from tests.builders import home_at
from tests.health.alerting.receivers import NOW, Webhook
from tests.health.toy_grid import CATALOG
from tests.web.api.asking import Asker, app_over


def test_incident_12_a_webhook_that_is_gone_loses_no_alert_and_is_one_itself(
    tmp_path: Path,
) -> None:
    home = home_at(tmp_path, now=NOW, declared=lambda: CATALOG)
    with Webhook(404) as gone, Webhook(200) as good:
        channels = f"{gone.url},{good.url}"
        home = replace(home, settings=replace(home.settings, alert_channels=channels))
        check_alerts(home)
        check_alerts(home)
        first, second = good.got
    assert "runs-stopped" in first["message"]
    assert f"Not taken by {gone.name}" in first["message"]
    assert f"channel-failing: {gone.name}" in second["message"]
    ask = Asker(app_over(home))
    told = ask("/monitoring/alerts").json()
    assert [(c["channel"], c["is_delivered"]) for c in told["channels"]] == [
        (good.name, True),
        (gone.name, False),
    ]
    assert f'boxline_alert_channel_failing{{channel="{gone.name}"}} 1.0' in ask("/metrics").text
    home.close()


def test_incident_12_where_the_only_channel_is_gone_the_alert_waits_for_one_that_is_not(
    tmp_path: Path,
) -> None:
    home = home_at(tmp_path, now=NOW, declared=lambda: CATALOG)
    with Webhook(404) as hook:
        home = replace(home, settings=replace(home.settings, alert_channels=hook.url))
        assert not check_alerts(home).deliveries[-1].is_delivered
        assert all(one.told_at is None for one in home.ledger.alerts.standing())
        hook.status = 200
        check_alerts(home)
        assert "runs-stopped" in hook.got[0]["message"]
    home.close()
