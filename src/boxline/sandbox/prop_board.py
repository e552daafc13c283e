"""Every book's lines on the players of one game, at any instant before the tip-off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from math import exp
from random import Random
from typing import NamedTuple

from boxline.sandbox.bookmakers import BOOKS, Alternates, Book
from boxline.sandbox.count_odds import CountOdds
from boxline.sandbox.line_moves import LineMoves, draw_moves
from boxline.sandbox.player_news import PlayerNews
from boxline.sandbox.players import Player
from boxline.sandbox.prices import american
from boxline.sandbox.quotes import PropMarket, PropQuote
from boxline.sandbox.spellings import spelled
from boxline.sandbox.squads import Event
from boxline.sandbox.true_means import MARKETS, TrueMeans

#: Means below which nobody offers a line.
LEAST = {
    PropMarket.POINTS: 5.0,
    PropMarket.REBOUNDS: 2.5,
    PropMarket.ASSISTS: 1.5,
    PropMarket.THREES: 0.7,
    PropMarket.PRA: 8.0,
}
#: How far alternates lie from the main line.
_ALTERNATES = {
    PropMarket.POINTS: (-5, -2, 3, 5),
    PropMarket.REBOUNDS: (-2, 2),
    PropMarket.ASSISTS: (-2, 2),
    PropMarket.THREES: (-1, 1),
    PropMarket.PRA: (-5, 5),
}
_LEAST_MINUTES = 14.0  # a mean below which nobody lists a player
_PLAYER_ERROR = 0.07  # relative, of all books together when they open, on all of a player
_MARKET_ERROR = 0.05  # beside that, on one market
_OWN_ERROR_KEPT = 0.4  # of a book's own error, what it never unlearns
_SHARE_HOLDING = 0.3  # of listings, those taken down while the player is questionable
_FIRST_TO_HEAR = timedelta(minutes=8)  # before the report with an absence, lines come down
_OFFERED = (0.08, 0.92)  # an alternate is offered between these chances


class _Listing(NamedTuple):
    """A player and market that one book lists; errors are of the logarithm of the mean."""

    player: Player
    player_name: str
    team_id: int
    place: int  # of the market in MARKETS
    mean: float
    shared_error: float
    own_error: float
    is_whole: bool
    is_one_sided: bool
    is_held: bool
    hears: timedelta


class PropBoard:
    """One game's lines; making it costs milliseconds, so keep it while you ask about the game."""

    def __init__(
        self,
        event: Event,
        news: PlayerNews,
        means: TrueMeans,
        *,
        odds: Mapping[PropMarket, CountOdds],
        closes_at: datetime,
        seed: int,
    ) -> None:
        fixture = event.fixture
        rng = Random(f"{seed}/board/{fixture.game_id}/{fixture.game_date}")
        self._news = news
        self._odds = odds
        moves = [
            draw_moves(fixture, closes_at=closes_at, news=news.instants, rng=rng) for _ in BOOKS
        ]
        listings: list[list[_Listing]] = [[] for _ in BOOKS]
        for member in event.members:
            expected = means.of(member.player.player_id, fixture.game_date)
            if expected is None or member.usual["minutes"] < _LEAST_MINUTES:
                continue
            of_player = rng.gauss(0, _PLAYER_ERROR)
            for place, market in enumerate(MARKETS):
                shared = of_player + rng.gauss(0, _MARKET_ERROR)
                if expected[place] < LEAST[market]:
                    continue
                for book, listed in zip(BOOKS, listings, strict=True):
                    drawn = [rng.random() for _ in range(5)]
                    own = book.lean + rng.gauss(0, book.own_error)
                    if drawn[0] < book.share_listed:
                        listing = _Listing(
                            player=member.player,
                            player_name=spelled(member.player.player_name, book.key),
                            team_id=member.club.team_id,
                            place=place,
                            mean=expected[place],
                            shared_error=shared,
                            own_error=own,
                            is_whole=drawn[1] < book.share_whole,
                            is_one_sided=drawn[2] < book.share_one_sided,
                            is_held=drawn[3] < _SHARE_HOLDING,
                            hears=drawn[4] * _FIRST_TO_HEAR,
                        )
                        listed.append(listing)
        self._books = list(zip(BOOKS, moves, listings, strict=True))

    def quotes(self, at: datetime) -> list[PropQuote]:
        """What is offered, by book, player and market, each main line before its alternates."""
        return [
            quote
            for book, moves, listings in self._books
            if (move := moves.last(at))
            for quote in self._of_book(book, moves, listings, move=move, at=at)
        ]

    def _of_book(
        self,
        book: Book,
        moves: LineMoves,
        listings: list[_Listing],
        *,
        move: datetime,
        at: datetime,
    ) -> Iterator[PropQuote]:
        doubt, news = moves.doubt(move), self._news
        gains: dict[int, float] = {}
        for listing in listings:
            who, team_id = listing.player.player_id, listing.team_id
            if news.is_ruled_out(who, at + listing.hears):
                continue
            if listing.is_held and news.is_questionable(who, at):
                continue
            if team_id not in gains:
                gains[team_id] = news.gain(team_id, move)
            own = listing.own_error * (_OWN_ERROR_KEPT + (1 - _OWN_ERROR_KEPT) * doubt)
            belief = listing.mean * gains[team_id] * exp(listing.shared_error * doubt + own)
            yield from self._offered(book, listing, belief, move)

    def _offered(
        self, book: Book, listing: _Listing, belief: float, move: datetime
    ) -> Iterator[PropQuote]:
        market = MARKETS[listing.place]
        odds = self._odds[market]
        main = odds.half_line(belief)
        line = _whole_line(odds, belief, main) if listing.is_whole else main
        yield _quote(book, listing, line, odds.over(belief, line), move, is_alternate=False)
        if book.alternates is Alternates.NONE:
            return
        for away in _ALTERNATES[market]:
            line = main + away
            over = odds.over(belief, line) if line > 0 else 1.0
            if _OFFERED[0] <= over <= _OFFERED[1]:
                yield _quote(book, listing, line, over, move, is_alternate=True)


def _whole_line(odds: CountOdds, belief: float, main: float) -> float:
    """The whole number beside a half at which over and under are nearest to even, 1 at least."""
    return min(
        (max(main - 0.5, 1.0), main + 0.5), key=lambda line: abs(odds.over(belief, line) - 0.5)
    )


def _quote(
    book: Book,
    listing: _Listing,
    line: float,
    over: float,
    move: datetime,
    *,
    is_alternate: bool,
) -> PropQuote:
    is_over_alone = listing.is_one_sided or (is_alternate and book.alternates is Alternates.OVERS)
    return PropQuote(
        book=book.key,
        player=listing.player,
        player_name=listing.player_name,
        market=MARKETS[listing.place],
        line=line,
        over_price=american(over * book.overround),
        under_price=None if is_over_alone else american((1 - over) * book.overround),
        last_update=move,
        is_alternate=is_alternate,
    )
