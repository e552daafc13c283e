"""How far the market moved since it opened, and how old its line is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from boxline.forecasting.market.consensus import Consensus
from boxline.forecasting.market.quotes import Instants
from boxline.forecasting.rows import Floats

MINUTE = np.timedelta64(60_000_000, "us")


@dataclass(frozen=True, kw_only=True)
class Movement:
    """One row per prop.

    Attributes:
        line: how much higher the line is than it opened, in units of the prop; NaN without both.
        p_over: how much likelier the over became; NaN where the line itself moved, since chances
            at different lines say nothing of one another, or where a price is missing.
    """

    line: Floats
    p_over: Floats


def movement(opening: Consensus, now: Consensus) -> Movement:
    """What changed between the consensus of the first quotes and that of those that stand."""
    line = now.line - opening.line
    return Movement(line=line, p_over=np.where(line == 0, now.p_over - opening.p_over, np.nan))


def age_minutes(known_at: Instants, as_of: Instants) -> Floats:
    """How long a line has stood.

    Args:
        known_at: since when; NaT where nobody knows.
        as_of: the moment of looking, one for all or one per row.
    Returns:
        Minutes; NaN where a moment is missing.
    Raises:
        ValueError: a line became known after it was looked at: it was no input then.
    """
    stood = as_of - known_at
    if (stood < np.timedelta64(0)).any():
        raise ValueError("a line is newer than the moment it is looked at")
    return np.asarray(stood / MINUTE, dtype=np.float64)
