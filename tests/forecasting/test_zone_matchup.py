"""Each zone of a player meets what the opponent allows in that very zone."""

from __future__ import annotations

from typing import Any

import pytest

from boxline.forecasting import zone_matchup
from boxline.forecasting.system import NO_GAME_THIS_SEASON
from boxline.nba.charted_shots import ZONE_GROUPS
from boxline.nba.precompute.player_daily_cache import PLAYER_DAILY_CACHE
from tests.forecasting.feature_rows import known_of


def allowed(paint: float, mid_range: float, three: float) -> dict[str, float]:
    """Percentage points above the league."""
    zones = {"paint": paint, "mid_range": mid_range, "three": three}
    return {f"{zone}_allowed_vs_league_percent": value for zone, value in zones.items()}


def expected(prop: str = "points", **change: Any) -> float:
    (value,) = zone_matchup.forecast(known_of(change), prop).value
    return float(value)


def reason(**change: Any) -> str:
    (why,) = zone_matchup.forecast(known_of(change), "points").reason
    return str(why)


def test_against_a_defence_as_the_league_s_he_is_forecast_his_average() -> None:
    assert expected() == 20.0


def test_each_zone_counts_by_his_shots_from_there() -> None:
    """Of 15 shots 6 from the paint, 3 from mid-range, 6 threes. Allowed 5 points of percent more,
    10 less and 2 more, of which three tenths come again:
    0.3 (6 x 0.05 x 2 - 3 x 0.10 x 2 + 6 x 0.02 x 3) = 0.3 (0.6 - 0.6 + 0.36) = 0.108."""
    assert expected(**allowed(5.0, -10.0, 2.0)) == pytest.approx(20.108)


def test_threes_meet_the_defence_of_the_line_alone() -> None:
    """1 + 0.3 x 6 x 0.10 = 1.18."""
    assert expected("threes", **allowed(50.0, 50.0, 10.0)) == pytest.approx(1.18)


def test_nobody_is_forecast_less_than_nothing() -> None:
    assert expected("threes", threes_avg_season=0.1, **allowed(0.0, 0.0, -30.0)) == 0.0


def test_free_throws_stay_what_they_are_in_his_average() -> None:
    """Who never shoots from the field is not moved by any defence."""
    assert expected(field_goals_attempted_ewm_8=0.0, **allowed(20.0, 20.0, 20.0)) == 20.0


@pytest.mark.parametrize(
    "why", [zone_matchup.NOT_CHARTED, zone_matchup.FEW_GAMES, zone_matchup.NO_ATTEMPT]
)
def test_without_zones_of_his_the_features_word_says_why(why: str) -> None:
    own = dict.fromkeys(f"{zone}_rate_percent_last_10" for zone in ZONE_GROUPS)
    assert reason(**own, shot_zones_missing_reason=why) == why


def test_its_words_are_those_of_the_features() -> None:
    (words,) = (
        column.one_of
        for column in PLAYER_DAILY_CACHE.columns
        if column.name == "shot_zones_missing_reason"
    )
    ours = {zone_matchup.NOT_CHARTED, zone_matchup.FEW_GAMES, zone_matchup.NO_ATTEMPT}
    assert set(words) == ours


def test_without_one_zone_of_the_opponent_there_is_none() -> None:
    lacking = {"mid_range_allowed_vs_league_percent": None}
    assert reason(**lacking) == zone_matchup.NO_COMPARISON
    assert expected("threes", **lacking) == 1.0


def test_before_the_first_game_of_a_season_there_is_none_and_it_says_why() -> None:
    own = dict.fromkeys(f"{zone}_rate_percent_last_10" for zone in ZONE_GROUPS)
    assert reason(points_avg_season=None, **own) == NO_GAME_THIS_SEASON


def test_missing_zones_that_nobody_explains_are_an_error() -> None:
    with pytest.raises(ValueError, match="no reason says why"):
        reason(paint_rate_percent_last_10=None)
