"""The Odds API's list of baseball games as of a snapshot: the ids that past odds are asked by."""

from typing import Any

from boxline.catalog import EachDay, Raw, Request, at_hour, rows
from boxline.mlb.raw.odds_api_mlb_events import SPORT
from boxline.providers.odds_api import ODDS_API, Event, HistoricalEvents, Snapshot
from boxline.providers.odds_api_rows import (
    EVENT_COLUMNS,
    SNAPSHOT_COLUMNS,
    event_values,
    snapshot_values,
)

ODDS_API_MLB_EVENTS_HISTORY = Raw(
    "mlb_raw.odds_api_mlb_events_history",
    provider=ODDS_API,
    grain="one game on the list of one snapshot",
    landing="mlb-events-history/{date}",
    payload=HistoricalEvents,
    request=Request(
        path=f"/v4/historical/sports/{SPORT}/events",
        # Before any game of the league day begins, and late enough for each to be listed.
        params={"date": "{date}T14:00:00Z", "dateFormat": "iso"},
        about=EachDay(),
        moments=(at_hour(6, days_later=1),),
        credits=1,
    ),
    key=("event_id", "snapshot_at"),
    unread="archive only: odds are asked by its ids; core places odds by clubs, day and start",
    columns=(*EVENT_COLUMNS, *SNAPSHOT_COLUMNS),
)


@rows(ODDS_API_MLB_EVENTS_HISTORY)
def odds_api_mlb_events_history(event: Event, snapshot: Snapshot) -> dict[str, Any]:
    """One row per game; those of the days after are on the list too."""
    return {**event_values(event, SPORT), **snapshot_values(snapshot)}
