"""What came of predictions of starters: errors, intervals, sides of lines, and what is void."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from boxline.catalog import Column, Rel
from boxline.catalog.arrays import arrays_of, table_of
from boxline.forecasting.distribution_text import chances_of
from boxline.forecasting.outcomes import flags, line_results, over_outcomes
from boxline.forecasting.rows import Rows
from boxline.forecasting.scoring.probabilities import brier, log_loss
from boxline.mlb.props import PROPS

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

SCRATCHED = "another pitcher started, and was named before the start"
LATE_SCRATCH = "another pitcher started, and was not named before the start"

#: Of a prediction for a day on which the game was not begun -> why it is void. Where the game is
#: played on another day, it is predicted anew for that one, by what is known then.
NOT_BEGUN = {
    "postponed": "the game was postponed to another day, for which it is predicted anew",
    "cancelled": "the game was cancelled",
}

VOID_REASONS = (SCRATCHED, LATE_SCRATCH, *NOT_BEGUN.values())


def void_reason(told: Rel) -> ir.StringValue:
    """Why a prediction is void; NULL where he started.

    Args:
        told: rows with `player_id`, `started_id`, who threw his side's first pitch, and `named_id`,
            who was named for it to the last, NULL where nobody was.
    """
    import ibis

    return ibis.cases(
        (told.started_id == told.player_id, ibis.null("string")),
        ((told.named_id == told.started_id).fill_null(False), SCRATCHED),
        else_=LATE_SCRATCH,
    )


def grades_of(graded: pa.Table, columns: Sequence[Column]) -> pa.Table:
    """The rows of `mlb_predictions.prediction_accuracy`.

    Args:
        graded: predictions with what their pitchers did, `actual_{prop}` and
            `actual_batters_faced`, NULL of who did not start, and `void_reason`.
    """
    rows = Rows(arrays_of(graded))
    prop = rows["prop_type"]
    actual = np.full(len(rows), np.nan)
    for one in PROPS:
        actual = np.where(prop == one, rows.floats(f"actual_{one}"), actual)
    error = rows.floats("forecast") - actual
    low, high = rows.floats("low_80"), rows.floats("high_80")
    result = line_results(actual, rows.floats("line"))
    outcome = over_outcomes(result)
    believed = rows.floats("chance_over") / np.maximum(1.0 - rows.floats("chance_push"), 1e-9)
    at_most, below = chances_of(rows["distribution"], actual)
    added: dict[str, Any] = {
        "actual": actual,
        "error": error,
        "is_within_1": flags(np.abs(error) <= 1, error),
        "is_within_80": flags((actual >= low) & (actual <= high), actual - low),
        "chance_at_most": at_most,
        "chance_below": below,
        "line_result": result,
        "brier": brier(believed, outcome),
        "log_loss": log_loss(believed, outcome),
        "brier_of_price": brier(rows.floats("fair_chance_over"), outcome),
    }
    made = table_of(added)
    for name in made.column_names:
        graded = graded.append_column(name, made.column(name))
    return graded.select([c.name for c in columns])
