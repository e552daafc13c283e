"""What the score and the clock make of the last possessions of a game."""

from __future__ import annotations

from enum import Enum

_LATE_SECONDS, _LAST_SHOT_SECONDS, _TOO_LATE_SECONDS = 32, 24, 2
_HOPELESS_POINTS = 7
_EASING = 0.001  # for each point of the lead
_LAST_SHOT = {0: -0.1, -1: 0.0, -2: 0.32, -3: 0.26}  # by lead


class Tactic(Enum):
    """What the side with the ball is about to do, or what is done to it."""

    ORDINARY = "plays on"
    TIP_IN = "tips a rebound in, at any time"
    HOLD = "waits for the last shot"
    HOLD_FOR_THREE = "waits for the last shot, which must be a three"
    HURRY = "shoots soon"
    IS_FOULED = "is fouled at once, for the ball back"


def tactic(lead: int, seconds_left: int) -> Tactic:
    """The tactic of the last period.

    Args:
        lead: points of the side with the ball less the other's.
        seconds_left: on the clock.
    """
    if seconds_left > _LATE_SECONDS or abs(lead) >= _HOPELESS_POINTS:
        return Tactic.ORDINARY
    if lead > 0:
        return Tactic.IS_FOULED if seconds_left > _TOO_LATE_SECONDS else Tactic.ORDINARY
    if seconds_left > _LAST_SHOT_SECONDS or lead < -3:
        return Tactic.HURRY
    return Tactic.HOLD_FOR_THREE if lead == -3 else Tactic.HOLD


def composure(lead: int, seconds_left: int) -> float:
    """What the score adds to the accuracy of the side with the ball.

    Whoever leads eases off, all game long. A last shot that would win is well defended, and one
    that would equalise goes in often enough for as many overtimes as the NBA has.

    Args:
        lead: points of the side with the ball less the other's.
        seconds_left: on the clock of the last period; before that any higher number.
    """
    if seconds_left > 3 or not -3 <= lead <= 0:
        return -_EASING * lead
    return _LAST_SHOT[lead]
