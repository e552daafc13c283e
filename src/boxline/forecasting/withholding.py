"""Forecasts that nobody should make, because what they would rest on is not there."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Forecast

#: The column of rows with the reason, None where a forecast may be made. Rows of games that are
#: over, from which systems learn, have no such column.
WITHHELD = "withheld_reason"


def withheld(said: Forecast, rows: Rows) -> Forecast:
    """A forecast without a number, and with the reason, where the rows give one.

    Args:
        rows: those that it is about.
    """
    if WITHHELD not in rows:
        return said
    reason = rows[WITHHELD]
    where = np.array([one is not None for one in reason], dtype=np.bool_)
    minutes = None if said.minutes is None else np.where(where, np.nan, said.minutes)
    return replace(
        said,
        value=np.where(where, np.nan, said.value),
        reason=np.where(where, reason, said.reason),
        minutes=minutes,
    )
