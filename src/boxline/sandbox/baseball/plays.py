"""What is written down of a game: plate appearances with their pitches, and who came in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from boxline.sandbox.baseball.players import BallPlayer

HOME, AWAY = 0, 1
OUT, SCORED = -1, 4  # where a runner ends who is on no base


class Result(Enum):
    """How a plate appearance ends; the value is (MLB's event type, its name)."""

    STRIKEOUT = ("strikeout", "Strikeout")
    WALK = ("walk", "Walk")
    HIT_BY_PITCH = ("hit_by_pitch", "Hit By Pitch")
    SINGLE = ("single", "Single")
    DOUBLE = ("double", "Double")
    TRIPLE = ("triple", "Triple")
    HOME_RUN = ("home_run", "Home Run")
    GROUNDOUT = ("field_out", "Groundout")
    FLYOUT = ("field_out", "Flyout")
    LINEOUT = ("field_out", "Lineout")
    POP_OUT = ("field_out", "Pop Out")
    DOUBLE_PLAY = ("grounded_into_double_play", "Grounded Into DP")
    SAC_FLY = ("sac_fly", "Sac Fly")
    ERROR = ("field_error", "Field Error")

    @property
    def is_hit(self) -> bool:
        """Whether the batter made a hit."""
        return self in _BASES

    @property
    def bases(self) -> int:
        """Total bases: 1 to 4 of a hit, else 0."""
        return _BASES.get(self, 0)

    @property
    def is_at_bat(self) -> bool:
        """Whether it counts as an at-bat."""
        return self not in (Result.WALK, Result.HIT_BY_PITCH, Result.SAC_FLY)

    @property
    def is_in_play(self) -> bool:
        """Whether the batter hit the last pitch into play."""
        return self not in (Result.STRIKEOUT, Result.WALK, Result.HIT_BY_PITCH)


_BASES = {Result.SINGLE: 1, Result.DOUBLE: 2, Result.TRIPLE: 3, Result.HOME_RUN: 4}


class Runner(NamedTuple):
    """Somebody on base; `pitcher` let him on, and his run counts as earned or not."""

    player: BallPlayer
    pitcher: BallPlayer
    is_earned: bool


class Move(NamedTuple):
    """A runner's way in one play: from a base (0 is the plate) to another, home, or out."""

    runner: Runner
    start: int
    end: int


class Play(NamedTuple):
    """One plate appearance.

    Attributes:
        number: from 0.
        inning: from 1.
        side: the side that bats, HOME or AWAY.
        slot: place in the order, 0 to 8.
        batter: who bats.
        pitcher: who pitches.
        calls: a letter for each pitch: B ball, C called strike, S swinging strike, F foul, H hits
            the batter, X in play.
        result: how it ends.
        moves: of the batter, where he got on or was put out, and of runners who moved.
        outs: of the half inning, after it.
        runs: that it brought in.
        score: runs of both sides after it, home first.
        is_last: whether it ends its half inning.
    """

    number: int
    inning: int
    side: int
    slot: int
    batter: BallPlayer
    pitcher: BallPlayer
    calls: str
    result: Result
    moves: tuple[Move, ...]
    outs: int
    runs: int
    score: tuple[int, int]
    is_last: bool

    @property
    def outs_made(self) -> int:
        """How many outs it brought."""
        return sum(move.end == OUT for move in self.moves)


class ChangeKind(Enum):
    """Who comes in; the value is MLB's event type."""

    PITCHER = "pitching_substitution"
    PINCH_HITTER = "offensive_substitution"


class Change(NamedTuple):
    """A substitution before the play with this number.

    `slot` is of a pinch hitter in the order; `position` is where he then plays.
    """

    before: int
    kind: ChangeKind
    side: int
    comes: BallPlayer
    goes: BallPlayer
    slot: int
    position: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Nine:
    """Who begins a game for one side: the order, each batter's position, and the pitcher."""

    order: tuple[BallPlayer, ...]
    positions: tuple[str, ...]
    starter: BallPlayer


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class BallGame:
    """A game as it was played.

    Attributes:
        nines: of both sides, home first.
        plays: in order.
        changes: in order.
        scheduled_innings: 9 or 7.
        is_called: whether rain ended it before its last inning.
    """

    nines: tuple[Nine, Nine]
    plays: tuple[Play, ...]
    changes: tuple[Change, ...]
    scheduled_innings: int
    is_called: bool

    @property
    def score(self) -> tuple[int, int]:
        """Runs at the end, home first."""
        return self.plays[-1].score

    @property
    def innings(self) -> int:
        """Innings begun."""
        return self.plays[-1].inning
