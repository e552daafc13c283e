"""BettingPros' offers on players' props, one row per bookmaker, side and line.

We have no real reply of this endpoint: its shape is that of the predecessor's notes.
"""

from typing import Any

from boxline.catalog import (
    Asked,
    Column,
    Day,
    EachRow,
    Flag,
    Float,
    Instant,
    Int,
    Raw,
    Request,
    Text,
    before_start,
    before_the_start,
    per_scheduled_game,
    rows,
)
from boxline.catalog.prices import price_column
from boxline.domain.days import parse_day
from boxline.domain.odds import Notation, decimal_odds
from boxline.providers.bettingpros import (
    BETTINGPROS,
    BOOKMAKERS,
    MARKETS,
    PAGE_ROWS,
    Line,
    Offered,
    Offers,
    Opening,
    utc,
)

_PROP_OF_MARKET = {int(market): prop for prop, market in MARKETS.items()}

BP_PLAYER_PROPS = Raw(
    "nba_raw.bp_player_props",
    provider=BETTINGPROS,
    grain="one side of one line of one player's prop at one bookmaker",
    landing="player-props/{market}/{date}",
    payload=Offers,
    is_paged=True,
    request=Request(
        path="/v3/offers",
        params={
            "sport": "NBA",
            "market_id": "{market}",
            "event_id": "{event_id}",
            "location": "ALL",
            "limit": str(PAGE_ROWS),
            "page": "1",
        },
        about=EachRow(
            dataset="nba_raw.bp_events",
            columns={"event_id": "event_id_bettingpros"},
            starts="starts_at",
        ),
        also={"market": tuple(MARKETS)},
        spelled={"market": MARKETS},
        moments=tuple(before_the_start(hours) for hours in (12, 3, 0.5)),
        until_start=True,
        not_yet=(404,),
    ),
    key=("event_id_bettingpros", "prop_type", "player_id_bettingpros", "bookmaker", "side", "line"),
    complete_within=("event_id_bettingpros", "prop_type"),
    expects=per_scheduled_game(at_least=1),
    due=before_start(hours=1),
    columns=(
        Column("event_id_bettingpros", Int, low=1, doc="BettingPros' id of the game."),
        Column("game_date", Day, doc="The league day, of the request: the reply says none."),
        Column("offer_id", Text, doc="BettingPros' id of the player's prop."),
        Column("prop_type", Text, one_of=tuple(MARKETS), doc="What the line is on."),
        Column("player_id_bettingpros", Text, doc="BettingPros' player id."),
        Column("player_name", Text, doc="As BettingPros writes it."),
        Column("team", Text, nullable=True, doc="Code of his team today; NULL where not sent."),
        Column("position", Text, nullable=True, doc="Position; NULL where not sent."),
        Column(
            "bookmaker",
            Text,
            doc="The Odds API's key; BettingPros' number where it has none that we know; "
            "`consensus` is BettingPros' own blend.",
        ),
        Column("side", Text, one_of=("over", "under"), doc="Which side the price is for."),
        Column("line", Float, "of the prop", 0, 200, doc="The number to be over or under."),
        Column("line_id", Text, nullable=True, doc="BettingPros' id; NULL where not sent."),
        Column(
            "price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            nullable=True,
            doc="As sent; NULL where none is.",
        ),
        price_column("price_decimal", "this side; NULL where `price_american` is no price."),
        Column("is_active", Flag, nullable=True, doc="Whether it is on offer; NULL if not sent."),
        Column("is_off", Flag, nullable=True, doc="Whether it is off the board; NULL if not sent."),
        Column("is_main", Flag, nullable=True, doc="Whether it is the main one; NULL if not sent."),
        Column("is_best", Flag, nullable=True, doc="Whether no book is better; NULL if not sent."),
        Column(
            "updated_at",
            Instant,
            nullable=True,
            is_stamp=True,
            doc="When the bookmaker changed it, UTC, as it was first seen; NULL where not sent.",
        ),
        Column(
            "opening_line",
            Float,
            "of the prop",
            0,
            200,
            nullable=True,
            doc="The first line of this side at any bookmaker; NULL where not sent.",
        ),
        Column(
            "opening_price_american",
            Float,
            "American odds",
            -100_000,
            100_000,
            nullable=True,
            doc="Price of the opening line; NULL where not sent.",
        ),
        Column("opening_bookmaker", Text, nullable=True, doc="Whose it was; NULL where not sent."),
        Column("opened_at", Instant, nullable=True, doc="When, UTC; NULL where not sent."),
    ),
)


def _bookmaker(number: int | None) -> str | None:
    return None if number is None else BOOKMAKERS.get(number, str(number))


@rows(BP_PLAYER_PROPS)
def bp_player_props(line: Line, asked: Asked, offered: Offered) -> dict[str, Any]:
    """One row per line; the consensus is among the bookmakers."""
    offer, who, side = offered.offer, offered.participant, offered.selection
    asked.insist("event_id", str(offer.event_id))
    prop = _PROP_OF_MARKET.get(offer.market_id)
    if prop is None:
        raise ValueError(f"market_id is {offer.market_id}, which is none that is asked for")
    asked.insist("market", prop)
    opening = side.opening_line or Opening()
    return {
        "event_id_bettingpros": offer.event_id,
        "game_date": parse_day(asked.param("date")),
        "offer_id": str(offer.id),
        "prop_type": prop,
        "player_id_bettingpros": str(who.id),
        "player_name": who.name or None,
        "team": (who.player and who.player.team) or None,
        "position": (who.player and who.player.position) or None,
        "bookmaker": _bookmaker(offered.book),
        "side": side.selection.lower(),
        "line": line.line,
        "line_id": None if line.id is None else str(line.id),
        "price_american": line.cost,
        "price_decimal": decimal_odds(line.cost, Notation.AMERICAN),
        "is_active": line.active,
        "is_off": line.is_off,
        "is_main": line.main,
        "is_best": line.best,
        "updated_at": utc(line.updated),
        "opening_line": opening.line,
        "opening_price_american": opening.cost,
        "opening_bookmaker": _bookmaker(opening.book_id),
        "opened_at": utc(opening.created),
    }
