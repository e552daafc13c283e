"""What many bookmakers together say of a prop: the line most of them show, and its fair chances.

Source of the mean over books, the linear pool: Clemen and Winkler (1999), Combining probability
distributions from experts in risk analysis, Risk Analysis 19(2), 187-203.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.market.devig import Devig, fair_probabilities
from boxline.forecasting.market.quotes import (
    NO_QUOTE,
    Instants,
    Quotes,
    first_of_each_prop,
    taken,
)
from boxline.forecasting.rows import Floats

#: Equal prices on swapped sides are equally far from even, to this many digits.
TIE_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Consensus:
    """One row per prop.

    Attributes:
        line: the modal line; NaN where nobody shows one.
        p_over: the fair chance of the over if no push comes, the mean over the books that price
            both sides of the modal line; NaN where none does.
        books: how many bookmakers show the modal line.
        priced_books: how many of them price both sides: what `p_over` is the mean of.
        known_at: when the last of them came to it; NaT where nobody knows.
    """

    line: Floats
    p_over: Floats
    books: NDArray[np.int64]
    priced_books: NDArray[np.int64]
    known_at: Instants


def consensus(quotes: Quotes, *, method: Devig = Devig.POWER) -> Consensus:
    """The line that most bookmakers show on each prop, and what they give its over.

    Of lines that as many show it is the one whose fair chance is nearest to even (one without a
    price comes last), then the lower.

    Args:
        quotes: the main line of each bookmaker. One with alternates would count at each of them.
    """
    rows = np.flatnonzero(~np.isnan(quotes.line))
    p_over, _ = fair_probabilities(quotes.over[rows], quotes.under[rows], method=method)
    is_priced = ~np.isnan(p_over)

    # One row per prop and line from here on; `at` leads each quote to it.
    pairs = np.column_stack([quotes.prop[rows].astype(np.float64), quotes.line[rows]])
    shown, at = np.unique(pairs, axis=0, return_inverse=True)
    prop, line = shown[:, 0].astype(np.intp), shown[:, 1]
    books = np.bincount(at, minlength=len(shown))
    priced_books = np.bincount(at[is_priced], minlength=len(shown))
    total = np.bincount(at[is_priced], weights=p_over[is_priced], minlength=len(shown))
    mean = np.divide(total, priced_books, out=np.full(len(shown), np.nan), where=priced_books > 0)
    known_at = np.full(len(shown), np.datetime64("NaT"), dtype=quotes.known_at.dtype)
    np.fmax.at(known_at, at, quotes.known_at[rows])

    from_even = np.nan_to_num(np.abs(mean - 0.5).round(TIE_DIGITS), nan=np.inf)
    every = np.ones(len(shown), dtype=np.bool_)
    modal = first_of_each_prop(quotes.props, prop, -books, from_even, line, among=every)

    is_shown = modal != NO_QUOTE
    counts = np.zeros((2, quotes.props), dtype=np.int64)
    counts[:, is_shown] = books[modal[is_shown]], priced_books[modal[is_shown]]
    since = np.full(quotes.props, np.datetime64("NaT"), dtype=quotes.known_at.dtype)
    since[is_shown] = known_at[modal[is_shown]]
    return Consensus(
        line=taken(line, modal),
        p_over=taken(mean, modal),
        books=counts[0],
        priced_books=counts[1],
        known_at=since,
    )
