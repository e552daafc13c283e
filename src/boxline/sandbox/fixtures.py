"""The calendar of one season: which clubs meet when, and under which game id."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum
from random import Random

from boxline.sandbox.days import matchups_by_day
from boxline.sandbox.teams import ALL_STAR_AWAY, ALL_STAR_HOME, Club

_TIPS = {
    time(19, 0): 5,
    time(19, 30): 4,
    time(20, 0): 5,
    time(20, 30): 2,
    time(21, 0): 2,
    time(21, 30): 1,
    time(22, 0): 2,
    time(22, 30): 1,
}


class SeasonType(Enum):
    """The part of the season a game belongs to; the value begins its game id."""

    PRESEASON = "001"
    REGULAR = "002"
    ALL_STAR = "003"
    PLAYOFFS = "004"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fixture:
    """One game on the calendar, played or not.

    Attributes:
        game_id: NBA.com's ten characters: part of the season, start year, five digits.
        season: for example 2024-25.
        season_type: the part of the season.
        game_date: the day it is set for, Eastern.
        tip_time_et: when it starts, Eastern wall clock.
        home: the club whose arena it is.
        away: the visitors.
        postponed_from: the day it was first set for, where it was moved; else None.
    """

    game_id: str
    season: str
    season_type: SeasonType
    game_date: date
    tip_time_et: time
    home: Club
    away: Club
    postponed_from: date | None = None


def fixture(
    season_type: SeasonType,
    season: str,
    number: int,
    *,
    day: date,
    home: Club,
    away: Club,
    rng: Random,
) -> Fixture:
    """A game with its id and a tip-off time between 19:00 and 22:30 Eastern."""
    return Fixture(
        game_id=f"{season_type.value}{season[2:4]}{number:05d}",
        season=season,
        season_type=season_type,
        game_date=day,
        tip_time_et=rng.choices(list(_TIPS), list(_TIPS.values()))[0],
        home=home,
        away=away,
    )


def opening_day(season: str) -> date:
    """The first Tuesday from 21 October on."""
    earliest = date(int(season[:4]), 10, 21)
    return earliest + timedelta(days=(1 - earliest.weekday()) % 7)


def preseason_fixtures(
    clubs: Sequence[Club], season: str, *, games: int, rng: Random
) -> list[Fixture]:
    """One game a day, ending three days before opening day."""
    first_day = opening_day(season) - timedelta(days=games + 2)
    return [
        fixture(
            SeasonType.PRESEASON,
            season,
            number + 1,
            day=first_day + timedelta(days=number),
            home=home,
            away=away,
            rng=rng,
        )
        for number, (home, away) in enumerate(rng.sample(clubs, 2) for _ in range(games))
    ]


def regular_fixtures(
    clubs: Sequence[Club], season: str, *, games_per_team: int, rng: Random
) -> list[Fixture]:
    """Every club's games with a break of three days half-way, one of them postponed, by date."""
    days = matchups_by_day(
        clubs, games_per_team=games_per_team, first_day=opening_day(season), rng=rng
    )
    in_order = [
        fixture(SeasonType.REGULAR, season, number, day=day, home=home, away=away, rng=rng)
        for number, (day, home, away) in enumerate(days, 1)
    ]
    return _by_date(_with_one_postponed(in_order, rng))


def all_star_fixture(regular: Sequence[Fixture], rng: Random) -> Fixture:
    """The All-Star game, in the middle of the longest stretch of days without a game."""
    days = sorted({game.game_date for game in regular})
    before, after = max(itertools.pairwise(days), key=lambda pair: pair[1] - pair[0])
    return fixture(
        SeasonType.ALL_STAR,
        regular[0].season,
        1,
        day=before + (after - before) // 2,
        home=ALL_STAR_HOME,
        away=ALL_STAR_AWAY,
        rng=rng,
    )


def future_fixtures(
    clubs: Sequence[Club], played: Sequence[Fixture], *, games: int, rng: Random
) -> list[Fixture]:
    """Regular-season games set for the days after the last one played, up to three a day."""
    per_day = min(3, len(clubs) // 2)
    first_day = played[-1].game_date + timedelta(days=1)
    upcoming: list[Fixture] = []
    while len(upcoming) < games:
        day = first_day + timedelta(days=len(upcoming) // per_day)
        sides = rng.sample(clubs, 2 * min(per_day, games - len(upcoming)))
        upcoming += [
            fixture(
                SeasonType.REGULAR,
                played[0].season,
                len(played) + len(upcoming) + place + 1,
                day=day,
                home=sides[2 * place],
                away=sides[2 * place + 1],
                rng=rng,
            )
            for place in range(len(sides) // 2)
        ]
    return upcoming


def _with_one_postponed(fixtures: list[Fixture], rng: Random) -> list[Fixture]:
    """Move one early game to a later day on which both clubs are free; it keeps its id.

    As in NBA.com's schedule, a moved game has a single row, under its new date: only an id
    that is out of order tells that it was moved. A season too short for that has none.
    """
    early = fixtures[len(fixtures) // 10 : len(fixtures) // 3]
    for moved in rng.sample(early, len(early)):
        for day in _days_to_replay(moved, fixtures):
            replayed = replace(moved, game_date=day, postponed_from=moved.game_date)
            return [replayed if game is moved else game for game in fixtures]
    return fixtures


def _days_to_replay(moved: Fixture, fixtures: Sequence[Fixture]) -> list[date]:
    """Days a week or more later on which both clubs are free, those with other games first."""
    first_day, last_day = moved.game_date + timedelta(days=7), fixtures[-1].game_date
    game_days = {game.game_date for game in fixtures}
    busy = {game.game_date for game in fixtures if _shares_a_club(game, moved)}
    days = (first_day + timedelta(days=later) for later in range((last_day - first_day).days + 1))
    return sorted((day for day in days if day not in busy), key=lambda day: day not in game_days)


def _shares_a_club(game: Fixture, other: Fixture) -> bool:
    return bool({game.home.team_id, game.away.team_id} & {other.home.team_id, other.away.team_id})


def _by_date(fixtures: list[Fixture]) -> list[Fixture]:
    return sorted(fixtures, key=lambda game: (game.game_date, game.game_id))
