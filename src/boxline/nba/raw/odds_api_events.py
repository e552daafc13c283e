"""The Odds API's list of games that are on or to come, each with the id its odds are asked by."""

from typing import Any

from boxline.catalog import Present, Raw, Request, every, rows
from boxline.providers.odds_api import ODDS_API, Event, Events
from boxline.providers.odds_api_rows import EVENT_COLUMNS, event_values

SPORT = "basketball_nba"

ODDS_API_EVENTS = Raw(
    "nba_raw.odds_api_events",
    provider=ODDS_API,
    grain="one game on the list",
    landing="events/{date}",
    payload=Events,
    request=Request(
        path=f"/v4/sports/{SPORT}/events",
        params={"dateFormat": "iso"},
        about=Present(),
        moments=(every(1),),
    ),
    # A game leaves the list when it is over, so the list's silence says nothing.
    key=("event_id",),
    unread="archive only: odds are asked by its ids; core places odds by clubs and day",
    columns=EVENT_COLUMNS,
)


@rows(ODDS_API_EVENTS)
def odds_api_events(event: Event) -> dict[str, Any]:
    """One row per game; a late one falls on the next UTC date, and keeps its league day here."""
    return event_values(event, SPORT)
