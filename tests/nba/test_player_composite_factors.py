"""The four factors of a player's game and their sum, with numbers worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from boxline.nba.precompute.player_composite_factors import ADDENDS, PLAYER_COMPOSITE_FACTORS
from tests.nba.factor_rows import REST, factors_of

FACTORS = {"fatigue_score", *ADDENDS, "total_composite_adjustment"}

#: Three days of rest, a main zone that the opponent guards badly, a faster opponent, a star out.
GOOD = {
    "days_rest": 3,
    "primary_scoring_zone": "paint",
    "paint": (50.0, 4.0),
    "pace_difference": -3.0,
    "star_plays": 0.0,
}


def test_the_total_adds_up_all_four_and_speaks_for_the_player_where_it_is_positive() -> None:
    row = factors_of(**GOOD)
    assert row["fatigue_adjustment"] == 0
    assert row["shot_zone_mismatch_score"] == 4  # 50 percent of his shots count in full
    assert row["pace_score"] == 1.5
    # The four who are left averaged 15 percent of late, and will have 20: 0.3 x 5.
    assert row["usage_spike_score"] == pytest.approx(1.5)
    assert row["total_composite_adjustment"] == pytest.approx(7)
    assert row["total_composite_adjustment_missing_reason"] is None


def test_what_speaks_against_him_is_negative() -> None:
    tired = {"days_rest": 1, "games_last_7_days": 4, "minutes_last_7_days": 130}
    bad = {"paint": (50.0, -4.0), "pace_difference": 3.0, "star_plays": 1.0}
    row = factors_of(**{**GOOD, **tired, **bad})
    assert row["fatigue_score"] == 75  # 100 - 15 - 10
    assert row["fatigue_adjustment"] == -1.25
    assert row["shot_zone_mismatch_score"] == -4
    assert row["pace_score"] == -1.5
    assert row["usage_spike_score"] == pytest.approx(0)
    assert row["total_composite_adjustment"] == pytest.approx(-6.75)


MISSING = [
    ({"usage_percent_last_10": None}, "usage_spike_score"),
    ({"pace_difference": None}, "pace_score"),
    ({"primary_scoring_zone": None}, "shot_zone_mismatch_score"),
    ({"defense": []}, "shot_zone_mismatch_score"),
    ({"known_games_last_14_days": 5, "pace_difference": None}, "fatigue_adjustment"),
    ({"pace_difference": None, "primary_scoring_zone": None}, "pace_score"),
]


@pytest.mark.parametrize(("without", "missing"), MISSING)
def test_a_sum_without_one_of_them_is_none_and_says_which(
    without: dict[str, Any], missing: str
) -> None:
    row = factors_of(**{**GOOD, **without})
    assert row[missing] is None
    reason = missing.replace("adjustment", "score")
    assert row[f"{reason}_missing_reason"] is not None
    assert row["total_composite_adjustment"] is None
    assert row["total_composite_adjustment_missing_reason"] == f"no {missing}"


def test_the_defence_is_that_of_the_opponent_on_the_day() -> None:
    row = factors_of(**GOOD)
    assert row["paint_allowed_vs_league_percent"] == 4
    assert factors_of(**{**GOOD, "defended_by": "his own side"})["shot_zone_mismatch_score"] is None


#: What could hardly speak more for a player, and more against him; his usage is held either way.
EXTREMES = {
    "for him": {"paint": (100.0, 60.0), "pace_difference": -40.0, "star_plays": 0.0, **REST},
    "against him": {
        "paint": (100.0, -60.0),
        "pace_difference": 40.0,
        "star_plays": 1.0,
        "days_rest": 1,
        "games_last_7_days": 5,
        "minutes_last_7_days": 260,
        "back_to_backs_last_14_days": 4,
    },
}
RANGES = {c.name: (c.low, c.high) for c in PLAYER_COMPOSITE_FACTORS.columns if c.name in FACTORS}


@pytest.mark.parametrize("usage", [1.0, 15.0, 90.0])
@pytest.mark.parametrize("whom", EXTREMES)
def test_every_factor_stays_within_the_range_it_declares(whom: str, usage: float) -> None:
    row = factors_of(**{**GOOD, **EXTREMES[whom], "usage_percent_last_10": usage})
    for name, (low, high) in RANGES.items():
        assert low is not None
        assert high is not None
        assert row[name] is not None, name
        assert low <= row[name] <= high, name
    held = ("shot_zone_mismatch_score", "pace_score")
    end = 1 if whom == "for him" else 0
    assert [row[name] for name in held] == [RANGES[name][end] for name in held]
    assert row["fatigue_score"] == (100 if whom == "for him" else 45)  # as test_factors works it


def test_the_range_of_the_total_is_the_sum_of_those_of_its_addends() -> None:
    *addends, total = (RANGES[name] for name in (*ADDENDS, "total_composite_adjustment"))
    assert total == tuple(sum(end or 0 for end in ends) for ends in zip(*addends, strict=True))
