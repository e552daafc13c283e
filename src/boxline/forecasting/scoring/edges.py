"""Picks by the size of their edge: what they hit, beside what the price said they would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from boxline.forecasting.rows import Flags
from boxline.forecasting.scoring.bets import Settled, Settlements, hits, profits
from boxline.forecasting.scoring.counted_rows import Column, as_floats, mean
from boxline.forecasting.scoring.estimates import Estimate, wilson
from boxline.forecasting.scoring.intervals import ByDate, difference_by_date, mean_by_date

#: Where buckets begin: calibrated probability less the de-vigged one of the price.
PROBABILITY_BOUNDS = (0.0, 0.02, 0.04, 0.06, 0.10)


@dataclass(frozen=True, kw_only=True)
class EdgeBucket:
    """Picks whose edge is at least `low` and less than `high`.

    Attributes:
        low, high: None where there is no bound. A bucket below the first bound holds what should
            not have been picked; the last row of a table, without either, is all picks.
        hit_rate: won of those won or lost, with its Wilson interval; pushes and voids are apart.
        implied: mean de-vigged probability of the picked side, of those won or lost.
        beyond_implied: hit rate less implied, on the picks that have both; interval by date.
        return_per_bet: units per settled bet with a price, at flat stakes; interval by date.
    """

    low: float | None
    high: float | None
    hit_rate: Estimate
    pushes: int
    voids: int
    implied: float | None
    beyond_implied: Estimate
    return_per_bet: Estimate


def edge_table(
    edge: Column,
    ended: Settlements,
    implied: Column,
    price: Column,
    by: ByDate,
    *,
    bounds: Sequence[float] = PROBABILITY_BOUNDS,
    where: Flags | None = None,
) -> tuple[EdgeBucket, ...]:
    """One bucket per bound, one below the first, and one of all picks.

    Args:
        edge: of each pick, in the unit of the bounds; NaN counts only among all.
        implied: de-vigged probability of the picked side; NaN where the market has no two sides.
        price: decimal odds of the picked side; NaN where there is none.
    """
    size = as_floats(edge)
    asked = np.ones(len(size), dtype=np.bool_) if where is None else where
    place = np.where(np.isnan(size), -1, np.digitize(size, bounds))
    found = []
    for number, (low, high) in enumerate(zip((None, *bounds), (*bounds, None), strict=True)):
        found.append((low, high, asked & (place == number)))
    found.append((None, None, asked))
    return tuple(_bucket(low, high, rows, ended, implied, price, by) for low, high, rows in found)


def _bucket(
    low: float | None,
    high: float | None,
    rows: Flags,
    ended: Settlements,
    implied: Column,
    price: Column,
    by: ByDate,
) -> EdgeBucket:
    hit = hits(ended)
    decided = rows & ~np.isnan(hit)
    chances = as_floats(implied)[decided]
    return EdgeBucket(
        low=low,
        high=high,
        hit_rate=wilson(hit[decided].sum(), int(decided.sum())),
        pushes=int((rows & (ended == Settled.PUSH)).sum()),
        voids=int((rows & (ended == Settled.VOID)).sum()),
        implied=mean(chances[~np.isnan(chances)]),
        beyond_implied=difference_by_date(hit, implied, by, rows),
        return_per_bet=mean_by_date(profits(ended, price), by, rows),
    )
