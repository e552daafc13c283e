"""When a book opens, when it changes its lines, and how much it still has to learn by then."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from boxline.domain.days import EASTERN
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.game_clock import starts_at

_OPENS_ET = time(18)  # of the day before
_OPENS_SPREAD_MINUTES = (-20, 45)
_MOVES = (6, 10)  # between opening and tip-off, beside those that answer news
_LAST_MOVE_MINUTES = (2, 12)  # before the scheduled start
_ANSWER_SECONDS = (40, 330)  # from the news to the new line
_LEARNT = 0.85  # share of the opening error that is gone at the tip-off
_BUNCHING = 0.6  # below 1: more moves toward the tip-off


@dataclass(frozen=True, slots=True)
class LineMoves:
    """The instants at which one book sets its lines on one game, oldest first; UTC.

    Attributes:
        instants: the first is the opening.
        closes_at: when it closes: the tip-off.
    """

    instants: tuple[datetime, ...]
    closes_at: datetime

    def last(self, at: datetime) -> datetime | None:
        """The newest move by an instant; None before the opening and from the tip-off on."""
        place = bisect_right(self.instants, at)
        return self.instants[place - 1] if place and at < self.closes_at else None

    def doubt(self, move: datetime) -> float:
        """What is left of the opening's error at a move: 1 at the opening, least at the tip-off."""
        opened = self.instants[0]
        passed = (move - opened) / (self.closes_at - opened)
        return 1 - _LEARNT * passed


def draw_moves(
    fixture: Fixture, *, closes_at: datetime, news: Iterable[datetime], rng: Random
) -> LineMoves:
    """One book's moves on a game; it answers each piece of news within some minutes."""
    return moves_before(
        starts_at(fixture), day=fixture.game_date, closes_at=closes_at, news=news, rng=rng
    )


def moves_before(
    start: datetime, *, day: date, closes_at: datetime, news: Iterable[datetime], rng: Random
) -> LineMoves:
    """One book's moves on what starts at an instant of a league day."""
    day_before = day - timedelta(days=1)
    usual = datetime.combine(day_before, _OPENS_ET, EASTERN).astimezone(UTC)
    opens_at = usual + timedelta(seconds=60 * rng.randint(*_OPENS_SPREAD_MINUTES))
    opens_at += timedelta(seconds=rng.randrange(60))
    span = start - opens_at
    moves = {
        opens_at,
        start - timedelta(seconds=rng.randint(*(60 * m for m in _LAST_MOVE_MINUTES))),
    }
    moves |= {
        opens_at + timedelta(seconds=round(span.total_seconds() * rng.random() ** _BUNCHING))
        for _ in range(rng.randint(*_MOVES))
    }
    answers = {each + timedelta(seconds=rng.randint(*_ANSWER_SECONDS)) for each in news}
    moves |= {each for each in answers if opens_at < each < closes_at}
    return LineMoves(tuple(sorted(moves)), closes_at)
