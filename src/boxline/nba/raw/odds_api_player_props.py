"""What bookmakers offer on players' props, one row per side, by The Odds API."""

from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    EachRow,
    Float,
    Instant,
    Raw,
    Request,
    Text,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.nba.prices import price_column
from boxline.nba.raw.odds_api_events import EVENT_COLUMNS, SPORT, event_values
from boxline.providers.odds_api import (
    NOTHING_OFFERED,
    ODDS_API,
    EventOdds,
    Offered,
    Outcome,
    cost,
    query,
)

_PROPS = (
    "player_points",
    "player_rebounds",
    "player_assists",
    "player_threes",
    "player_points_rebounds_assists",
)

#: The markets asked for: each prop at its main line, and at the bookmaker's other ones.
MARKETS = (*_PROPS, *(f"{prop}_alternate" for prop in _PROPS))

#: What is offered at which price, and when the bookmaker last touched it.
PRICE_COLUMNS = (
    Column(
        "price_american",
        Float,
        "American odds",
        -100_000,
        100_000,
        nullable=True,
        doc="As sent; worked out, and then perhaps a fraction, where the reply is in decimal odds. "
        "-100000 means that there is no price. NULL where none is sent.",
    ),
    price_column("price_decimal", "this side; NULL where `price_american` is no price."),
    Column(
        "updated_at",
        Instant,
        nullable=True,
        is_stamp=True,
        doc="When the bookmaker last changed anything of the market, UTC, as this price was first "
        "seen; NULL where not sent.",
    ),
)

PROP_COLUMNS = (
    *EVENT_COLUMNS,
    Column("bookmaker", Text, doc="The Odds API's key of the bookmaker."),
    Column("market", Text, one_of=MARKETS, doc="The prop; `_alternate` beside the main line."),
    Column("player_name", Text, doc="As the bookmaker writes it; no id is sent."),
    Column("side", Text, one_of=("Over", "Under"), doc="Which side the price is for."),
    Column("line", Float, "of the prop", 0, 200, doc="The number to be over or under."),
    *PRICE_COLUMNS,
)

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
    columns=PROP_COLUMNS,
)


def prop_values(outcome: Outcome, offered: Offered) -> dict[str, Any]:
    """The values of PROP_COLUMNS.

    Raises:
        ValueError: the event is of another sport, or a decimal price is none.
    """
    return {
        **event_values(offered.event),
        "bookmaker": offered.bookmaker,
        "market": offered.market,
        "player_name": outcome.description or None,
        "side": outcome.name,
        "line": outcome.point,
        **offered.prices(outcome),
        "updated_at": offered.updated_at,
    }


@rows(ODDS_API_PLAYER_PROPS)
def odds_api_player_props(outcome: Outcome, asked: Asked, offered: Offered) -> dict[str, Any]:
    """One row per outcome: the player stands in its `description`, the side in its `name`."""
    asked.insist("event_id", offered.event.id)
    return prop_values(outcome, offered)
