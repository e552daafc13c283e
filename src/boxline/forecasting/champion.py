"""Which system speaks first of a prop: it changes only for one that was better, beyond chance.

Walked over past games in their order, so the same games always give the same champions and the same
changes; nothing is carried from one day to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Floats
from boxline.forecasting.scoring.intervals import ByDate, difference_by_date

#: Challengers are looked at after so many days.
TERM_DAYS = 28

#: Who stands in before anything is known, because nothing can be simpler.
FIRST = "season_average"

#: Fewer games on which both spoke change nothing.
LEAST_GAMES = 1000

SEED = 28


@dataclass(frozen=True, kw_only=True)
class Change:
    """A champion that was beaten.

    Attributes:
        day: from when on the winner speaks first.
        difference: its mean absolute error less the other's, on the same `games`; `low` to `high`
            is the 95 % interval by date, wholly below 0.
    """

    day: int
    champion: str
    beaten: str
    difference: float
    low: float
    high: float
    games: int


def changes(
    day: NDArray[np.int64],
    actual: Floats,
    said: Mapping[str, Floats],
    *,
    through: int,
    term_days: int = TERM_DAYS,
) -> list[Change]:
    """Every change of champion up to a day, the oldest first.

    Args:
        day: of each game, rising.
        said: candidate -> its forecasts, NaN where none.
        through: the day for which a champion is wanted; games of earlier days count.
    """
    if not len(day):
        return []
    found: list[Change] = []
    champion = FIRST
    for ends in range(int(day[0]) + term_days, through + 1, term_days):
        before = np.flatnonzero(day < ends)
        best = _best_challenger(champion, day[before], actual[before], _first(said, before), ends)
        if best is not None:
            found.append(best)
            champion = best.champion
    return found


def _first(said: Mapping[str, Floats], chosen: NDArray[np.intp]) -> Mapping[str, Floats]:
    return {name: forecast[chosen] for name, forecast in said.items()}


def _best_challenger(
    champion: str,
    day: NDArray[np.int64],
    actual: Floats,
    said: Mapping[str, Floats],
    ends: int,
) -> Change | None:
    """Of those that beat the champion beyond chance, the one that beat it by most."""
    held = np.abs(said[champion] - actual)
    won: list[Change] = []
    for name, forecast in said.items():
        error = np.abs(forecast - actual)
        both = np.flatnonzero(~np.isnan(held) & ~np.isnan(error))
        if name == champion or len(both) < LEAST_GAMES:
            continue
        by = ByDate(day=day[both], seed=SEED)
        found = difference_by_date(error[both], held[both], by)
        if found.value is not None and found.high is not None and found.high < 0:
            won.append(
                Change(
                    day=ends,
                    champion=name,
                    beaten=champion,
                    difference=found.value,
                    low=found.low if found.low is not None else found.value,
                    high=found.high,
                    games=len(both),
                )
            )
    return min(won, key=lambda change: change.difference, default=None)
