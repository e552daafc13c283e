"""Every book's lines on one game and on its starting pitchers, at any instant before it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from math import exp, floor
from random import Random
from statistics import NormalDist
from typing import NamedTuple

from boxline.sandbox.baseball.ball_means import expected_runs, start_means
from boxline.sandbox.baseball.ball_quotes import BallPropQuote, PitcherMarket
from boxline.sandbox.baseball.clubs import BallClub
from boxline.sandbox.baseball.fixtures import Slot
from boxline.sandbox.baseball.league import BaseballSeason
from boxline.sandbox.baseball.orders import usual_nine
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import AWAY, HOME
from boxline.sandbox.baseball.schedule_play import Contest
from boxline.sandbox.bookmakers import BOOKS, Alternates, Book
from boxline.sandbox.count_odds import CountOdds
from boxline.sandbox.line_moves import LineMoves, moves_before
from boxline.sandbox.prices import american
from boxline.sandbox.quotes import GameMarket, GameQuote
from boxline.sandbox.spellings import spelled

_ODDS = {PitcherMarket.STRIKEOUTS: CountOdds(0.03), PitcherMarket.OUTS: CountOdds(0.001)}
_ALTERNATES = {PitcherMarket.STRIKEOUTS: (-2, -1, 1, 2, 3), PitcherMarket.OUTS: (-2, 2)}
_PITCHER_ERROR, _MARKET_ERROR = 0.06, 0.04  # relative, of all books together when they open
_OWN_ERROR_KEPT = 0.4  # of a book's own error, what it never unlearns
_RUNS_ERROR, _OWN_RUNS_ERROR = 0.45, 0.12  # runs, of one side's expectation
_MARGIN_SPREAD, _TOTAL_SPREAD = 4.2, 4.4
_RUN_LINE = 1.5
_OFFERED = (0.14, 0.86)  # an alternate is offered between these chances
_LEAST_FACED = 12.0  # batters; nobody lists who is expected to face fewer
_HEARS = timedelta(minutes=6)  # a book takes a scratched pitcher down so long after the news


class _Opinion(NamedTuple):
    """What one book makes of everybody; errors are of the logarithm of a mean, or in runs."""

    book: Book
    moves: LineMoves
    own: tuple[float, float]
    own_runs: tuple[float, float]
    drawn: tuple[float, ...]
    hears: timedelta


class BallBoards:
    """One game's lines for one slot of it."""

    def __init__(
        self,
        contest: Contest,
        slot: Slot,
        orders: tuple[Sequence[BallPlayer], Sequence[BallPlayer]],
        *,
        seed: int,
    ) -> None:
        """`orders` are those that will bat, home first."""
        fixture = contest.fixture
        self._announced = contest.announced
        self._orders = orders
        self._place = fixture.home.park.strikeouts + contest.crew[0].strikeouts
        rng = Random(f"{seed}/ball boards/{fixture.game_id}/{slot.game_date}")
        is_last = slot == fixture.last
        closes = contest.timeline.first_pitch_at if contest.timeline and is_last else slot.starts_at
        news = [said.known_at for side in contest.announced for said in side.probables]
        self._shared = {
            (side, market): rng.gauss(0, _PITCHER_ERROR) + rng.gauss(0, _MARKET_ERROR)
            for side in (HOME, AWAY)
            for market in PitcherMarket
        }
        self._runs_errors = rng.gauss(0, _RUNS_ERROR), rng.gauss(0, _RUNS_ERROR)
        self._opinions = [_opinion(book, slot, closes, news, rng) for book in BOOKS]

    def props(self, at: datetime) -> list[BallPropQuote]:
        """What is offered on pitchers, by book, home first, each main line before alternates."""
        return [
            quote
            for opinion in self._opinions
            if (move := opinion.moves.last(at))
            for side in (HOME, AWAY)
            for quote in self._on_pitcher(opinion, side, move=move, at=at)
        ]

    def lines(self, at: datetime) -> list[GameQuote]:
        """What is offered on the game, by book: moneyline, run line, total."""
        found: list[GameQuote] = []
        for opinion in self._opinions:
            move = opinion.moves.last(at)
            if move:
                found += self._on_game(opinion, move)
        return found

    def _on_pitcher(
        self, opinion: _Opinion, side: int, *, move: datetime, at: datetime
    ) -> Iterator[BallPropQuote]:
        pitcher = self._named(side, move)
        if pitcher is None or self._named(side, at - opinion.hears) is not pitcher:
            return
        means = start_means(pitcher, self._orders[1 - side], place=self._place)
        if means.batters_faced < _LEAST_FACED:
            return
        doubt = opinion.moves.doubt(move)
        kept = _OWN_ERROR_KEPT + (1 - _OWN_ERROR_KEPT) * doubt
        for number, market in enumerate(PitcherMarket):
            if opinion.drawn[2 * side + number] > opinion.book.share_listed:
                continue
            mean = means.strikeouts if market is PitcherMarket.STRIKEOUTS else means.outs
            error = self._shared[side, market] * doubt + opinion.own[number] * kept
            yield from _offered(opinion.book, pitcher, market, mean * exp(error), move)

    def _named(self, side: int, at: datetime) -> BallPlayer | None:
        return self._announced[side].probable(at)

    def _on_game(self, opinion: _Opinion, move: datetime) -> Iterator[GameQuote]:
        ours, theirs = self._named(HOME, move), self._named(AWAY, move)
        if ours is None or theirs is None:
            return
        doubt, runs = opinion.moves.doubt(move), []
        for side, starter in ((HOME, theirs), (AWAY, ours)):
            expected = expected_runs(
                self._orders[side], starter, place=self._place, is_home=side == HOME
            )
            runs.append(expected + self._runs_errors[side] * doubt + opinion.own_runs[side])
        margins = NormalDist(runs[HOME] - runs[AWAY], _MARGIN_SPREAD)
        totals = NormalDist(sum(runs), _TOTAL_SPREAD)
        handicap = _RUN_LINE if margins.mean > 0 else -_RUN_LINE
        total = floor(2 * totals.mean + 0.5) / 2
        for market, home, points in (
            (GameMarket.MONEYLINE, 1 - margins.cdf(0), None),
            (GameMarket.SPREAD, 1 - margins.cdf(handicap), -handicap),
            (GameMarket.TOTAL, 1 - totals.cdf(total), total),
        ):
            yield GameQuote(
                book=opinion.book.key,
                market=market,
                home_price=american(home * opinion.book.overround),
                away_price=american((1 - home) * opinion.book.overround),
                points=points,
                last_update=move,
            )


