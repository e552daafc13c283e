"""The Odds API's list of baseball games that are on or to come, with the ids odds are asked by."""

from typing import Any

from boxline.catalog import Present, Raw, Request, every, rows
from boxline.providers.odds_api import ODDS_API, Event, Events
from boxline.providers.odds_api_rows import EVENT_COLUMNS, event_values

SPORT = "baseball_mlb"

ODDS_API_MLB_EVENTS = Raw(
    "mlb_raw.odds_api_mlb_events",
    provider=ODDS_API,
    grain="one game on the list",
    landing="mlb-events/{date}",
    payload=Events,
    request=Request(
        path=f"/v4/sports/{SPORT}/events",
        params={"dateFormat": "iso"},
        about=Present(),
        moments=(every(1),),
    ),
    # A game leaves the list when it is over, so the list's silence says nothing.
    key=("event_id",),
    unread="archive only: odds are asked by its ids; core places odds by clubs, day and start",
    columns=EVENT_COLUMNS,
)


@rows(ODDS_API_MLB_EVENTS)
def odds_api_mlb_events(event: Event) -> dict[str, Any]:
    """One row per game; both games of a doubleheader are events of their own."""
    return event_values(event, SPORT)
