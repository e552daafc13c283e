"""The systems that are a mean as it stands."""

from __future__ import annotations

from types import ModuleType

import pytest

from boxline.forecasting import empirical_bayes, last_10, season_average
from boxline.forecasting.system import NO_GAME_THIS_SEASON
from boxline.nba.props import PROP_TYPES
from tests.forecasting.feature_rows import MEANS, known_of


@pytest.mark.parametrize("prop", PROP_TYPES)
@pytest.mark.parametrize(("system", "place"), [(season_average, 0), (last_10, 1)])
def test_the_mean_of_the_prop_is_the_forecast(system: ModuleType, place: int, prop: str) -> None:
    made = system.forecast(known_of({}), prop)
    assert made.value.tolist() == [MEANS[prop][place]]
    assert made.reason.tolist() == [""]
    assert not made.is_median


@pytest.mark.parametrize("system", [season_average, last_10])
def test_before_the_first_game_of_a_season_there_is_none_and_it_says_why(
    system: ModuleType,
) -> None:
    first = {"points_avg_season": None, "points_avg_last_10": None}
    made = system.forecast(known_of(first, {}), "points")
    assert made.reason.tolist() == [NO_GAME_THIS_SEASON, ""]
    assert [value > 0 for value in made.value] == [False, True]


class TestEmpiricalBayes:
    def test_a_sum_is_the_sum_of_its_parts(self) -> None:
        parts = {"points_form_forecast": 21.5, "rebounds_form_forecast": 7.25}
        known = known_of({**parts, "assists_form_forecast": 4.0, "threes_form_forecast": 9.0})
        assert empirical_bayes.forecast(known, "points").value.tolist() == [21.5]
        (total,) = empirical_bayes.forecast(known, "points_rebounds_assists").value
        assert total == 21.5 + 7.25 + 4.0

    def test_a_season_s_first_game_is_forecast_from_the_last(self) -> None:
        first = {"points_avg_season": None, "points_form_forecast": 18.0}
        assert empirical_bayes.forecast(known_of(first), "points").value.tolist() == [18.0]

    def test_who_has_not_played_lately_has_none_and_it_says_why(self) -> None:
        newcomer = {"points_form_forecast": None, "minutes_blend": None}
        no_minute = {"points_form_forecast": None, "minutes_blend": 0.0}
        made = empirical_bayes.forecast(known_of(newcomer, no_minute), "points")
        assert made.reason.tolist() == [
            "no game this season or last",
            "no minute of his to tell a rate from",
        ]


@pytest.mark.parametrize("system", [season_average, last_10, empirical_bayes])
def test_they_forecast_every_prop_there_is(system: ModuleType) -> None:
    assert set(system.PROPS) == set(PROP_TYPES)
