"""What fires, who was told, and what is counted, as `v1/health.json` tells of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec

from boxline.engine.conditions import MEANING, Condition
from boxline.stores.alerts import Alert, Delivery


class HealthAlert(msgspec.Struct):
    """Something that fires; `acknowledged` is why somebody wants to hear no more of it, null where
    nobody said so. `next_step` is the command that mends it."""

    id: int
    rule: str
    subject: str
    severity: str
    found: str
    blocks: str
    next_step: str
    since: datetime
    told_at: datetime | None
    acknowledged: str | None


class HealthChannel(msgspec.Struct):
    """The newest message handed to one channel; `error` is null where it was taken."""

    channel: str
    at: datetime
    error: str | None


class HealthCondition(msgspec.Struct):
    """How often something came about since counting began, and when last; null where never."""

    name: str
    meaning: str
    times: int
    newest_at: datetime | None


class HealthAlerting(msgspec.Struct):
    """Alerts as of the last check of their rules, null where there was none."""

    checked_at: datetime | None = None
    alerts: list[HealthAlert] = []
    channels: list[HealthChannel] = []
    conditions: list[HealthCondition] = []


def alerting_told(
    alerts: Sequence[Alert],
    checked_at: datetime | None,
    channels: Mapping[str, Delivery],
    conditions: Mapping[Condition, tuple[int, datetime | None]],
    home: str,
) -> HealthAlerting:
    """All of it, as it is told.

    Args:
        channels: channel -> the newest message handed to it.
        conditions: each with how often it came about, and when last.
        home: where the home lies, which no reader is told.
    """
    return HealthAlerting(
        checked_at=checked_at,
        alerts=[_alert(one, home) for one in alerts],
        channels=[
            HealthChannel(channel=name, at=one.at, error=one.error or None)
            for name, one in sorted(channels.items())
        ],
        conditions=[
            HealthCondition(name=one.value, meaning=MEANING[one], times=times, newest_at=at)
            for one, (times, at) in conditions.items()
        ],
    )


def _alert(one: Alert, home: str) -> HealthAlert:
    assert one.alert_id is not None, "what is on record has a number"
    return HealthAlert(
        id=one.alert_id,
        rule=one.rule,
        subject=one.subject,
        severity=one.severity,
        found=one.found.replace(home, "HOME")[:500],
        blocks=one.blocks,
        next_step=one.next_step,
        since=one.first_seen,
        told_at=one.told_at,
        acknowledged=one.acknowledged_why or None,
    )
