"""The lines and prices that bookmakers show on props, flat: one row per line of a bookmaker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.rows import Flags, Floats

Places = NDArray[np.intp]
Instants = NDArray[np.datetime64]

#: The place of a quote that does not exist.
NO_QUOTE = -1


@dataclass(frozen=True, kw_only=True)
class Quotes:
    """What stands at one moment: of each bookmaker a row per prop, more where he shows alternates.

    Attributes:
        props: how many props there are; what is said of them has this length.
        prop: whose quote it is: 0 to `props` - 1.
        line: the number to be over or under; NaN is no quote.
        over, under: decimal odds; NaN where a side has none, or one that says nothing of chances.
        known_at: since when the bookmaker shows just this, in UTC; NaT where nobody knows.
    """

    props: int
    prop: Places
    line: Floats
    over: Floats
    under: Floats
    known_at: Instants

    def where(self, chosen: Flags) -> Quotes:
        """Some of the quotes, on the same props."""
        return Quotes(
            props=self.props,
            prop=self.prop[chosen],
            line=self.line[chosen],
            over=self.over[chosen],
            under=self.under[chosen],
            known_at=self.known_at[chosen],
        )


def first_of_each_prop(
    props: int, prop: Places, *orders: NDArray[np.generic], among: Flags
) -> Places:
    """The place of each prop's first row; NO_QUOTE where it has none.

    Args:
        props: how many props there are.
        prop: whose row it is.
        orders: what decides, ascending, the most important first; then the order of the rows.
        among: which rows count.
    """
    places = np.flatnonzero(among)
    keys = [order[places] for order in reversed(orders)]
    places = places[np.lexsort((*keys, prop[places]))]
    found, starts = np.unique(prop[places], return_index=True)
    first = np.full(props, NO_QUOTE, dtype=np.intp)
    first[found] = places[starts]
    return first


def taken(values: Floats, places: Places) -> Floats:
    """The values at some places; NaN at NO_QUOTE."""
    found = np.full(len(places), np.nan)
    is_there = places != NO_QUOTE
    found[is_there] = values[places[is_there]]
    return found
