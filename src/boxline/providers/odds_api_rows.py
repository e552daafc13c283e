"""The Odds API's rows, of whichever sport: their columns, and the values of them."""

from __future__ import annotations

from typing import Any

from boxline.catalog import Column, Day, Float, Instant, Text
from boxline.catalog.prices import price_column
from boxline.domain.days import league_day
from boxline.providers.odds_api import Event, Offered, Outcome, Snapshot

#: Which game a row is of, as The Odds API tells it.
EVENT_COLUMNS = (
    Column("event_id", Text, doc="The Odds API's id of the game."),
    Column("game_date", Day, doc="The league day: the Eastern date of `starts_at`."),
    Column("starts_at", Instant, doc="Start in UTC, as then known; it moves to the true start."),
    Column("home_team", Text, doc="City and nickname."),
    Column("away_team", Text, doc="City and nickname."),
)

#: As of when a row is. The row was fetched long after, so this and not `known_at` says when it
#: could have been known.
SNAPSHOT_COLUMNS = (
    Column("snapshot_at", Instant, doc="The instant, UTC, at which this was so."),
    Column(
        "previous_snapshot_at",
        Instant,
        nullable=True,
        is_stamp=True,
        doc="The snapshot before it, UTC; NULL where there is none.",
    ),
    Column(
        "next_snapshot_at",
        Instant,
        nullable=True,
        is_stamp=True,
        doc="The snapshot after it, UTC; NULL where there is none.",
    ),
)

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

#: The markets of a game.
GAME_MARKETS = ("h2h", "spreads", "totals")


def game_line_columns(unit: str) -> tuple[Column, ...]:
    """The columns of a line on a game.

    Args:
        unit: what is scored: points, runs.
    """
    return (
        *EVENT_COLUMNS,
        Column("bookmaker", Text, doc="The Odds API's key of the bookmaker."),
        Column("market", Text, one_of=GAME_MARKETS, doc="`h2h` is the winner, without a line."),
        Column(
            "side",
            Text,
            one_of=("home", "away", "over", "under"),
            doc="Which side the price is for: of a total over or under, else a team.",
        ),
        Column(
            "line",
            Float,
            unit,
            -100,
            400,
            nullable=True,
            doc=f"Of a spread: added to this side's {unit}, so negative is the favourite's. Of a "
            f"total: both sides' {unit} together. NULL of `h2h`.",
        ),
        *PRICE_COLUMNS,
    )


def prop_columns(markets: tuple[str, ...]) -> tuple[Column, ...]:
    """The columns of a line on a player's prop.

    Args:
        markets: those asked for.
    """
    return (
        *EVENT_COLUMNS,
        Column("bookmaker", Text, doc="The Odds API's key of the bookmaker."),
        Column("market", Text, one_of=markets, doc="The prop; `_alternate` beside the main line."),
        Column("player_name", Text, doc="As the bookmaker writes it; no id is sent."),
        Column("side", Text, one_of=("Over", "Under"), doc="Which side the price is for."),
        Column("line", Float, "of the prop", 0, 200, doc="The number to be over or under."),
        *PRICE_COLUMNS,
    )


def event_values(event: Event, sport: str) -> dict[str, Any]:
    """The values of EVENT_COLUMNS.

    Raises:
        ValueError: it is of another sport, or its start has no league day.
    """
    event.insist_on(sport)
    return {
        "event_id": event.id,
        "game_date": league_day(event.commence_time),
        "starts_at": event.commence_time,
        "home_team": event.home_team,
        "away_team": event.away_team,
    }


def snapshot_values(snapshot: Snapshot) -> dict[str, Any]:
    """The values of SNAPSHOT_COLUMNS."""
    return {
        "snapshot_at": snapshot.at,
        "previous_snapshot_at": snapshot.before,
        "next_snapshot_at": snapshot.after,
    }


def game_line_values(outcome: Outcome, offered: Offered, sport: str) -> dict[str, Any]:
    """The values of the columns of a line on a game.

    Raises:
        ValueError: the event is of another sport, the outcome is no side of it, a line is missing,
            or a decimal price is none.
    """
    if offered.market != "h2h" and outcome.point is None:
        raise ValueError(f"point is missing, and {offered.market} has one")
    return {
        **event_values(offered.event, sport),
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


def prop_values(outcome: Outcome, offered: Offered, sport: str) -> dict[str, Any]:
    """The values of the columns of a line on a player's prop.

    Raises:
        ValueError: the event is of another sport, or a decimal price is none.
    """
    return {
        **event_values(offered.event, sport),
        "bookmaker": offered.bookmaker,
        "market": offered.market,
        "player_name": outcome.description or None,
        "side": outcome.name,
        "line": outcome.point,
        **offered.prices(outcome),
        "updated_at": offered.updated_at,
    }
