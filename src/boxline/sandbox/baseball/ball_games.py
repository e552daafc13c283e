"""Plays one game between two nines with their bullpens and benches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from boxline.sandbox.baseball.dugout import Dugout
from boxline.sandbox.baseball.innings import Innings
from boxline.sandbox.baseball.players import BallPlayer
from boxline.sandbox.baseball.plays import BallGame, Nine


@dataclass(frozen=True, kw_only=True, slots=True)
class Side:
    """Who can play for a club today: nine and starter, bullpen in the order of its call, bench."""

    nine: Nine
    bullpen: Sequence[BallPlayer]
    bench: Sequence[BallPlayer]


def play_ball_game(
    home: Side,
    away: Side,
    rng: Random,
    *,
    place: float,
    scheduled_innings: int = 9,
    has_free_runner: bool = True,
    called_after: int | None = None,
) -> BallGame:
    """Play until somebody has won.

    Args:
        home: bats last.
        away: bats first.
        rng: of every draw.
        place: what park and plate umpire add to the log-odds of a strikeout.
        scheduled_innings: 9, or 7 of a short doubleheader.
        has_free_runner: whether extra innings open with a runner on second.
        called_after: the inning after which rain ends it, once five are played and somebody leads.
    """
    dugouts = [
        Dugout(side.nine, side.bullpen, side.bench, rng, innings=scheduled_innings)
        for side in (home, away)
    ]
    innings = Innings(
        *dugouts,
        place=place,
        scheduled=scheduled_innings,
        has_free_runner=has_free_runner,
        called_after=called_after,
        rng=rng,
    )
    innings.play()
    return BallGame(
        nines=(home.nine, away.nine),
        plays=tuple(innings.plays),
        changes=tuple(innings.changes),
        scheduled_innings=scheduled_innings,
        is_called=innings.is_called,
    )
