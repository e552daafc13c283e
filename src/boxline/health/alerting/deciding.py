"""What is recorded and what is told, from what fires now and what is on record. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from boxline.stores.alerts import Alert


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something that fires now. `subject` tells it from others of its rule."""

    rule: str
    subject: str
    severity: str
    found: str
    blocks: str
    next_step: str

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other alarms."""
        return self.rule, self.subject


@dataclass(frozen=True, kw_only=True)
class Policy:
    """When something is told again.

    Attributes:
        repeat: for so long after it was told, an alert that stands is quiet.
    """

    repeat: timedelta = timedelta(hours=6)


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What follows from a check.

    Attributes:
        kept: every alert as it stands now, new ones among them, and those whose cause is gone.
        told: keys of those to be told of: new, or quiet for long enough.
        resolved: ids of those to be told resolved, once each.
    """

    kept: tuple[Alert, ...]
    told: frozenset[tuple[str, str]]
    resolved: frozenset[int]


def decide(
    alarms: Iterable[Alarm],
    standing: Iterable[Alert],
    untold: Iterable[Alert],
    *,
    unjudged: Collection[str],
    policy: Policy,
    now: datetime,
) -> Decision:
    """Compare what fires with what is on record.

    Args:
        standing: alerts on record whose cause stood at the last check.
        untold: alerts whose cause is gone, where nobody could be told so yet.
        unjudged: rules that could not be judged now. What they said before stands: nobody knows
            that its cause is gone.
    """
    firing = {alarm.key: alarm for alarm in alarms}
    before = {alert.key: alert for alert in standing}
    kept = [_seen(alarm, before.get(key), now) for key, alarm in firing.items()]
    gone = [
        replace(alert, resolved_at=now)
        for key, alert in before.items()
        if key not in firing and alert.rule not in unjudged
    ]
    over = [alert for alert in (*gone, *untold) if alert.told_at is not None]
    return Decision(
        kept=(*kept, *gone),
        told=frozenset(alert.key for alert in kept if _is_due(alert, policy, now)),
        resolved=frozenset(alert.alert_id for alert in over if alert.alert_id is not None),
    )


def _seen(alarm: Alarm, before: Alert | None, now: datetime) -> Alert:
    if before is None:
        return Alert(**vars(alarm), first_seen=now, last_seen=now)
    return replace(before, **vars(alarm), last_seen=now)


def _is_due(alert: Alert, policy: Policy, now: datetime) -> bool:
    if alert.acknowledged_at is not None:
        return False
    # One told in the future was stamped by a clock that has been set back since.
    is_quiet = alert.told_at is not None and alert.told_at <= now < alert.told_at + policy.repeat
    return not is_quiet
