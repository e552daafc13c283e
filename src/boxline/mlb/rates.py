"""Rates of pitchers and batters, each formula in one place.

Source: MLB's glossary of standard and advanced statistics (earned run average, walks and hits per
inning pitched, strikeouts per nine innings, strikeout rate). An inning is three outs, so innings
are never written as decimals here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

OUTS_PER_INNING = 3
OUTS_PER_GAME = 27


def per_nine(count: ir.NumericValue, outs: ir.NumericValue) -> ir.FloatingValue:
    """So many per nine innings; NULL without an out."""
    return (count * OUTS_PER_GAME).cast("float64") / outs.nullif(0)


def per_inning(count: ir.NumericValue, outs: ir.NumericValue) -> ir.FloatingValue:
    """So many per inning; NULL without an out."""
    return (count * OUTS_PER_INNING).cast("float64") / outs.nullif(0)


def share(part: ir.NumericValue, whole: ir.NumericValue) -> ir.FloatingValue:
    """Part of a whole; NULL where the whole is 0."""
    return part.cast("float64") / whole.nullif(0)


def deviation(
    total: ir.NumericValue, squares: ir.NumericValue, count: ir.NumericValue
) -> ir.FloatingValue:
    """Sample standard deviation out of exact sums; NULL of fewer than two."""
    spread = (squares * count - total * total).cast("float64")
    return (spread / (count * (count - 1)).nullif(0)).sqrt()
