"""What fires now, and whether somebody could be told, for whoever watches."""

from __future__ import annotations

from datetime import datetime

from fastapi import APIRouter
from pydantic import BaseModel, Field

from boxline.stores.alerts import Alert
from boxline.web.api.problems import responses
from boxline.web.api.served import Stores

router = APIRouter(prefix="/monitoring", tags=["health"])


class AlertTold(BaseModel):
    """Something that fires."""

    id: int
    state: str = Field(description="firing, or acknowledged: somebody knows.")
    rule: str
    subject: str
    severity: str = Field(description="warning or critical.")
    found: str = Field(description="What is so.")
    blocks: str = Field(description="What waits for it.")
    next_step: str = Field(description="The command that mends it.")
    first_seen: datetime
    last_seen: datetime
    told_at: datetime | None = Field(description="When a channel last took it; null where none.")
    acknowledged_why: str


class ChannelTold(BaseModel):
    """The newest message that was handed to a channel."""

    channel: str = Field(description="Its kind and host, never its address.")
    at: datetime
    is_delivered: bool
    error: str


class Alerts(BaseModel):
    """What fires, as of the last check."""

    checked_at: datetime | None = Field(description="Null where the rules were never checked.")
    alerts: list[AlertTold]
    channels: list[ChannelTold]


@router.get("/alerts", response_model=Alerts, responses=responses(429, 503))
def alerts(served: Stores) -> Alerts:
    """What fires, as of the last check of the rules, and how the newest messages of it fared."""
    kept = served.ledger.alerts
    home = str(served.ledger.path.parent)
    return Alerts(
        checked_at=kept.checked_at(),
        alerts=[_told(one, home) for one in kept.standing()],
        channels=[
            ChannelTold(channel=name, at=one.at, is_delivered=one.is_delivered, error=one.error)
            for name, one in kept.newest_deliveries().items()
        ],
    )


def _told(one: Alert, home: str) -> AlertTold:
    known = {"id": one.alert_id, "state": one.state, **vars(one)}
    known["found"] = one.found.replace(home, "HOME")
    return AlertTold.model_validate(known)
