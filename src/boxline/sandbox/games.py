"""Plays one game: its events, and the box scores that they add up to."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from boxline.sandbox.box_scores import TeamBox
from boxline.sandbox.event_log import EventLog
from boxline.sandbox.lineups import Lineup
from boxline.sandbox.possessions import Possessions
from boxline.sandbox.scorer import box_scores
from boxline.sandbox.sides import Side

_PACE_SPREAD = 0.035  # of a game's possessions around what is usual


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """A game that has been played."""

    home: TeamBox
    away: TeamBox
    overtimes: int
    log: EventLog


def play_game(home: Lineup, away: Lineup, rng: Random) -> Result:
    """One game; it goes to overtime until somebody wins."""
    log = EventLog((home.club, away.club), (*home.players, *away.players))
    sides = Side(home, 0, rng), Side(away, len(home.players), rng)
    overtimes = Possessions(log, *sides, pace=rng.gauss(1, _PACE_SPREAD), rng=rng).play()
    home_box, away_box = box_scores(log, home, away)
    return Result(home=home_box, away=away_box, overtimes=overtimes, log=log)
