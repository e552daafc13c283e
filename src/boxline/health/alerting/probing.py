"""Whether alerts would arrive: every channel, looked at or (thoroughly) sent a message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from boxline.health.alerting.channels import Channel, reach
from boxline.health.alerting.delivering import hand_over
from boxline.health.alerting.telling import test_message
from boxline.health.examining.examined import Examined, fine, problem

_MEND = "Mend its address where `boxline config show` says it is set, or leave it out."


def examine_channels(
    channels: Sequence[Channel], failed: Mapping[str, str], now: datetime, *, is_deep: bool
) -> Iterator[Examined]:
    """Whether every channel that is set takes messages.

    Args:
        failed: channel -> why it did not take the newest message that was handed to it.
        is_deep: whether a message is sent to each. Else nothing is: somebody must listen at its
            address, and it must have taken what it was last handed, which a webhook that is gone
            (404) has not.
    """
    if not channels:
        yield fine("alerts", "no channel is set: alerts are recorded and sent to nobody")
    for channel in channels:
        if is_deep:
            why = hand_over(test_message(), channel, now).error
            good = f"{channel.name} took a message"
        else:
            unheard = reach(channel)
            why = unheard or failed.get(channel.name, "")
            good = f"{channel.name} answers (--deep sends it a message)"
        if why:
            yield problem("alerts", f"{channel.name}: {why}", _MEND)
        else:
            yield fine("alerts", good)
