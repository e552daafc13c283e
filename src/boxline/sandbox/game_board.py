"""Every book's moneyline, spread and total of one game, at any instant before the tip-off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from math import floor, sqrt
from random import Random
from statistics import NormalDist, fmean

from boxline.sandbox.bookmakers import BOOKS, Book
from boxline.sandbox.box_scores import Game
from boxline.sandbox.fixtures import Fixture, SeasonType
from boxline.sandbox.line_moves import draw_moves
from boxline.sandbox.prices import american
from boxline.sandbox.quotes import GameMarket, GameQuote
from boxline.sandbox.seasons import Season

_COUNTED = (SeasonType.REGULAR, SeasonType.PLAYOFFS)
_GAMES_OF_DOUBT = 8  # so many even games stand beside a club's own before its mean is believed
_MARGIN_ERROR, _TOTAL_ERROR = 2.5, 4.0  # points, of all books together when they open
_OWN_ERROR = 0.6  # points, of one book
_USUAL_SPREADS = (13.0, 18.0)  # points, of margin and total, where too few games tell
_FEWEST_GAMES = 20


class ClubStrength:
    """What margins and totals may be expected, from all of a season's other games."""

    def __init__(self, season: Season) -> None:
        self._results: dict[int, list[tuple[date, int, int]]] = {}
        games = season.played(*_COUNTED)
        for game in games:
            for side in game.sides:
                result = (game.fixture.game_date, side.plus_minus, _total(game))
                self._results.setdefault(side.club.team_id, []).append(result)
        self._home_floor = fmean(g.sides[0].plus_minus for g in games) if games else 0.0
        self._usual_total = fmean(map(_total, games)) if games else 0.0
        self.margin_spread, self.total_spread = self._spreads(games)

    def expected(self, fixture: Fixture) -> tuple[float, float]:
        """The home side's margin and the total; the game itself is not looked at."""
        (home, home_total), (away, away_total) = (
            self._means(club.team_id, fixture.game_date) for club in (fixture.home, fixture.away)
        )
        return home - away + self._home_floor, home_total + away_total + self._usual_total

    def _means(self, team_id: int, day: date) -> tuple[float, float]:
        """A club's margin and by how much its games' totals differ from the usual."""
        others = [each for each in self._results.get(team_id, ()) if each[0] != day]
        size = len(others) + _GAMES_OF_DOUBT
        margins = sum(margin for _, margin, _ in others)
        totals = sum(total - self._usual_total for _, _, total in others)
        return margins / size, totals / size

    def _spreads(self, games: tuple[Game, ...]) -> tuple[float, float]:
        if len(games) < _FEWEST_GAMES:
            return _USUAL_SPREADS
        errors = [(game, *self.expected(game.fixture)) for game in games]
        margins = [(game.sides[0].plus_minus - margin) ** 2 for game, margin, _ in errors]
        totals = [(_total(game) - total) ** 2 for game, _, total in errors]
        return sqrt(fmean(margins)), sqrt(fmean(totals))


class GameBoard:
    """One game's lines on the game itself; they follow the clubs' strength, not who is missing."""

    def __init__(
        self,
        fixture: Fixture,
        strength: ClubStrength,
        *,
        closes_at: datetime,
        seed: int,
    ) -> None:
        rng = Random(f"{seed}/game board/{fixture.game_id}/{fixture.game_date}")
        self._strength = strength
        self._expected = strength.expected(fixture)
        self._errors = rng.gauss(0, _MARGIN_ERROR), rng.gauss(0, _TOTAL_ERROR)
        self._books = [
            (
                book,
                draw_moves(fixture, closes_at=closes_at, news=(), rng=rng),
                (rng.gauss(0, _OWN_ERROR), rng.gauss(0, _OWN_ERROR)),
            )
            for book in BOOKS
        ]

    def quotes(self, at: datetime) -> list[GameQuote]:
        """What is offered at an instant, by book: moneyline, spread, total."""
        found: list[GameQuote] = []
        for book, moves, own in self._books:
            move = moves.last(at)
            if move:
                doubt = moves.doubt(move)
                margin, total = (
                    expected + error * doubt + each
                    for expected, error, each in zip(self._expected, self._errors, own, strict=True)
                )
                found += self._of_book(book, margin, total, move)
        return found

    def _of_book(
        self, book: Book, margin: float, total: float, move: datetime
    ) -> Iterator[GameQuote]:
        margins = NormalDist(margin, self._strength.margin_spread)
        totals = NormalDist(total, self._strength.total_spread)
        handicap, line = _half(margin), _half(total)
        for market, home, points in (
            (GameMarket.MONEYLINE, 1 - margins.cdf(0), None),
            (GameMarket.SPREAD, 1 - margins.cdf(handicap), 0.0 - handicap),
            (GameMarket.TOTAL, 1 - totals.cdf(line), line),
        ):
            yield GameQuote(
                book=book.key,
                market=market,
                home_price=american(home * book.overround),
                away_price=american((1 - home) * book.overround),
                points=points,
                last_update=move,
            )


def _total(game: Game) -> int:
    return sum(side.stats.pts for side in game.sides)


def _half(points: float) -> float:
    """To halves; a line of exactly nought would be the moneyline, so that becomes a half."""
    return floor(2 * points + 0.5) / 2 or 0.5
