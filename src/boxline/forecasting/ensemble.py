"""Several systems as one number: the mixture whose absolute error was least on earlier games.

Linear pooling with weights that are never negative and sum to 1 (Timmermann 2006, Forecast
combinations, Handbook of Economic Forecasting 1, ch. 4), chosen from a grid, because there are few.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting import empirical_bayes, gradient_boosting, populations, similarity
from boxline.forecasting.rows import Flags, Floats
from boxline.forecasting.system import Forecast, Known, made

NAME = "ensemble"
POPULATIONS = populations.POPULATIONS

MEMBERS = (gradient_boosting.NAME, empirical_bayes.NAME, similarity.NAME)

NO_WEIGHTS = "no weights are learnt for this day"

#: Weights are multiples of one over this.
STEPS = 20

#: Fewer earlier games on which all members spoke teach no weights.
LEAST_GAMES = 500

#: Weights learnt along the way are learnt anew after so many days.
BLOCK_DAYS = 28


def learn_weights(said: Sequence[Floats], actual: Floats) -> Mapping[str, float] | None:
    """The weights of MEMBERS with the least absolute error.

    Args:
        said: what each member had said of some games, NaN where nothing.
    Returns:
        None where they all spoke of fewer than LEAST_GAMES.
    """
    table = np.column_stack(said)
    known = ~np.isnan(table).any(axis=1) & ~np.isnan(actual)
    if known.sum() < LEAST_GAMES:
        return None
    table, actual = table[known], actual[known]
    # Mixtures are tried one by one: a table of all of them would not fit into memory.
    best = min(_mixtures(), key=lambda mixture: float(np.abs(table @ mixture - actual).mean()))
    return dict(zip(MEMBERS, best.tolist(), strict=True))


def _mixtures() -> list[Floats]:
    return [np.array(parts, dtype=np.float64) / STEPS for parts in _parts(STEPS, len(MEMBERS))]


def _parts(whole: int, places: int) -> Iterator[tuple[int, ...]]:
    if places == 1:
        yield (whole,)
        return
    for first in range(whole, -1, -1):
        for rest in _parts(whole - first, places - 1):
            yield (first, *rest)


def along_the_way(days: NDArray[np.int64], said: Sequence[Floats], actual: Floats) -> Floats:
    """What the ensemble would have said of some past games, in blocks of BLOCK_DAYS, each by the
    weights of the games before it; NaN where nothing was learnt yet, or a member said nothing."""
    block = (days - days.min()) // BLOCK_DAYS if len(days) else days
    found = np.full(len(days), np.nan)
    for number in np.unique(block):
        before, now = block < number, block == number
        weights = learn_weights([s[before] for s in said], actual[before])
        if weights is not None:
            found[now] = _mixed([s[now] for s in said], weights)
    return found


def _mixed(said: Sequence[Floats], weights: Mapping[str, float]) -> Floats:
    parts = [
        weights[member] * one
        for member, one in zip(MEMBERS, said, strict=True)
        if weights[member] > 0
    ]
    return np.asarray(np.sum(parts, axis=0), dtype=np.float64)


def forecast(known: Known, prop: str) -> Forecast:
    """The mixture; none where a member that counts says nothing, because no other can stand in."""
    weights = known.learnt.weights.get((prop, known.population))
    if weights is None:
        nobody = np.full(len(known.rows), np.nan)
        return made(nobody, {NO_WEIGHTS: np.isnan(nobody)}, is_median=True)
    said = {member: known.said[member, prop] for member in MEMBERS}
    reasons: dict[str, Flags] = {
        f"{member} makes none": np.isnan(one.value)
        for member, one in said.items()
        if weights[member] > 0
    }
    value = _mixed([one.value for one in said.values()], weights)
    minutes = said[gradient_boosting.NAME].minutes
    return replace(made(value, reasons, is_median=True), minutes=minutes)
