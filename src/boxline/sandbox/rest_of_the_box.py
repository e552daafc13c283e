"""Everything but shots: rebounds of the misses, assists on the baskets, turnovers, fouls."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from boxline.sandbox.chance import poisson, successes
from boxline.sandbox.players import Habits
from boxline.sandbox.tallies import Tally

_REBOUNDED_BY_SHOOTERS = 0.223  # share of misses, 2024-25 of the NBA; so are the others
_REBOUNDED_BY_DEFENDERS = 0.664
_LIVE_MISSED_FREE_THROWS = 0.45
_ASSISTED = 0.64  # share of baskets
_STOLEN = 0.61  # share of turnovers
_BLOCKED = 0.206  # share of missed two-pointers
_FOULED_OUT = 6


def fill_in(side: Sequence[Tally], other: Sequence[Tally], rng: Random) -> None:
    """Count what follows from the shots of `side`, at both ends of the floor."""
    _rebounds(side, other, rng)
    _assists(side, rng)
    turnovers = _turnovers_and_fouls(side, rng)
    for thief in _drawn(other, successes(rng, turnovers, _STOLEN), lambda h: h.stl, rng):
        thief.stl += 1
    missed_twos = sum(t.fga - t.fgm - (t.fg3a - t.fg3m) for t in side)
    for blocker in _drawn(other, successes(rng, missed_twos, _BLOCKED), lambda h: h.blk, rng):
        blocker.blk += 1


def plus_minus(minutes: Sequence[float], margin: int, rng: Random) -> list[int]:
    """Each player's share of the margin; together five times the margin, as five are on."""
    game = sum(minutes) / 5
    on_floor = [min(1.0, each / game) for each in minutes]
    shares = [
        round(margin * part + rng.gauss(0, 14 * (part * (1 - part)) ** 0.5)) for part in on_floor
    ]
    missing = 5 * margin - sum(shares)
    regulars = sorted(range(len(minutes)), key=lambda place: -minutes[place])[:8]
    for turn in range(abs(missing)):
        shares[regulars[turn % len(regulars)]] += 1 if missing > 0 else -1
    return shares


def _drawn(
    side: Sequence[Tally], count: int, habit: Callable[[Habits], float], rng: Random
) -> list[Tally]:
    """Who did something `count` times, drawn by minutes and habit."""
    weights = [tally.minutes * habit(tally.player.skill.habits) for tally in side]
    return rng.choices(side, weights, k=count)


def _rebounds(shooters: Sequence[Tally], defenders: Sequence[Tally], rng: Random) -> None:
    missed = sum(t.fga - t.fgm for t in shooters)
    missed += successes(rng, sum(t.fta - t.ftm for t in shooters), _LIVE_MISSED_FREE_THROWS)
    offensive = successes(rng, missed, _REBOUNDED_BY_SHOOTERS)
    share_of_rest = _REBOUNDED_BY_DEFENDERS / (1 - _REBOUNDED_BY_SHOOTERS)
    defensive = successes(rng, missed - offensive, share_of_rest)
    for tally in _drawn(shooters, offensive, lambda habits: habits.oreb, rng):
        tally.oreb += 1
    for tally in _drawn(defenders, defensive, lambda habits: habits.dreb, rng):
        tally.dreb += 1


def _assists(side: Sequence[Tally], rng: Random) -> None:
    """Nobody assists himself: a basket whose drawn passer is the scorer goes without."""
    scorers = [tally for tally in side for _ in range(tally.fgm)]
    for scorer, passer in zip(
        scorers, _drawn(side, len(scorers), lambda habits: habits.ast, rng), strict=True
    ):
        # The scorer is drawn about one time in eight: the chance is raised by that much.
        if passer is not scorer and rng.random() < _ASSISTED * 8 / 7:
            passer.ast += 1


def _turnovers_and_fouls(side: Sequence[Tally], rng: Random) -> int:
    for tally in side:
        habits, played = tally.player.skill.habits, tally.minutes / 36
        handles_ball = 0.55 + 0.035 * tally.player.skill.shots + 0.22 * habits.ast
        tally.tov += poisson(rng, played * handles_ball)
        tally.pf += min(_FOULED_OUT, poisson(rng, played * habits.pf))
    return sum(tally.tov for tally in side)
