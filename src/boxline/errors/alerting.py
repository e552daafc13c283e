"""What was asked of alerts cannot be."""

from __future__ import annotations

from boxline.errors.kinds import CallerError


class UnknownAlert(CallerError, LookupError):
    """No alert has this number."""

    def __init__(self, alert_id: int) -> None:
        super().__init__(
            f"No alert has the number {alert_id}. List them with `boxline alerts list --all`."
        )
        self.alert_id = alert_id


class AlertResolved(CallerError):
    """The cause of an alert is gone, so there is nothing to acknowledge."""

    def __init__(self, alert_id: int, resolved_at: str) -> None:
        super().__init__(
            f"Alert {alert_id} was resolved at {resolved_at}: there is nothing to acknowledge. "
            "List those that stand with `boxline alerts list`."
        )
        self.alert_id = alert_id


class NoChannels(CallerError):
    """Nothing can be sent, because no channel is set."""

    def __init__(self) -> None:
        super().__init__(
            "No channel is set, so alerts are recorded and sent to nobody. Set "
            "BOXLINE_ALERT_CHANNELS to URLs of Apprise, separated by commas."
        )
