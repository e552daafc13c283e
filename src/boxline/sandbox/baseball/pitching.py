"""The pitches of a plate appearance that is to end in a certain way."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from random import Random

_STRIKES = ("C", "S", "F")
_STRIKE_WEIGHTS = tuple(accumulate((0.42, 0.22, 0.36)))
#: Balls before the last pitch, 0 to 3, by how the plate appearance ends.
_BALLS_OF_STRIKEOUT = tuple(accumulate((0.20, 0.29, 0.30, 0.21)))
_BALLS_IN_PLAY = tuple(accumulate((0.38, 0.30, 0.20, 0.12)))
#: Strikes before the last pitch, 0 to 2.
_STRIKES_OF_WALK = tuple(accumulate((0.13, 0.30, 0.57)))
_STRIKES_IN_PLAY = tuple(accumulate((0.30, 0.32, 0.38)))
_FOULED_OFF = 0.30  # chance of one more foul with two strikes
_MOST_FOULS = 7
_LOOKING = 0.23  # share of strikeouts


def calls_of(end: str, rng: Random) -> str:
    """A letter for each pitch, the last of them `end`.

    Args:
        end: `K` strikeout, `W` walk, `H` hit by a pitch, `X` in play.
        rng: of the draws.
    """
    if end == "K":
        balls, strikes, last = _drawn(_BALLS_OF_STRIKEOUT, rng), 2, "S"
        if rng.random() < _LOOKING:
            last = "C"
    elif end == "W":
        balls, strikes, last = 3, _drawn(_STRIKES_OF_WALK, rng), "B"
    else:
        balls, strikes = _drawn(_BALLS_IN_PLAY, rng), _drawn(_STRIKES_IN_PLAY, rng)
        last = end
    before = ["B"] * balls + rng.choices(_STRIKES, cum_weights=_STRIKE_WEIGHTS, k=strikes)
    rng.shuffle(before)
    if strikes == 2:
        _foul_off(before, rng)
    return "".join((*before, last))


def count_after(calls: str) -> tuple[int, int]:
    """Balls and strikes after some pitches; a foul with two strikes changes nothing.

    >>> count_after("BCFFX"), count_after("SSBS")
    ((1, 2), (1, 3))
    """
    balls = strikes = 0
    for call in calls:
        if call == "B":
            balls += 1
        elif call in "CS" or (call == "F" and strikes < 2):
            strikes += 1
    return balls, strikes


def _drawn(weights: tuple[float, ...], rng: Random) -> int:
    """A number from 0 on, by cumulative weights."""
    return bisect(weights, rng.random() * weights[-1], 0, len(weights) - 1)


def _foul_off(before: list[str], rng: Random) -> None:
    """Put fouls where there are two strikes already."""
    second = [place for place, call in enumerate(before) if call != "B"][1]
    fouls = 0
    while fouls < _MOST_FOULS and rng.random() < _FOULED_OFF:
        before.insert(rng.randint(second + 1, len(before)), "F")
        fouls += 1
