"""Fortnights, by which models are fitted: always the same days, whatever is played on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.forecasting.decayed_sums import Whole

if TYPE_CHECKING:
    import ibis.expr.types as ir

#: Fitting every day is no better than every four weeks (measured on 2025).
DAYS_PER_FORTNIGHT = 14


def fortnight_of(day: ir.DateValue) -> ir.IntegerValue:
    """The number of a day's fortnight, counted from 1970."""
    return day.epoch_days() // DAYS_PER_FORTNIGHT


def fortnight_begins(day: Whole) -> Whole:
    """The first day of a day's fortnight; days are whole numbers from 1970 on."""
    return day // DAYS_PER_FORTNIGHT * DAYS_PER_FORTNIGHT
