"""Every field-goal attempt of a game: from where, when, and whether it went in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from boxline.sandbox.box_scores import Game, StatLine
from boxline.sandbox.court import THREES, TWOS, Spot
from boxline.sandbox.fixtures import Fixture
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club

_QUARTER_SECONDS, _OVERTIME_SECONDS = 720, 300


@dataclass(frozen=True, kw_only=True, slots=True)
class Shot:
    """One field-goal attempt.

    Attributes:
        fixture: the game.
        club: the shooter's side.
        player: the shooter.
        is_made: whether it went in.
        value: 2 or 3.
        action: the kind of shot, as on NBA.com's shot chart.
        spot: where it was taken.
        quarter: 1 to 4; 5 is the first overtime.
        seconds_left: on the clock of that quarter.
    """

    fixture: Fixture
    club: Club
    player: Player
    is_made: bool
    value: int
    action: str
    spot: Spot
    quarter: int
    seconds_left: int


def shots_of(game: Game, *, seed: int) -> list[Shot]:
    """The shots of a played game by time: each line's attempts, made or missed as it says."""
    rng = Random(f"{seed}/shots/{game.fixture.game_id}")
    shots = [
        _shot(game, side.club, line.player, value=value, is_made=is_made, rng=rng)
        for side in game.sides
        for line in side.lines
        for value, is_made in _attempts(line.stats)
    ]
    return sorted(shots, key=lambda shot: (shot.quarter, -shot.seconds_left))


def _attempts(stats: StatLine) -> Iterator[tuple[int, bool]]:
    """(value, made) of each attempt behind a stat line."""
    made_twos, twos = stats.fgm - stats.fg3m, stats.fga - stats.fg3a
    for value, made, taken in ((2, made_twos, twos), (3, stats.fg3m, stats.fg3a)):
        for number in range(taken):
            yield value, number < made


def _shot(
    game: Game, club: Club, player: Player, *, value: int, is_made: bool, rng: Random
) -> Shot:
    areas = TWOS if value == 2 else THREES
    area = rng.choices(
        areas, [a.share * (a.accuracy if is_made else 1 - a.accuracy) for a in areas]
    )[0]
    quarter, seconds_left = _clock(game.overtimes, rng)
    return Shot(
        fixture=game.fixture,
        club=club,
        player=player,
        is_made=is_made,
        value=value,
        action=rng.choice(area.actions),
        spot=area.spot(rng),
        quarter=quarter,
        seconds_left=seconds_left,
    )


def _clock(overtimes: int, rng: Random) -> tuple[int, int]:
    """A quarter or overtime and its seconds left, every second of the game alike."""
    second = rng.randrange(4 * _QUARTER_SECONDS + overtimes * _OVERTIME_SECONDS)
    if second < 4 * _QUARTER_SECONDS:
        return 1 + second // _QUARTER_SECONDS, second % _QUARTER_SECONDS
    second -= 4 * _QUARTER_SECONDS
    return 5 + second // _OVERTIME_SECONDS, second % _OVERTIME_SECONDS
