"""The bracket at a season's end: two semi-finals and a final, each the best of three."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from random import Random

from boxline.sandbox.box_scores import Game, SeriesState
from boxline.sandbox.fixtures import Fixture, SeasonType, fixture
from boxline.sandbox.teams import Club

_WINS_NEEDED = 2
_SEMIFINALS, _FINAL = 3, 4  # the rounds that NBA.com's ids number so

Play = Callable[[Fixture], Game]


def standings(games: Sequence[Game], clubs: Sequence[Club]) -> list[Club]:
    """The clubs by wins in these games, then by points won by; the best first."""
    wins = dict.fromkeys((club.team_id for club in clubs), 0)
    margins = dict(wins)
    for side in (side for game in games for side in game.sides):
        wins[side.club.team_id] += side.plus_minus > 0
        margins[side.club.team_id] += side.plus_minus
    return sorted(clubs, key=lambda club: (-wins[club.team_id], -margins[club.team_id]))


def play_bracket(
    seeds: Sequence[Club], season: str, *, first_day: date, play: Play, rng: Random
) -> list[Game]:
    """First against fourth, second against third, then the winners; a final only below four."""
    if len(seeds) < 4:
        return _series(seeds[:2], season, _FINAL, 0, first_day=first_day, play=play, rng=rng)
    upper = _series(
        (seeds[0], seeds[3]), season, _SEMIFINALS, 0, first_day=first_day, play=play, rng=rng
    )
    lower = _series(
        (seeds[1], seeds[2]),
        season,
        _SEMIFINALS,
        1,
        first_day=first_day + timedelta(days=1),
        play=play,
        rng=rng,
    )
    finalists = sorted((_winner(upper), _winner(lower)), key=seeds.index)
    last_day = max(upper[-1].fixture.game_date, lower[-1].fixture.game_date)
    return (
        upper
        + lower
        + _series(
            finalists, season, _FINAL, 0, first_day=last_day + timedelta(days=3), play=play, rng=rng
        )
    )


def _series(
    clubs: Sequence[Club],
    season: str,
    round_number: int,
    series_number: int,
    *,
    first_day: date,
    play: Play,
    rng: Random,
) -> list[Game]:
    """Games every other day, the better seed at home in the odd ones, until one club has two."""
    games: list[Game] = []
    won = {club.team: 0 for club in clubs}
    while max(won.values()) < _WINS_NEEDED:
        number = len(games) + 1
        better, other = clubs
        game = play(
            fixture(
                SeasonType.PLAYOFFS,
                season,
                100 * round_number + 10 * series_number + number,
                day=first_day + timedelta(days=2 * (number - 1)),
                home=better if number % 2 else other,
                away=other if number % 2 else better,
                rng=rng,
            )
        )
        won[next(side.club.team for side in game.sides if side.plus_minus > 0)] += 1
        games.append(replace(game, series=_state(round_number, number, won)))
    return games


def _state(round_number: int, game_number: int, won: Mapping[str, int]) -> SeriesState:
    leader = max(won, key=lambda team: won[team])
    return SeriesState(
        round_name="NBA Finals" if round_number == _FINAL else "Semifinals",
        game_number=game_number,
        leader=leader,
        wins=won[leader],
        losses=min(won.values()),
        is_over=won[leader] == _WINS_NEEDED,
    )


def _winner(series: Sequence[Game]) -> Club:
    return next(side.club for side in series[-1].sides if side.plus_minus > 0)
