"""Figures of alerts for Prometheus: what fires, when that was last looked at, and what was told.

A figure that can only say 0 says nothing when nobody looks any more. So the moment of the last
check is told beside it, and the rules that ship in `deploy/` fire where that is old or absent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from boxline.catalog.alarms import Severity
from boxline.stores.ledger import Ledger


def alert_figures(ledger: Ledger) -> Iterable[Metric]:
    """The figures, as the ledger has them now."""
    kept = ledger.alerts
    standing = kept.standing()
    firing = Counter((one.rule, one.severity) for one in standing if one.state == "firing")
    by_rule = GaugeMetricFamily(
        "boxline_alerts_firing",
        "Alerts that fire and that nobody acknowledged, as of the last check.",
        labels=("rule", "severity"),
    )
    for rule, severity in kept.ever_fired():
        by_rule.add_metric((rule, severity), firing[rule, severity])
    yield by_rule
    total = GaugeMetricFamily(
        "boxline_alerts", "Alerts whose cause stands, as of the last check.", labels=("severity",)
    )
    for each in Severity:
        total.add_metric((each.value,), sum(one.severity == each.value for one in standing))
    yield total
    check = kept.newest_check()
    if check is not None:
        seconds = check.at.timestamp()
        words = "When the rules were last checked."
        yield GaugeMetricFamily("boxline_alerts_checked_timestamp_seconds", words, value=seconds)
        yield GaugeMetricFamily("boxline_alert_rules", "Rules of that check.", value=check.rules)
        unjudged = "Rules of it of which nobody knows whether they fire."
        yield GaugeMetricFamily("boxline_alert_rules_unjudged", unjudged, value=check.unjudged)
    failing = GaugeMetricFamily(
        "boxline_alert_channel_failing",
        "1 where a channel did not take the newest message handed to it.",
        labels=("channel",),
    )
    for name, newest in kept.newest_deliveries().items():
        failing.add_metric((name,), int(not newest.is_delivered))
    yield failing
    counted = CounterMetricFamily(
        "boxline_conditions", "How often something came about.", labels=("condition",)
    )
    for one, (times, _) in ledger.conditions.counts().items():
        counted.add_metric((one.value,), times)
    yield counted