def made_boards(contest: Contest, slot: Slot, season: BaseballSeason, *, seed: int) -> BallBoards:
    """The lines of a game for one of its slots."""
    fixture = contest.fixture
    if contest.game:
        orders = contest.game.nines[HOME].order, contest.game.nines[AWAY].order
    else:
        home, away = fixture.home, fixture.away
        orders = _usual(season, home), _usual(season, away)
    return BallBoards(contest, slot, orders, seed=seed)


def _usual(season: BaseballSeason, club: BallClub) -> tuple[BallPlayer, ...]:
    squad = next(squad for squad in season.squads if squad.club == club)
    return usual_nine(squad)


def _opinion(
    book: Book, slot: Slot, closes: datetime, news: list[datetime], rng: Random
) -> _Opinion:
    moves = moves_before(slot.starts_at, day=slot.game_date, closes_at=closes, news=news, rng=rng)
    error = book.own_error
    return _Opinion(
        book=book,
        moves=moves,
        own=(book.lean + rng.gauss(0, error), book.lean + rng.gauss(0, error)),
        own_runs=(rng.gauss(0, _OWN_RUNS_ERROR), rng.gauss(0, _OWN_RUNS_ERROR)),
        drawn=tuple(rng.random() for _ in range(4)),
        hears=rng.random() * _HEARS,
    )


def _offered(
    book: Book, pitcher: BallPlayer, market: PitcherMarket, mean: float, move: datetime
) -> Iterator[BallPropQuote]:
    odds = _ODDS[market]
    main = odds.half_line(mean)
    yield _quote(book, pitcher, market, main, odds.over(mean, main), move, is_alternate=False)
    if book.alternates is Alternates.NONE:
        return
    for away in _ALTERNATES[market]:
        line = main + away
        over = odds.over(mean, line) if line > 0 else 1.0
        if _OFFERED[0] <= over <= _OFFERED[1]:
            yield _quote(book, pitcher, market, line, over, move, is_alternate=True)


def _quote(
    book: Book,
    pitcher: BallPlayer,
    market: PitcherMarket,
    line: float,
    over: float,
    move: datetime,
    *,
    is_alternate: bool,
) -> BallPropQuote:
    is_over_alone = is_alternate and book.alternates is Alternates.OVERS
    return BallPropQuote(
        book=book.key,
        player=pitcher,
        player_name=spelled(pitcher.player_name, book.key),
        market=market,
        line=line,
        over_price=american(over * book.overround),
        under_price=None if is_over_alone else american((1 - over) * book.overround),
        last_update=move,
        is_alternate=is_alternate,
    )
