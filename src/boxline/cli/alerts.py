"""`alerts`: what fires, what was told of it, and whether that arrived."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING, Annotated

import typer

from boxline.cli.output import HomeOption, JsonOption, Row, print_json, print_rows, say
from boxline.cli.wiring import home_of

if TYPE_CHECKING:
    from boxline.home import Home
    from boxline.stores.alerts import Alert

IdArgument = Annotated[int, typer.Argument(help="Its number, as `alerts list` shows it.")]
LimitOption = Annotated[int, typer.Option(help="How many, newest first.", min=1)]

COLUMNS = ("id", "state", "severity", "rule", "subject", "found", "next", "since", "told_at")


def list_alerts(
    every: Annotated[
        bool, typer.Option("--all", help="Also those that are resolved, newest first.")
    ] = False,
    limit: LimitOption = 100,
    home: HomeOption = None,
    json: JsonOption = False,
) -> None:
    """List the alerts whose cause stands, as of the last check."""
    with home_of(home) as here:
        kept = here.ledger.alerts if here.is_begun else None
        found = [] if kept is None else kept.listed(limit) if every else kept.standing()
        checked = kept.checked_at() if kept else None
    rows = [_as_json(one) for one in found]
    shown = [_row(one) for one in found]
    empty = "Nothing fires."
    print_rows(rows if json else shown, as_json=json, empty=empty, columns=COLUMNS, grouped=False)
    when = (
        "never: `boxline alerts check` does it"
        if checked is None
        else f"{checked:%Y-%m-%d %H:%M} UTC"
    )
    say(f"Last checked: {when}.")


def show_alert(alert_id: IdArgument, home: HomeOption = None, json: JsonOption = False) -> None:
    """Show all that is known of one alert."""
    with home_of(home) as here:
        found = _as_json(_found(here, alert_id))
    if json:
        print_json(found)
        return
    for name, value in found.items():
        print(f"{name}: {'' if value is None else value}")


def check(home: HomeOption = None, json: JsonOption = False) -> None:
    """Judge every rule now, record what fires, and tell what is new.

    Ends with 1 where something fires that nobody acknowledged, or no channel took the message.
    """
    from boxline.home.alerting import check_alerts

    with home_of(home) as here:
        found = check_alerts(here)
        is_set = bool(here.settings.alert_channels)
    firing = [one for one in found.standing if one.state == "firing"]
    if json:
        print_json(
            {
                "rules": found.rules,
                "standing": [_as_json(one) for one in found.standing],
                "deliveries": [vars(one) for one in found.deliveries],
            }
        )
    else:
        rows = [_row(one) for one in found.standing]
        print_rows(rows, as_json=False, empty="Nothing fires.", columns=COLUMNS, grouped=False)
    for one in found.deliveries:
        said = "took the message" if one.is_delivered else f"did not take it: {one.error}"
        say(f"{one.channel} {said}.")
    if not is_set:
        say("No channel is set: nobody is told.")
    say(f"{found.rules} rules, {len(firing)} firing, {len(found.standing) - len(firing)} known.")
    is_lost = bool(found.deliveries) and not found.deliveries[-1].is_delivered
    if firing or is_lost:
        raise typer.Exit(1)


def acknowledge(
    alert_id: IdArgument,
    why: Annotated[str, typer.Argument(help="Why nothing more need be said until it is over.")],
    home: HomeOption = None,
) -> None:
    """Say that you know of an alert: it is told no more until its cause is gone."""
    from boxline.errors import AlertResolved, NoReason

    with home_of(home) as here:
        found = _found(here, alert_id)
        if found.resolved_at is not None:
            raise AlertResolved(alert_id, found.resolved_at.isoformat(timespec="minutes"))
        if not why.strip():
            raise NoReason("WHY")
        by, now = getpass.getuser(), here.clock()
        here.ledger.alerts.acknowledge(alert_id, by=by, why=why.strip(), now=now)
    say(f"Alert {alert_id} is known; it is told no more until it is resolved.")


def list_deliveries(
    limit: LimitOption = 50, home: HomeOption = None, json: JsonOption = False
) -> None:
    """List the messages that were handed to channels, and what became of them."""
    with home_of(home) as here:
        found = here.ledger.alerts.deliveries(limit) if here.is_begun else []
    rows = [
        {
            "at": one.at.isoformat(timespec="seconds"),
            "channel": one.channel,
            "alerts": one.alerts,
            "delivered": one.is_delivered,
            "seconds": one.seconds,
            "error": one.error,
        }
        for one in found
    ]
    print_rows(rows, as_json=json, empty="Nothing was sent.", grouped=False)


def test(home: HomeOption = None, json: JsonOption = False) -> None:
    """Send a test to every channel; ends with 1 where one does not take it."""
    from boxline.errors import NoChannels
    from boxline.home.alerting import send_test

    with home_of(home) as here:
        if not here.settings.alert_channels:
            raise NoChannels
        made = send_test(here)
    rows = [
        {"channel": one.channel, "delivered": one.is_delivered, "error": one.error} for one in made
    ]
    print_rows(rows, as_json=json, empty="")
    if not all(one.is_delivered for one in made):
        raise typer.Exit(1)


def _found(here: Home, alert_id: int) -> Alert:
    from boxline.errors import UnknownAlert

    found = here.ledger.alerts.find(alert_id) if here.is_begun else None
    if found is None:
        raise UnknownAlert(alert_id)
    return found


def _row(one: Alert) -> Row:
    return {
        "id": one.alert_id,
        "state": one.state,
        "severity": one.severity,
        "rule": one.rule,
        "subject": one.subject,
        "found": one.found.partition("\n")[0][:80],
        "next": one.next_step,
        "since": one.first_seen.isoformat(timespec="minutes"),
        "told_at": one.told_at.isoformat(timespec="minutes") if one.told_at else "",
    }


def _as_json(one: Alert) -> Row:
    known = {"id": one.alert_id, "state": one.state, **vars(one)}
    return {name: value for name, value in known.items() if name != "alert_id"}
