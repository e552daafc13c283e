"""What a bookmaker offers on a game: prop lines on players, and lines on the game itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from boxline.sandbox.players import Player


class PropMarket(Enum):
    """What is counted; the value is the market key of The Odds API."""

    POINTS = "player_points"
    REBOUNDS = "player_rebounds"
    ASSISTS = "player_assists"
    THREES = "player_threes"
    PRA = "player_points_rebounds_assists"


class GameMarket(Enum):
    """What is bet on; the value is the market key of The Odds API."""

    MONEYLINE = "h2h"
    SPREAD = "spreads"
    TOTAL = "totals"


@dataclass(frozen=True, kw_only=True, slots=True)
class PropQuote:
    """One line of one book on one player.

    Attributes:
        book: the book's key, as The Odds API has it.
        player: on whom.
        player_name: as this book writes it.
        market: what is counted.
        line: how many; mostly a half, so that nobody hits it.
        over_price: American price; None where only the under is offered.
        under_price: American price; None where only the over is offered.
        last_update: when the book last changed this market, UTC.
        is_alternate: whether it stands beside the book's main line.
    """

    book: str
    player: Player
    player_name: str
    market: PropMarket
    line: float
    over_price: int | None
    under_price: int | None
    last_update: datetime
    is_alternate: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class GameQuote:
    """One market of one book on a game.

    Attributes:
        book: the book's key, as The Odds API has it.
        market: moneyline, spread or total.
        home_price: American price of the home side; of a total, of the over.
        away_price: American price of the visitors; of a total, of the under.
        points: the home side's spread (negative where it is favoured; the visitors' is the
            opposite), or the total; None for a moneyline.
        last_update: when the book last changed this market, UTC.
    """

    book: str
    market: GameMarket
    home_price: int
    away_price: int
    points: float | None
    last_update: datetime
