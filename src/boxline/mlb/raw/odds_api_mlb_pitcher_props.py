"""What bookmakers offer on pitchers' strikeouts and outs, one row per side, by The Odds API."""

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
from boxline.mlb.raw.odds_api_mlb_events import SPORT
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

#: The markets asked for. Of outs no alternate lines are offered, and a market that it does not know
#: has the whole request refused.
MARKETS = ("pitcher_strikeouts", "pitcher_outs", "pitcher_strikeouts_alternate")

ODDS_API_MLB_PITCHER_PROPS = Raw(
    "mlb_raw.odds_api_mlb_pitcher_props",
    provider=ODDS_API,
    grain="one side of one line of one pitcher's prop at one bookmaker",
    landing="mlb-pitcher-props/{date}/{event_id}",
    payload=EventOdds,
    request=Request(
        path=f"/v4/sports/{SPORT}/events/{{event_id}}/odds",
        params=query(MARKETS),
        about=EachRow(
            dataset="mlb_raw.odds_api_mlb_events",
            columns={"event_id": "event_id"},
            starts="starts_at",
        ),
        moments=tuple(before_the_start(hours) for hours in (12, 4, 1, 0.1)),
        credits=cost(MARKETS),
        until_start=True,
        not_yet=NOTHING_OFFERED,
    ),
    # A bookmaker lists a pitcher at several lines, or on one side only, so both are in the key.
    key=("event_id", "bookmaker", "market", "player_name", "side", "line"),
    complete_within=("event_id", "market"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=prop_columns(MARKETS),
)


@rows(ODDS_API_MLB_PITCHER_PROPS)
def odds_api_mlb_pitcher_props(outcome: Outcome, asked: Asked, offered: Offered) -> dict[str, Any]:
    """One row per outcome: the pitcher stands in its `description`, the side in its `name`."""
    asked.insist("event_id", offered.event.id)
    return prop_values(outcome, offered, SPORT)
