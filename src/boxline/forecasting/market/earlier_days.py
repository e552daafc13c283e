"""Which rows a weight may be fitted on: those of strictly earlier days, anew once per block."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

#: A weight changes slowly: once a week is soon enough.
REFIT_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Block:
    """Rows that share one fit, and those it may rest on; both are places among the rows."""

    rows: NDArray[np.intp]
    earlier: NDArray[np.intp]


def blocks(day: NDArray[np.int64], *, refit_days: int = REFIT_DAYS) -> Iterator[Block]:
    """The rows in blocks of days, each with the rows of all days before the block's first.

    Blocks are counted from day 0, so that a day belongs to the same one whatever else is asked
    for: a night's weight equals that of a backtest over it.

    Args:
        day: days as integers, in any order.
    """
    order = np.argsort(day, kind="stable")
    ordered = day[order]
    for number in np.unique(ordered // refit_days):
        start, end = np.searchsorted(ordered, [number * refit_days, (number + 1) * refit_days])
        yield Block(rows=order[start:end], earlier=order[:start])
