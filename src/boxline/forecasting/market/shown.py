"""What bookmakers show on props at a moment, by game and player: the line, the best prices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from boxline.forecasting.market.belief import believable
from boxline.forecasting.market.consensus import Consensus, consensus
from boxline.forecasting.market.quotes import NO_QUOTE, Quotes
from boxline.forecasting.market.shopping import Offer, best_prices
from boxline.forecasting.rows import Rows

#: Room for any player's id behind a game's: both together are one whole number.
_IDS = 10**8


@dataclass(frozen=True, kw_only=True)
class Market:
    """What bookmakers show on one prop of some rows.

    Attributes:
        stands: the line most of them show, and the chance they give its over.
        over, under: the best price at that line, and where it is found.
        books: whose each quote is that `over.quote` and `under.quote` lead to.
    """

    stands: Consensus
    over: Offer
    under: Offer
    books: NDArray[np.str_]

    def book(self, offer: Offer) -> NDArray[np.object_]:
        """Whose offer it is; None where there is none."""
        found = np.full(len(offer.quote), None, dtype=object)
        is_there = offer.quote != NO_QUOTE
        found[is_there] = self.books[offer.quote[is_there]]
        return found


def shown_of(
    rows: Rows, sent: Rows, *, night: str, props: Sequence[str], pickem: Sequence[str]
) -> dict[str, Market]:
    """What stands on each prop type of some rows.

    Args:
        rows: with `game_id` and `player_id`.
        sent: `game_id`, `player_id`, `prop_type`, `bookmaker`, `line`, `over_price_decimal`,
            `under_price_decimal` and `known_at`: one row per game, player, prop type and bookmaker.
        night: the column of `rows` by which they belong to one night's lines.
        pickem: bookmakers whose prices say nothing of chances.
    """
    ids = ids_of(rows)
    order = np.argsort(ids, kind="stable")
    place = _found(ids[order], order, ids_of(sent))
    nights, of_night = np.unique(rows[night], return_inverse=True)
    found = {}
    for prop in props:
        chosen = np.flatnonzero((sent["prop_type"] == prop) & (place >= 0))
        of_prop, whose = sent.where(chosen), place[chosen]
        books, book = np.unique(of_prop["bookmaker"].astype(str), return_inverse=True)
        is_pickem = np.isin(books, pickem)[book]
        shown = Quotes(
            props=len(rows),
            prop=whose,
            line=of_prop.floats("line"),
            over=np.where(is_pickem, np.nan, of_prop.floats("over_price_decimal")),
            under=np.where(is_pickem, np.nan, of_prop.floats("under_price_decimal")),
            known_at=of_prop["known_at"].astype("datetime64[us]"),
        )
        believed = believable(shown, book * len(nights) + of_night[whose])
        shown = shown.where(believed)
        stands = consensus(shown)
        over, under = best_prices(shown, stands.line)
        found[prop] = Market(stands=stands, over=over, under=under, books=books[book[believed]])
    return found


def ids_of(rows: Rows) -> NDArray[np.int64]:
    """Game and player of each row as one whole number."""
    return rows["game_id"].astype(np.int64) * _IDS + rows["player_id"].astype(np.int64)


def _found(
    ids: NDArray[np.int64], order: NDArray[np.intp], wanted: NDArray[np.int64]
) -> NDArray[np.intp]:
    """The place of each wanted id among rows; -1 where no row has it."""
    if not len(ids):
        return np.full(len(wanted), -1, dtype=np.intp)
    at = np.clip(np.searchsorted(ids, wanted), 0, len(ids) - 1)
    return np.where(ids[at] == wanted, order[at], -1)
