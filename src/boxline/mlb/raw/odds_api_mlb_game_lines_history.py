"""What bookmakers offered on a baseball game half an hour before its start, by The Odds API."""

from typing import Any

from boxline.catalog import Asked, EachRow, Raw, Request, after_start, rows
from boxline.mlb.raw.odds_api_mlb_events import SPORT
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
    GAME_MARKETS,
    SNAPSHOT_COLUMNS,
    game_line_columns,
    game_line_values,
    snapshot_values,
)

ODDS_API_MLB_GAME_LINES_HISTORY = Raw(
    "mlb_raw.odds_api_mlb_game_lines_history",
    provider=ODDS_API,
    grain="one side of one market of one game at one bookmaker, as of a snapshot",
    landing="mlb-game-lines-history/{date}/{event_id}",
    payload=HistoricalEventOdds,
    request=Request(
        path=f"/v4/historical/sports/{SPORT}/events/{{event_id}}/odds",
        params={**query(GAME_MARKETS), "date": "{snapshot}"},
        about=EachRow(
            dataset="mlb_raw.odds_api_mlb_events_history",
            columns={"event_id": "event_id"},
            starts="starts_at",
            snapshot_minutes=30,
        ),
        # Snapshots come every five minutes, and what was one stays so: once is enough.
        moments=(after_start(6),),
        credits=HISTORY_FACTOR * cost(GAME_MARKETS),
        not_yet=NOTHING_OFFERED,
    ),
    key=("event_id", "snapshot_at", "bookmaker", "market", "side"),
    complete_within=("event_id", "snapshot_at", "market"),
    columns=(*game_line_columns("runs"), *SNAPSHOT_COLUMNS),
)


@rows(ODDS_API_MLB_GAME_LINES_HISTORY)
def odds_api_mlb_game_lines_history(
    outcome: Outcome, asked: Asked, offered: Offered
) -> dict[str, Any]:
    """One row per outcome; the snapshot is the newest one at or before the instant asked for."""
    asked.insist("event_id", offered.event.id)
    return {**game_line_values(outcome, offered, SPORT), **snapshot_values(offered.snapshot)}
