"""What bookmakers offer on a game: winner, spread and total, one row per side, by The Odds API."""

from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    EachRow,
    Float,
    Raw,
    Request,
    Text,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.nba.raw.odds_api_events import EVENT_COLUMNS, SPORT, event_values
from boxline.nba.raw.odds_api_player_props import PRICE_COLUMNS
from boxline.providers.odds_api import (
    NOTHING_OFFERED,
    ODDS_API,
    EventOdds,
    Offered,
    Outcome,
    cost,
    query,
)

MARKETS = ("h2h", "spreads", "totals")

GAME_LINE_COLUMNS = (
    *EVENT_COLUMNS,
    Column("bookmaker", Text, doc="The Odds API's key of the bookmaker."),
    Column("market", Text, one_of=MARKETS, doc="`h2h` is the winner, without a line."),
    Column(
        "side",
        Text,
        one_of=("home", "away", "over", "under"),
        doc="Which side the price is for: of a total over or under, else a team.",
    ),
    Column(
        "line",
        Float,
        "points",
        -100,
        400,
        nullable=True,
        doc="Of a spread: added to this side's points, so negative is the favourite's. Of a total: "
        "both sides' points together. NULL of `h2h`.",
    ),
    *PRICE_COLUMNS,
)

ODDS_API_GAME_LINES = Raw(
    "nba_raw.odds_api_game_lines",
    provider=ODDS_API,
    grain="one side of one market of one game at one bookmaker",
    landing="game-lines/{date}/{event_id}",
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
    key=("event_id", "bookmaker", "market", "side"),
    complete_within=("event_id", "market"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=GAME_LINE_COLUMNS,
)


def game_line_values(outcome: Outcome, offered: Offered) -> dict[str, Any]:
    """The values of GAME_LINE_COLUMNS.

    Raises:
        ValueError: the event is of another sport, the outcome is no side of it, a line is missing,
            or a decimal price is none.
    """
    if offered.market != "h2h" and outcome.point is None:
        raise ValueError(f"point is missing, and {offered.market} has one")
    return {
        **event_values(offered.event),
        "bookmaker": offered.bookmaker,
        "market": offered.market,
        "side": _side(outcome.name, offered),
        "line": outcome.point,
        **offered.prices(outcome),
        "updated_at": offered.updated_at,
    }


def _side(name: str, offered: Offered) -> str:
    event = offered.event
    if offered.market == "totals":
        sides = {"Over": "over", "Under": "under"}
    else:
        sides = {event.home_team: "home", event.away_team: "away"}
    if name not in sides:
        raise ValueError(f"name is {name}, which is none of {', '.join(sides)}")
    return sides[name]


@rows(ODDS_API_GAME_LINES)
def odds_api_game_lines(outcome: Outcome, asked: Asked, offered: Offered) -> dict[str, Any]:
    """One row per outcome; a team's is told as home or away."""
    asked.insist("event_id", offered.event.id)
    return game_line_values(outcome, offered)
