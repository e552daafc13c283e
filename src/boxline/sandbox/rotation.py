"""Who should be on the floor when: everybody's minutes, and the changes that give him them."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import NamedTuple

from boxline.sandbox.events import QUARTER_SECONDS

_TEAM_MINUTES = 240  # five players on the floor for 48 minutes
_STARTER_MINUTES = (35.0, 33.0, 31.0, 30.0, 28.0)
_BENCH_MINUTES = (22.0, 18.0, 15.0, 12.0, 9.0, 6.0)
_MOST_MINUTES = 44.0  # in regulation
_HALF = 2 * QUARTER_SECONDS
_FIVE = 5
_LONGEST_ROW = 17 * 60  # seconds of a half in which starters rest by turns in one place
_FIRST_REST, _LATEST_FIRST_REST, _LAST_RETURN = 240.0, 480.0, 1380.0  # seconds of the half
_SHORTEST_STINT = 40.0


class Change(NamedTuple):
    """From this second of the game on, this member of the crew has this slot of the five."""

    second: int
    slot: int
    member: int


def planned_minutes(players: int, rng: Random) -> list[float]:
    """Minutes of starters and bench, 240 together, nobody above 44: near what is usual.

    Args:
        players: five and the bench, most minutes first in each.
        rng: of tonight's differences.
    """
    usual = (*_STARTER_MINUTES, *_BENCH_MINUTES)[:players]
    wanted = [minutes * rng.lognormvariate(0, 0.12) for minutes in usual]
    scale = _TEAM_MINUTES / sum(wanted)
    given = [min(_MOST_MINUTES, minutes * scale) for minutes in wanted]
    spare = _TEAM_MINUTES - sum(given)
    below = sum(minutes for minutes in given if minutes < _MOST_MINUTES)
    return [
        minutes * (1 + spare / below) if minutes < _MOST_MINUTES else minutes for minutes in given
    ]


def planned_changes(minutes: Sequence[float], rng: Random) -> list[Change]:
    """The changes of regulation, the last one first: starters begin and end each half.

    Starters rest once a half, one after the other in two or three rows; the bench fills these
    rows from end to end, as machines are filled with jobs that may be cut in two.

    Source:
        McNaughton (1959), Management Science 6(1), 1-12: the wrap-around rule.
    """
    changes = [
        change for start in (0, _HALF) for change in _changes_of_half(minutes, start=start, rng=rng)
    ]
    return sorted(changes, key=lambda change: -change.second)


def _changes_of_half(minutes: Sequence[float], *, start: int, rng: Random) -> list[Change]:
    stints = [(member, minutes[member] * 30) for member in range(_FIVE, len(minutes))]
    rng.shuffle(stints)
    changes: list[Change] = []
    for row in _rows([_HALF - each * 30 for each in minutes[:_FIVE]]):
        length = sum(rest for _, rest in row)
        latest = max(_FIRST_REST, min(_LATEST_FIRST_REST, _LAST_RETURN - length))
        at = start + rng.uniform(_FIRST_REST, latest)
        for slot, rest in row:
            changes += _bench_in_slot(slot, at, at + rest, stints)
            at += rest
    return changes


def _rows(rests: Sequence[float]) -> list[list[tuple[int, float]]]:
    """The starters' rests in rows of about the same length, the longest first."""
    longest_first = sorted(enumerate(rests), key=lambda slot: -slot[1])
    rows: list[list[tuple[int, float]]] = [[] for _ in range(1 + int(sum(rests) // _LONGEST_ROW))]
    for slot, rest in longest_first:
        min(rows, key=lambda row: sum(rest for _, rest in row)).append((slot, rest))
    return rows


def _bench_in_slot(
    slot: int, at: float, until: float, stints: list[tuple[int, float]]
) -> list[Change]:
    """Fill a rest from the stints that are left, and take what it uses off them."""
    changes = []
    while stints and until - at > _SHORTEST_STINT:
        member, left = stints.pop()
        changes.append(Change(int(at), slot, member))
        if left > until - at + _SHORTEST_STINT:
            stints.append((member, left - (until - at)))
        at += left
    return [*changes, Change(int(until), slot, slot)]
