"""What came of predictions, prop by prop: errors, hits, losses, and what the closing line said."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from boxline.catalog import Column, Rel
from boxline.catalog.arrays import table_of
from boxline.domain.line_sides import OVER, PUSH, UNDER
from boxline.forecasting.distribution_text import chances_of
from boxline.forecasting.market.devig import implied_probabilities
from boxline.forecasting.market.shown import ids_of
from boxline.forecasting.outcomes import flags, line_results, over_outcomes
from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring.probabilities import brier, log_loss
from boxline.nba.market_rows import market_of
from boxline.nba.model_rows import rows_of
from boxline.nba.props import DID_NOT_PLAY, PROP_TYPES

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

RULED_OUT = f"{DID_NOT_PLAY}: ruled out before the start"
LATE_SCRATCH = f"{DID_NOT_PLAY}: in doubt before the start"

VOID_REASONS = (DID_NOT_PLAY, RULED_OUT, LATE_SCRATCH)

NO_SIDE = "no side was taken"
NO_CLOSING_LINE = "no line stood at the start"
NO_CLOSING_PRICE = "no price stood at the start, or at the prediction"
LINE_MOVED = "the line itself moved: chances at different lines cannot be compared"

CLOSING_REASONS = (NO_SIDE, NO_CLOSING_LINE, NO_CLOSING_PRICE, LINE_MOVED)


def void_reason(told: Rel) -> ir.StringValue:
    """Why a prediction is void; NULL where he played.

    Args:
        told: rows with `actual_minutes`, NULL of who did not appear, and `injury_status`, the
            newest before the start.
    """
    import ibis

    status = told.injury_status
    return ibis.cases(
        (told.actual_minutes.notnull(), ibis.null("string")),
        (status.isin(["Out", "Doubtful"]), RULED_OUT),
        (status.isin(["Questionable", "Probable"]), LATE_SCRATCH),
        else_=DID_NOT_PLAY,
    )


def grades_of(graded: pa.Table, closing: pa.Table, columns: Sequence[Column]) -> pa.Table:
    """The rows of `nba_predictions.prediction_accuracy`.

    Args:
        graded: predictions with ACTUALS, NULL of who did not appear, and `void_reason`.
        closing: bookmakers' main lines as they stood at the start.
    """
    rows = rows_of(graded)
    prop = rows["prop_type"]
    actual = np.full(len(rows), np.nan)
    for one in PROP_TYPES:
        actual = np.where(prop == one, rows.floats(f"actual_{one}"), actual)
    line, forecast = rows.floats("line"), rows.floats("forecast")
    result = line_results(actual, line)
    outcome = over_outcomes(result)
    believed = rows.floats("chance_over") / np.maximum(1.0 - rows.floats("chance_push"), 1e-9)
    error = forecast - actual
    at_most, below = chances_of(rows["distribution"], actual)
    added: dict[str, Any] = {
        "minutes_played": rows.floats("actual_minutes"),
        "actual": actual,
        "error": error,
        "is_within_3": flags(np.abs(error) <= 3, error),
        "is_within_5": flags(np.abs(error) <= 5, error),
        "chance_at_most": at_most,
        "chance_below": below,
        "line_result": result,
        "brier": brier(believed, outcome),
        "log_loss": log_loss(believed, outcome),
        **_bet(rows, result),
        **_closing(rows, closing),
    }
    made = table_of(added)
    for name in made.column_names:
        graded = graded.append_column(name, made.column(name))
    return graded.select([c.name for c in columns])


def _bet(rows: Rows, result: NDArray[np.object_]) -> dict[str, Any]:
    pick = rows["recommendation"]
    is_taken = (pick == OVER) | (pick == UNDER)
    over, under = rows.floats("over_price_decimal"), rows.floats("under_price_decimal")
    price = np.where(pick == OVER, over, np.where(pick == UNDER, under, np.nan))
    is_settled = np.array([one is not None for one in result], dtype=bool)
    is_won = is_taken & (pick == result)
    is_push = is_taken & (result == PUSH)
    hit = is_won.astype(object)
    hit[~is_taken | ~is_settled | is_push] = None
    profit = np.where(is_push, 0.0, np.where(is_won, price - 1.0, -1.0))
    is_priced = is_taken & is_settled & ~np.isnan(implied_probabilities(price))
    return {
        "is_hit": hit,
        "price_decimal": price,
        "profit_units": np.where(is_priced, profit, np.nan),
    }


def _closing(rows: Rows, closing: pa.Table) -> dict[str, Any]:
    """What the lines at the start say of the sides that were taken."""
    pick = rows["recommendation"]
    line_at_close, over_at_close = np.full(len(rows), np.nan), np.full(len(rows), np.nan)
    if closing.num_rows:
        _, first, place = np.unique(ids_of(rows), return_index=True, return_inverse=True)
        for prop, shown in market_of(rows.where(first), closing).items():
            of_prop = rows["prop_type"] == prop
            line_at_close = np.where(of_prop, shown.stands.line[place], line_at_close)
            over_at_close = np.where(of_prop, shown.stands.p_over[place], over_at_close)
    line, over = rows.floats("line"), rows.floats("fair_chance_over")
    side = np.where(pick == OVER, 1.0, np.where(pick == UNDER, -1.0, np.nan))
    value = np.where(line_at_close == line, side * (over_at_close - over), np.nan)
    reason = np.full(len(rows), None, dtype=object)
    reason[np.isnan(value)] = NO_CLOSING_PRICE
    reason[~np.isnan(line_at_close) & (line_at_close != line)] = LINE_MOVED
    reason[np.isnan(line_at_close)] = NO_CLOSING_LINE
    reason[np.isnan(side)] = NO_SIDE
    return {
        "closing_line": line_at_close,
        "closing_line_gain": side * (line_at_close - line),
        "closing_value": value,
        "closing_missing_reason": reason,
    }
