"""From where on the floor a shot is taken, and how."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable
from itertools import accumulate
from random import Random
from typing import NamedTuple

from boxline.sandbox.court import THREES, TWOS, Area
from boxline.sandbox.event_log import AREAS, PLACE_OF

_TIP = "Tip Layup Shot"  # of a miss: nobody passed
_AT_THE_RIM = 0  # place in AREAS


class Where(NamedTuple):
    """The numbers of the event log: detail, area, and the place in tenths of feet."""

    detail: int
    area: int
    x: int
    y: int


def _running(areas: tuple[Area, ...], *, made: bool) -> list[float]:
    return list(accumulate(a.share * (a.accuracy if made else 1 - a.accuracy) for a in areas))


#: (value, is made) -> where the areas of that value begin, and their running weights.
_AREAS_OF = {
    (value, made): (first, _running(areas, made=made))
    for value, first, areas in ((2, 0, TWOS), (3, len(TWOS), THREES))
    for made in (False, True)
}
_ACTIONS_OF = [
    tuple(PLACE_OF[action] for action in area.actions if action != _TIP) for area in AREAS
]
_PLACES_OF: list[Callable[[Random], tuple[float, float]]] = [area.place for area in AREAS]


def where(value: int, *, made: bool, rng: Random) -> Where:
    """The place of a shot that went in or not: so, areas keep both their share and accuracy."""
    first, weights = _AREAS_OF[value, made]
    area = first + bisect(weights, rng.random() * weights[-1], 0, len(weights) - 1)
    actions = _ACTIONS_OF[area]
    x, y = _PLACES_OF[area](rng)
    action = actions[int(rng.random() * len(actions))]
    return Where(action, area, round(10 * x), round(10 * y))


def tipped_in(rng: Random) -> Where:
    """The place of a shot out of a rebound, without a step in between."""
    x, y = _PLACES_OF[_AT_THE_RIM](rng)
    return Where(PLACE_OF[_TIP], _AT_THE_RIM, round(10 * x), round(10 * y))
