"""What bookmakers offered on pitchers' strikeouts and outs half an hour before the start."""

from typing import Any

from boxline.catalog import Asked, EachRow, Raw, Request, after_start, rows
from boxline.mlb.raw.odds_api_mlb_events import SPORT
from boxline.mlb.raw.odds_api_mlb_pitcher_props import MARKETS
from boxline.providers.odds_api import (
    HISTORY_FACTOR,
    NOTHING_OFFERED,
    ODDS_API,
    HistoricalEventOdds,
    Offered,
    Outcome,
    cost,
    query,
)
from boxline.providers.odds_api_rows import (
    SNAPSHOT_COLUMNS,
    prop_columns,
    prop_values,
    snapshot_values,
)

ODDS_API_MLB_PITCHER_PROPS_HISTORY = Raw(
    "mlb_raw.odds_api_mlb_pitcher_props_history",
    provider=ODDS_API,
    grain="one side of one line of one pitcher's prop at one bookmaker, as of a snapshot",
    landing="mlb-pitcher-props-history/{date}/{event_id}",
    payload=HistoricalEventOdds,
    request=Request(
        path=f"/v4/historical/sports/{SPORT}/events/{{event_id}}/odds",
        params={**query(MARKETS), "date": "{snapshot}"},
        about=EachRow(
            dataset="mlb_raw.odds_api_mlb_events_history",
            columns={"event_id": "event_id"},
            starts="starts_at",
            snapshot_minutes=30,
        ),
        # Snapshots come every five minutes, and what was one stays so: once is enough.
        moments=(after_start(6),),
        credits=HISTORY_FACTOR * cost(MARKETS),
        not_yet=NOTHING_OFFERED,
    ),
    key=("event_id", "snapshot_at", "bookmaker", "market", "player_name", "side", "line"),
    complete_within=("event_id", "snapshot_at", "market"),
    columns=(*prop_columns(MARKETS), *SNAPSHOT_COLUMNS),
)


@rows(ODDS_API_MLB_PITCHER_PROPS_HISTORY)
def odds_api_mlb_pitcher_props_history(
    outcome: Outcome, asked: Asked, offered: Offered
) -> dict[str, Any]:
    """One row per outcome; the snapshot is the newest one at or before the instant asked for."""
    asked.insist("event_id", offered.event.id)
    return {**prop_values(outcome, offered, SPORT), **snapshot_values(offered.snapshot)}
