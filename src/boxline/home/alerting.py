"""Checking a home's rules: what fires is recorded, and told to the first channel that takes it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from boxline.catalog.alarms import Severity
from boxline.errors import BoxlineError
from boxline.health.alerting.channels import Channel, channels_of
from boxline.health.alerting.deciding import Policy, decide
from boxline.health.alerting.delivering import deliver, hand_over
from boxline.health.alerting.judging import Facts, Judged, judge
from boxline.health.alerting.telling import message_of, test_message
from boxline.home.alarm_facts import declared_rules, gatherers
from boxline.stores.alerts import Alert, Delivery

if TYPE_CHECKING:
    from boxline.home.home import Home


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What a check came to: alerts whose cause stands, how many rules there are, and how messages
    fared; none where nothing was to be told, or no channel is set."""

    standing: Sequence[Alert]
    rules: int
    deliveries: Sequence[Delivery]


def channels(home: Home) -> tuple[Channel, ...]:
    """Where alerts go, in order of preference."""
    return channels_of(home.settings.alert_channels)


def check_alerts(home: Home) -> Checked:
    """Judge every rule, record what fires and what no longer does, and tell what is to be told.

    A fault of ours in a rule loses no alarm of another: those found so far are told, with the
    fault, before it goes on its way.
    """
    rules, kept = declared_rules(), home.ledger.alerts
    judged, told = Judged(), list[Delivery]()
    recorded = _whatever_comes(home, judged, told, rules=len(rules), names=set(rules))
    with recorded, ExitStack() as opened:
        judge(rules.values(), Facts(gatherers(home, opened)), judged)
    return Checked(standing=kept.standing(), rules=len(rules), deliveries=told)


@contextmanager
def _whatever_comes(
    home: Home, judged: Judged, told: list[Delivery], *, rules: int, names: set[str]
) -> Iterator[None]:
    try:
        yield
    finally:
        cause = sys.exception()
        if isinstance(cause, Exception) and not isinstance(cause, BoxlineError):
            why = f"checking the rules ended with {type(cause).__name__}: {cause}"
            judged.unjudged |= names
            judged.add_unjudged("alarms", Severity.CRITICAL, why)
        _record(home, judged, told, rules)


def _record(home: Home, judged: Judged, told: list[Delivery], rules: int) -> None:
    alerts, now = home.ledger.alerts, home.clock()
    decision = decide(
        judged.alarms,
        alerts.standing(),
        alerts.untold(),
        unjudged=judged.unjudged,
        policy=Policy(repeat=timedelta(hours=home.settings.alert_repeat_hours)),
        now=now,
    )
    alerts.keep(decision.kept)
    firing = [one for one in alerts.standing() if one.key in decision.told]
    resolved = [one for one in alerts.untold() if one.alert_id in decision.resolved]
    if firing or resolved:
        told += deliver(message_of(firing, resolved), channels(home), now)
        alerts.note_deliveries(told)
        if told and told[-1].is_delivered:
            ids = [one.alert_id for one in (*firing, *resolved) if one.alert_id is not None]
            alerts.note_told(ids, now)
    alerts.note_check(now, rules=rules, unjudged=len(judged.unjudged))


def send_test(home: Home) -> list[Delivery]:
    """Send a test to every channel, whether or not another takes it, and note how each fared."""
    made = [hand_over(test_message(), one, home.clock()) for one in channels(home)]
    home.ledger.alerts.note_deliveries(made)
    return made
