"""The scale of quality of what a player's row rests on: what share of what should be there must be
there for which tier. How large a sample of charted shots is has a scale of its own, by games
(`nba/zones/samples.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ibis.expr.types as ir

GOLD, SILVER, BRONZE, POOR = "gold", "silver", "bronze", "poor"

#: From best to worst.
TIERS = (GOLD, SILVER, BRONZE, POOR)

#: Tier -> the least share that earns it; below all of them it is poor.
LEAST_SHARE = {GOLD: 0.95, SILVER: 0.85, BRONZE: 0.70}

#: For a column's `doc`.
TIERS_IN_WORDS = (
    ", ".join(f"{t} from {least:.2f}" for t, least in LEAST_SHARE.items()) + ", else poor"
)


def tier_of(share: ir.NumericValue) -> ir.StringValue:
    """The tier that a share of 0 to 1 earns; NULL where the share is."""
    import ibis

    earned = ((share >= least, tier) for tier, least in LEAST_SHARE.items())
    return ibis.cases(*earned, (share.notnull(), POOR))
