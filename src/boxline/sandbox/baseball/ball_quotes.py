"""What bookmakers offer on starting pitchers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from boxline.sandbox.baseball.players import BallPlayer


class PitcherMarket(Enum):
    """What is counted; the value is the market key of The Odds API."""

    STRIKEOUTS = "pitcher_strikeouts"
    OUTS = "pitcher_outs"


@dataclass(frozen=True, kw_only=True, slots=True)
class BallPropQuote:
    """One line of one book on one starting pitcher.

    Attributes:
        book: the book's key, as The Odds API has it.
        player: on whom; bets are void where he does not begin the game.
        player_name: as this book writes it.
        market: what is counted.
        line: how many.
        over_price: American price; None where only the under is offered.
        under_price: American price; None where only the over is offered.
        last_update: when the book last changed this market, UTC.
        is_alternate: whether it stands beside the book's main line.
    """

    book: str
    player: BallPlayer
    player_name: str
    market: PitcherMarket
    line: float
    over_price: int | None
    under_price: int | None
    last_update: datetime
    is_alternate: bool
