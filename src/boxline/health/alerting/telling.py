"""Alerts as one message: what is so, what it blocks, and what mends it. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from boxline.stores.alerts import Alert, Delivery

#: So many are told in full; a message of a thousand is read by nobody.
TOLD_IN_FULL = 20


@dataclass(frozen=True, kw_only=True)
class Message:
    """What is sent: one for all that is to be told. `alerts` counts what it tells of; `html` is the
    same as a page, for those who read mail; empty where there is none."""

    title: str
    body: str
    alerts: int
    is_bad: bool
    html: str = ""


def message_of(firing: Sequence[Alert], resolved: Sequence[Alert]) -> Message:
    """One message of everything that is to be told now."""
    parts = []
    if firing:
        critical = sum(alert.severity == "critical" for alert in firing)
        parts.append(f"{len(firing)} firing" + (f", {critical} critical" if critical else ""))
    if resolved:
        parts.append(f"{len(resolved)} resolved")
    in_order = sorted(firing, key=lambda alert: (alert.severity != "critical", alert.key))
    told = [*map(_firing, in_order), *map(_resolved, resolved)]
    shown = told[:TOLD_IN_FULL]
    if len(told) > len(shown):
        shown.append(f"And {len(told) - len(shown)} more: boxline alerts list")
    return Message(
        title=f"Boxline: {'; '.join(parts)}",
        body="\n\n".join(shown),
        alerts=len(told),
        is_bad=bool(firing),
    )


def after_failures(message: Message, failed: Sequence[Delivery]) -> Message:
    """The message as the next channel gets it: with those that did not take it."""
    lines = [f"Not taken by {one.channel}: {one.error}" for one in failed]
    if not lines:
        return message
    html = message.html
    for line in lines:
        html = html.replace("</body>", f"<p>{escape(line)}</p>\n</body>")
    return replace(message, body="\n".join([message.body, "", *lines]), html=html)


def test_message() -> Message:
    """A message that only shows that messages arrive."""
    body = "This channel takes alerts. Nothing is wrong; somebody ran `boxline alerts test`."
    return Message(title="Boxline: a test", body=body, alerts=0, is_bad=False)


def _firing(alert: Alert) -> str:
    number = "" if alert.alert_id is None else f"alert {alert.alert_id}, "
    return "\n".join(
        [
            f"{alert.severity.upper()} {alert.rule}: {alert.subject}",
            f"  {alert.found}",
            f"  Blocks: {alert.blocks}",
            f"  Do: {alert.next_step}",
            f"  ({number}since {alert.first_seen:%Y-%m-%d %H:%M} UTC)",
        ]
    )


def _resolved(alert: Alert) -> str:
    return f"RESOLVED {alert.rule}: {alert.subject} (since {alert.first_seen:%Y-%m-%d %H:%M} UTC)"
