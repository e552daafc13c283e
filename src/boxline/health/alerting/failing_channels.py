"""Channels that did not take what was last handed to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boxline.catalog.alarms import Firing, Severity, alarm
from boxline.stores.alerts import Delivery


@dataclass(frozen=True, kw_only=True)
class ChannelRecord:
    """Channel that is set -> the newest message handed to it, where there ever was one."""

    newest: Mapping[str, Delivery]


@alarm(
    "channel-failing",
    severity=Severity.WARNING,
    blocks="alerts and reports: fewer channels are left to tell them, or none",
    next_step="boxline alerts test; mend its address where `boxline config show` says it is set",
)
def channel_failing(record: ChannelRecord) -> Iterator[Firing]:
    """A channel did not take the newest message that was handed to it."""
    for name, newest in record.newest.items():
        if not newest.is_delivered:
            yield Firing(subject=name, found=f"{newest.error} (at {newest.at:%Y-%m-%d %H:%M} UTC)")
