"""A season's calendar before any rain: series after series, all clubs on the same days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from boxline.sandbox.baseball.clubs import BallClub
from boxline.sandbox.baseball.fixtures import FIRST_GAME_ID, BallFixture, Slot

_OPENS = (3, 27)  # month and day of the first game
RELEASED = (2, 1)  # month and day on which the season's calendar is out
_GAMES_OF_SERIES = (3, 3, 3, 4, 2)
_DAY_OFF = 0.4  # chance of one between two series
_DOUBLE = 0.07  # of series of three games and more, those that hold a planned doubleheader
_NIGHTS = (time(18, 40), time(19, 5), time(19, 10), time(19, 40))
_AFTERNOONS = (time(13, 5), time(13, 35), time(14, 10))
_DOUBLE_STARTS = (time(13, 10), time(18, 40))
#: From the start of a first game to the guess at the second's.
AFTER_FIRST = timedelta(hours=3, minutes=15)
_IDS_PER_SEASON = 10_000
Pair = tuple[BallClub, BallClub]  # home, away


def plan_series(
    clubs: Sequence[BallClub], season: int, *, games_per_team: int, innings_of_two: int, rng: Random
) -> list[BallFixture]:
    """Every game by day, start and id.

    Args:
        clubs: an even number of them.
        season: the year.
        games_per_team: of each club.
        innings_of_two: scheduled innings of games of a planned doubleheader.
        rng: of the draws.
    """
    released = datetime(season, *RELEASED, 17, tzinfo=UTC)
    day, found = date(season, *_OPENS), list[BallFixture]()
    left = games_per_team
    first_id = FIRST_GAME_ID + (season % 100) * _IDS_PER_SEASON
    for pairs in _rounds(clubs, rng):
        size = min(left, rng.choice(_GAMES_OF_SERIES))
        is_doubled = size >= 3 and rng.random() < _DOUBLE
        for pair in pairs:
            numbers = _days_of(size, is_doubled=is_doubled)
            for number, (away_days, slot_of_two) in enumerate(numbers, 1):
                of_day = day + timedelta(days=away_days)
                is_last = number == size
                slot = _slot(pair[0], of_day, slot_of_two, released, rng, is_last=is_last)
                found.append(
                    BallFixture(
                        game_id=str(first_id + len(found)),
                        season=season,
                        home=pair[0],
                        away=pair[1],
                        slots=(slot,),
                        scheduled_innings=innings_of_two if slot_of_two else 9,
                        series_game=number,
                        series_games=size,
                    )
                )
        left -= size
        if not left:
            break
        day += timedelta(days=size - is_doubled + (rng.random() < _DAY_OFF))
    return sorted(
        found, key=lambda each: (each.first.game_date, each.first.starts_at, each.game_id)
    )


def at_park(club: BallClub, day: date, clock: time) -> datetime:
    """A time of day by the clock of a club's park, UTC."""
    return datetime.combine(day, clock, ZoneInfo(club.park.zone)).astimezone(UTC)


def _days_of(size: int, *, is_doubled: bool) -> list[tuple[int, int]]:
    """Day of the series, and 1 or 2 of a doubleheader (else 0), of each game."""
    if not is_doubled:
        return [(number, 0) for number in range(size)]
    days = [(0, 0), (1, 1), (1, 2)]
    return [*days, *((number, 0) for number in range(2, size - 1))]


def _slot(
    home: BallClub, day: date, of_two: int, released: datetime, rng: Random, *, is_last: bool
) -> Slot:
    if of_two:
        starts_at = at_park(home, day, _DOUBLE_STARTS[of_two - 1])
        return Slot(released, day, starts_at, of_two, "S")
    is_day = is_last or day.weekday() == 6
    starts_at = at_park(home, day, rng.choice(_AFTERNOONS if is_day else _NIGHTS))
    return Slot(released, day, starts_at)


def _rounds(clubs: Sequence[BallClub], rng: Random) -> Iterator[list[Pair]]:
    """Rounds without end in which every club meets one other; who is at home alternates.

    Source:
        The circle method: one club stays, the others go round.
    """
    circle = rng.sample(clubs, len(clubs))
    turn = 0
    while True:
        for _ in range(len(circle) - 1):
            half = len(circle) // 2
            pairs = list(zip(circle[:half], reversed(circle[half:]), strict=True))
            yield [pair if (turn + place) % 2 else pair[::-1] for place, pair in enumerate(pairs)]
            circle.insert(1, circle.pop())
        turn += 1
