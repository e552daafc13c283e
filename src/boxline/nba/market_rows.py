"""The market on players' props as arrays: what stands at a moment, and the best of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import Rel
from boxline.catalog.arrays import arrays_of
from boxline.catalog.bookmakers import PICKEM
from boxline.forecasting import line_and_price
from boxline.forecasting.market import (
    NO_QUOTE,
    Consensus,
    Offer,
    Quotes,
    believable,
    best_prices,
    consensus,
)
from boxline.forecasting.predicting import best_over_column, best_under_column
from boxline.forecasting.rows import Rows
from boxline.nba.line_states import first_main_lines, known_by_cutoff, standing_main_lines
from boxline.nba.model_rows import DAY_COLUMN
from boxline.nba.props import PROP_TYPES

if TYPE_CHECKING:
    import pyarrow as pa

#: What is known of a bookmaker's line.
QUOTE = (
    "game_id",
    "player_id",
    "prop_type",
    "bookmaker",
    "line",
    "over_price_decimal",
    "under_price_decimal",
    "known_at",
)

#: Room for any player's id behind a game's: both together are one whole number.
_IDS = 10**8


def standing_quotes(lines: Rel, moments: Rel) -> Rel:
    """Each bookmaker's main line on each prop as it stood at a moment.

    Args:
        lines: rows of `nba_core.player_prop_lines`.
        moments: `game_id` and `cutoff_at`, one row per game.
    """
    return standing_main_lines(known_by_cutoff(lines, moments)).select(*QUOTE)


def opening_quotes(lines: Rel, moments: Rel) -> Rel:
    """What each bookmaker opened with, of those who had opened by a moment."""
    return first_main_lines(known_by_cutoff(lines, moments)).select(*QUOTE)


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


def market_of(rows: Rows, quotes: pa.Table) -> dict[str, Market]:
    """What stands on each prop type.

    Args:
        quotes: with the columns of QUOTE, one row per game, player, prop type and bookmaker.
    """
    sent = Rows(arrays_of(quotes))
    ids = ids_of(rows)
    order = np.argsort(ids, kind="stable")
    place = _found(ids[order], order, ids_of(sent))
    nights, night = np.unique(rows[DAY_COLUMN], return_inverse=True)
    found = {}
    for prop in PROP_TYPES:
        chosen = np.flatnonzero((sent["prop_type"] == prop) & (place >= 0))
        of_prop, props = sent.where(chosen), place[chosen]
        books, book = np.unique(of_prop["bookmaker"].astype(str), return_inverse=True)
        is_pickem = np.isin(books, PICKEM)[book]
        shown = Quotes(
            props=len(rows),
            prop=props,
            line=of_prop.floats("line"),
            over=np.where(is_pickem, np.nan, of_prop.floats("over_price_decimal")),
            under=np.where(is_pickem, np.nan, of_prop.floats("under_price_decimal")),
            known_at=of_prop["known_at"].astype("datetime64[us]"),
        )
        believed = believable(shown, book * len(nights) + night[props])
        shown = shown.where(believed)
        stands = consensus(shown)
        over, under = best_prices(shown, stands.line)
        found[prop] = Market(stands=stands, over=over, under=under, books=books[book[believed]])
    return found


def with_market(rows: Rows, market: Mapping[str, Market]) -> Rows:
    """The rows with what systems read of the market."""
    added: dict[str, NDArray[np.generic]] = {}
    for prop, shown in market.items():
        added[line_and_price.line_column(prop)] = shown.stands.line
        added[line_and_price.chance_column(prop)] = shown.stands.p_over
        added[best_over_column(prop)] = shown.over.price
        added[best_under_column(prop)] = shown.under.price
    return rows.with_columns(**added)


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
