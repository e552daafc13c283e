"""The market on players' props as arrays: what stands at a moment, and the best of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import Rel
from boxline.catalog.arrays import arrays_of
from boxline.catalog.bookmakers import PICKEM
from boxline.forecasting import line_and_price
from boxline.forecasting.market.shown import Market, shown_of
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


def market_of(rows: Rows, quotes: pa.Table) -> dict[str, Market]:
    """What stands on each prop type.

    Args:
        quotes: with the columns of QUOTE, one row per game, player, prop type and bookmaker.
    """
    sent = Rows(arrays_of(quotes))
    return shown_of(rows, sent, night=DAY_COLUMN, props=PROP_TYPES, pickem=PICKEM)


def with_market(rows: Rows, market: Mapping[str, Market]) -> Rows:
    """The rows with what systems read of the market."""
    added: dict[str, NDArray[np.generic]] = {}
    for prop, shown in market.items():
        added[line_and_price.line_column(prop)] = shown.stands.line
        added[line_and_price.chance_column(prop)] = shown.stands.p_over
        added[best_over_column(prop)] = shown.over.price
        added[best_under_column(prop)] = shown.under.price
    return rows.with_columns(**added)
