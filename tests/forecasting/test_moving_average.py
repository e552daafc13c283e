"""Recent games weigh most, and the evening moves their mean."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from boxline.forecasting import moving_average
from boxline.forecasting.system import NO_GAME_THIS_SEASON
from tests.forecasting.feature_rows import known_of

ADJUSTING = (
    "fatigue_score",
    "pace_score",
    "usage_spike_score",
    "shot_zone_mismatch_score",
)


def expected(prop: str = "points", **change: Any) -> float:
    (value,) = moving_average.forecast(known_of(change), prop).value
    return float(value)


def test_five_ten_and_all_games_weigh_half_three_and_two_tenths() -> None:
    """0.5 x 30 + 0.3 x 24 + 0.2 x 20 = 26.2, and half a point less on the road."""
    assert expected() == pytest.approx(25.7)


@pytest.mark.parametrize(
    ("change", "points"),
    [
        ({"is_home": True}, 1.0),  # from half a point less to half a point more
        ({"is_back_to_back": True}, -1.5),
        ({"fatigue_score": 70}, 0.0),
        ({"fatigue_score": 69}, -1.0),
        ({"fatigue_score": 50}, -1.0),
        ({"fatigue_score": 49}, -2.5),
        ({"pace_score": 3.0}, 0.9),
        ({"pace_score": -2.0}, -0.6),
        ({"usage_spike_score": 2.0}, 0.8),
        ({"shot_zone_mismatch_score": -10.0}, -3.0),
        ({"is_home": True, "pace_score": 1.0, "usage_spike_score": -1.0}, 0.9),
    ],
)
def test_what_the_evening_adds(change: dict[str, Any], points: float) -> None:
    assert expected(**change) - expected() == pytest.approx(points)


def test_another_prop_is_moved_in_proportion_to_its_level() -> None:
    """4.2 rebounds are usual where 10.5 points are: 1.5 points are 0.6 rebounds."""
    change = expected("rebounds", is_back_to_back=True) - expected("rebounds")
    assert change == pytest.approx(-0.6)


def test_zones_move_what_shots_bring_alone() -> None:
    favoured = {"shot_zone_mismatch_score": 10.0}
    assert expected("assists", **favoured) == expected("assists")
    assert expected("rebounds", **favoured) == expected("rebounds")
    assert expected("threes", **favoured) - expected("threes") == pytest.approx(3 * 1.1 / 10.5)


def test_a_sum_is_the_sum_of_what_its_parts_are_forecast() -> None:
    change = {"pace_score": 2.0, "is_home": True, "shot_zone_mismatch_score": 4.0}
    parts = sum(expected(part, **change) for part in ("points", "rebounds", "assists"))
    assert expected("points_rebounds_assists", **change) == pytest.approx(parts)


def test_what_is_unknown_of_the_evening_adds_nothing() -> None:
    assert expected(**dict.fromkeys(ADJUSTING)) == expected()


def test_nobody_is_forecast_less_than_nothing() -> None:
    scoreless = dict.fromkeys(("points_avg_season", "points_avg_last_10", "points_avg_last_5"), 0.2)
    assert expected(**scoreless, is_back_to_back=True) == 0.0


def test_before_the_first_game_of_a_season_there_is_none_and_it_says_why() -> None:
    unknown = dict.fromkeys(("points_avg_season", "points_avg_last_10", "points_avg_last_5"))
    made = moving_average.forecast(known_of(unknown), "points")
    assert made.reason.tolist() == [NO_GAME_THIS_SEASON]
    assert np.isnan(made.value).all()
