"""What bookmakers offer on players' props, one row per side, by The Odds API."""

from typing import Any

from boxline.catalog import (
    Asked,
    EachRow,
    Raw,
    Request,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.nba.raw.odds_api_events import SPORT
from boxline.providers.odds_api import (
    NOTHING_OFFERED,
    ODDS_API,
    EventOdds,
    Offered,
    Outcome,
    cost,
    query,
)
from boxline.providers.odds_api_rows import prop_columns, prop_values

_PROPS = (
    "player_points",
    "player_rebounds",
    "player_assists",
    "player_threes",
    "player_points_rebounds_assists",
)

#: The markets asked for: each prop at its main line, and at the bookmaker's other ones.
MARKETS = (*_PROPS, *(f"{prop}_alternate" for prop in _PROPS))

ODDS_API_PLAYER_PROPS = Raw(
    "nba_raw.odds_api_player_props",
    provider=ODDS_API,
    grain="one side of one line of one player's prop at one bookmaker",
    landing="player-props/{date}/{event_id}",
    payload=EventOdds,
    request=Request(
        path=f"/v4/sports/{SPORT}/events/{{event_id}}/odds",
        params=query(MARKETS),
        about=EachRow(
            dataset="nba_raw.odds_api_events",
            columns={"event_id": "event_id"},
            starts="starts_at",
        ),
        moments=tuple(before_the_start(hours) for hours in (24, 6, 1, 0.1)),
        credits=cost(MARKETS),
        until_start=True,
        not_yet=NOTHING_OFFERED,
    ),
    # A bookmaker lists a player at several lines, or on one side only, so both are in the key.
    key=("event_id", "bookmaker", "market", "player_name", "side", "line"),
    complete_within=("event_id", "market"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=prop_columns(MARKETS),
)


@rows(ODDS_API_PLAYER_PROPS)
def odds_api_player_props(outcome: Outcome, asked: Asked, offered: Offered) -> dict[str, Any]:
    """One row per outcome: the player stands in its `description`, the side in its `name`."""
    asked.insist("event_id", offered.event.id)
    return prop_values(outcome, offered, SPORT)
