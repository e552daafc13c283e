"""The one scale of quality."""

from __future__ import annotations

from boxline.nba.quality import TIERS, tier_of
from tests.nba.worked import worked

SHARES = {
    1.0: "gold",
    0.95: "gold",
    0.9499: "silver",
    0.85: "silver",
    0.8499: "bronze",
    0.70: "bronze",
    0.6999: "poor",
    0.0: "poor",
    None: None,
}


def test_a_share_earns_the_best_tier_whose_least_it_reaches() -> None:
    rows = [(share,) for share in SHARES]
    found = worked({"share": "float64"}, rows, lambda t: t.mutate(tier=tier_of(t.share)))
    assert {row["share"]: row["tier"] for row in found} == SHARES
    assert set(SHARES.values()) == {*TIERS, None}
