"""Handing a message to the first channel that takes it, and noting how each fared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from boxline.health.alerting.channels import Channel, send
from boxline.health.alerting.telling import Message, after_failures
from boxline.stores.alerts import Delivery


def deliver(message: Message, channels: Sequence[Channel], now: datetime) -> list[Delivery]:
    """Hand a message to channels in their order until one takes it. The next one is told which did
    not, so that whoever reads it knows.

    Returns:
        How it fared with each that was tried; the last of them took it, or none did.
    """
    made: list[Delivery] = []
    for channel in channels:
        made.append(hand_over(after_failures(message, made), channel, now))
        if made[-1].is_delivered:
            break
    return made


def hand_over(message: Message, channel: Channel, now: datetime) -> Delivery:
    """Hand a message to one channel."""
    sent = send(channel, message)
    return Delivery(
        at=now,
        channel=channel.name,
        alerts=message.alerts,
        is_delivered=not sent.error,
        error=sent.error,
        seconds=round(sent.seconds, 3),
    )
