"""The play-by-play of a game: what happened, in order, and the score after it.

Every number of a box score is a sum over these events:

- points, attempts, baskets: `SHOT` and `FREE_THROW` by `value` and `is_made`;
- rebounds: `REBOUND` with a player, offensive or defensive by `detail`;
- assists, blocks, steals: `other` of a made `SHOT`, of a missed one, of a `TURNOVER`;
- turnovers and personal fouls: `TURNOVER` and `FOUL` with a player;
- seconds and plus-minus: who was on the floor, from the starters and each `SUBSTITUTION`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from boxline.sandbox.court import Spot
from boxline.sandbox.players import Player
from boxline.sandbox.teams import Club

QUARTERS, QUARTER_SECONDS, OVERTIME_SECONDS = 4, 720, 300

OFFENSIVE, DEFENSIVE = "offensive", "defensive"
SHOOTING_FOUL, PERSONAL_FOUL, OFFENSIVE_FOUL = "shooting", "personal", "offensive"
LOOSE_BALL_FOUL, TAKE_FOUL = "loose ball", "take"


class Kind(IntEnum):
    """What happened. Named in brackets: what an event of the kind fills beside the always filled.

    The order of events at one second is the order in which they happened: a foul before its free
    throws, a made basket before the foul that comes with it (and one), a missed shot before its
    rebound, a substitution before the next play, all substitutions before the period's first play.
    """

    PERIOD_START = 0  # no club, no player; the clock is full
    PERIOD_END = 1  # no club, no player; the clock is at 0. The game is over after the last one
    JUMP_BALL = 2  # [club: who won the tip; player, other: who jumped, the winner first]
    SHOT = 3  # [value 2 or 3, is_made, detail: the action, spot; other: assisted if made, else
    # blocked, or None]. A shot that missed because of a shooting foul is no attempt and no event
    FREE_THROW = 4  # [value 1, is_made, number_of_shots]. A miss of the last one can be rebounded
    REBOUND = 5  # [detail: OFFENSIVE or DEFENSIVE]. Without player it is the side's
    TURNOVER = 6  # [detail; other: who stole it]. Without player it is the side's (shot clock)
    FOUL = 7  # [club, player: who fouled; other: who was fouled; detail]. An OFFENSIVE_FOUL is
    # followed by a TURNOVER of the same player
    SUBSTITUTION = 8  # [player: who comes in; other: who goes out]
    TIMEOUT = 9  # [no player]


class Event(NamedTuple):
    """One line of the play-by-play.

    Attributes:
        number: from 1, in order.
        period: 1 to 4; 5 is the first overtime.
        seconds_left: whole seconds on the clock of that period, never more than before.
        kind: what happened; says which of the others are filled.
        club: the side of `player`, or that of a team's rebound, turnover or timeout; else None.
        player: who did it; None where nobody in particular.
        other: the second player of it, of either side; None without one.
        ball: the side with the ball when it happened; of a rebound or a jump ball the side that
            got it. None at a period's start and end.
        value: points that the attempt is worth: 2, 3, or 1 for a free throw; else 0.
        is_made: whether the attempt went in; False for everything else.
        number_of_shots: which free throw of how many, such as (1, 2); (0, 0) for everything else.
        detail: of a shot its action as in NBA.com's shot chart (`Driving Layup Shot`); of a
            turnover `bad pass`, `lost ball`, `traveling`, `out-of-bounds`, `shot clock` or
            `offensive foul`; of a foul and a rebound one of the constants above; else empty.
        spot: where a shot was taken; None for everything else.
        home_points: the home side's points after it.
        away_points: the visitors' points after it.
    """

    number: int
    period: int
    seconds_left: int
    kind: Kind
    club: Club | None
    player: Player | None
    other: Player | None
    ball: Club | None
    value: int
    is_made: bool
    number_of_shots: tuple[int, int]
    detail: str
    spot: Spot | None
    home_points: int
    away_points: int


def period_seconds(period: int) -> int:
    """The full clock of a period: twelve minutes, or five in overtime."""
    return QUARTER_SECONDS if period <= QUARTERS else OVERTIME_SECONDS


def seconds_before(period: int) -> int:
    """Seconds of play before a period starts."""
    overtimes = max(0, period - QUARTERS - 1)
    return min(period - 1, QUARTERS) * QUARTER_SECONDS + overtimes * OVERTIME_SECONDS
