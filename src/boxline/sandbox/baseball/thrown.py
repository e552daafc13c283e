"""Every pitch of a plate appearance: its kind, its speed, and where it crossed the plate."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import NamedTuple

from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import Play, Result

_SPEED_SPREAD, _SPIN_SPREAD, _BREAK_SPREAD = 0.9, 70.0, 1.6
_DAY_SPREAD = 0.5  # miles an hour, of a day's form
_HALF_PLATE, _LOW, _HIGH = 0.83, 1.6, 3.4  # feet
_SWUNG_IN_ZONE, _IN_PLAY_IN_ZONE = 0.52, 0.82
_OUTSIDE_NARROW = 0.2
_ON_THE_LINE = ("line_drive", 14.0, 230, 94.0)
_ON_THE_GROUND = ("ground_ball", -9.0, 60, 86.0)
_FLIGHTS = {
    Result.GROUNDOUT: _ON_THE_GROUND,
    Result.DOUBLE_PLAY: _ON_THE_GROUND,
    Result.ERROR: _ON_THE_GROUND,
    Result.FLYOUT: ("fly_ball", 38.0, 310, 91.0),
    Result.SAC_FLY: ("fly_ball", 36.0, 320, 92.0),
    Result.POP_OUT: ("popup", 62.0, 170, 78.0),
    Result.HOME_RUN: ("fly_ball", 28.0, 402, 104.0),
}


class Pitch(NamedTuple):
    """One pitch; breaks in inches, places in feet from the middle and from the ground."""

    call: str
    kind: str
    speed: float
    spin: int
    rise: float
    sweep: float
    x: float
    z: float

    @property
    def zone(self) -> int:
        """MLB's number: 1 to 9 in the strike zone, row by row, 11 to 14 around it."""
        if abs(self.x) <= _HALF_PLATE and _LOW <= self.z <= _HIGH:
            column = min(2, int((self.x + _HALF_PLATE) / (2 * _HALF_PLATE) * 3))
            row = min(2, int((_HIGH - self.z) / (_HIGH - _LOW) * 3))
            return 3 * row + column + 1
        is_low = self.z < (_LOW + _HIGH) / 2
        return 11 + 2 * is_low + (self.x > 0)


@lru_cache(maxsize=20_000)
def pitches_of(game_id: str, play: Play) -> tuple[Pitch, ...]:
    """The pitches of a plate appearance, always alike."""
    rng = Random(f"{game_id}/pitches/{play.number}")
    pitcher = play.pitcher
    form = _form(game_id, pitcher)
    side = play.batter.side_against(pitcher.throws)
    weights = [kind.to_right if side == "R" else kind.to_left for kind in pitcher.pitches]
    found = []
    for call in play.calls:
        kind = rng.choices(pitcher.pitches, weights)[0]
        x, z = _place(call, rng)
        found.append(
            Pitch(
                call=call,
                kind=kind.code,
                speed=round(kind.speed + form + rng.gauss(0, _SPEED_SPREAD), 1),
                spin=round(kind.spin + rng.gauss(0, _SPIN_SPREAD)),
                rise=round(kind.rise + rng.gauss(0, _BREAK_SPREAD), 1),
                sweep=round(kind.sweep + rng.gauss(0, _BREAK_SPREAD), 1),
                x=round(x, 3),
                z=round(z, 3),
            )
        )
    return tuple(found)


class BattedBall(NamedTuple):
    """A ball in play: miles an hour, degrees, feet, and how it flew."""

    speed: float
    angle: float
    distance: int
    trajectory: str


def batted(game_id: str, play: Play) -> BattedBall:
    """How the last pitch of a plate appearance was hit into play."""
    rng = Random(f"{game_id}/batted/{play.number}")
    trajectory, angle, distance, speed = _FLIGHTS.get(play.result, _ON_THE_LINE)
    return BattedBall(
        speed=round(rng.gauss(speed, 7), 1),
        angle=round(rng.gauss(angle, 6), 0),
        distance=max(1, round(rng.gauss(distance, distance / 8))),
        trajectory=trajectory,
    )


def _form(game_id: str, pitcher: BallPlayer) -> float:
    return Random(f"{game_id}/form/{pitcher.player_id}").gauss(0, _DAY_SPREAD)


def _place(call: str, rng: Random) -> tuple[float, float]:
    share = {"C": 1.0, "B": 0.0, "H": 0.0, "X": _IN_PLAY_IN_ZONE}.get(call, _SWUNG_IN_ZONE)
    is_inside = rng.random() < share
    x, z = rng.uniform(-_HALF_PLATE, _HALF_PLATE), rng.uniform(_LOW, _HIGH)
    if is_inside:
        return x, z
    away = _OUTSIDE_NARROW * (1 + rng.expovariate(1.5))
    if rng.random() < 0.5:
        return (_HALF_PLATE + away) * rng.choice((-1, 1)), z
    return x, (_LOW - away if rng.random() < 0.6 else _HIGH + away)
