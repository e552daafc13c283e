"""The predecessor's errors of sign, scale and matching, one by one: none of them is made here."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from boxline.errors import MissingFeature
from boxline.forecasting import (
    empirical_bayes,
    last_10,
    moving_average,
    season_average,
    similarity,
    zone_matchup,
)
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known, made
from tests.forecasting.feature_rows import NEUTRAL, known_of, rows_of

SYSTEMS = (season_average, last_10, moving_average, zone_matchup, similarity, empirical_bayes)
each_system = pytest.mark.parametrize("system", SYSTEMS, ids=lambda system: system.NAME)

#: System -> what it makes no number without.
LACKING = {
    season_average.NAME: ("points_avg_season",),
    last_10.NAME: ("points_avg_last_10",),
    moving_average.NAME: ("points_avg_last_5",),
    zone_matchup.NAME: ("points_avg_season",),
    similarity.NAME: ("opponent_defensive_rating_last_15",),
    empirical_bayes.NAME: ("points_form_forecast", "minutes_blend"),
}

#: System -> some of the features that it reads.
READ = {
    season_average.NAME: ("points_avg_season",),
    last_10.NAME: ("points_avg_last_10",),
    moving_average.NAME: ("fatigue_score", "is_home", "pace_score", "points_avg_last_5"),
    zone_matchup.NAME: ("paint_rate_percent_last_10", "three_allowed_vs_league_percent"),
    similarity.NAME: ("days_rest", "is_home", "opponent_defensive_rating_last_15", "game_day"),
    empirical_bayes.NAME: ("points_form_forecast", "minutes_blend"),
}

TODAY = NEUTRAL["game_day"]


def past(count: int = 30, **change: Any) -> list[dict[str, Any]]:
    """Games of the player on the days before."""
    return [
        {**change, "game_day": TODAY - n, "actual_points": 15.0 + n} for n in range(1, count + 1)
    ]


def known(*rows: dict[str, Any]) -> Known:
    """A row that every system forecasts, or these."""
    return Known(rows=rows_of(*(rows or ({},))), games=rows_of(*past()))


def values(system: ModuleType, known: Known) -> list[float]:
    return [float(value) for value in system.forecast(known, "points").value]


class TestFatigueSign:
    """It took up to 2.5 points from whoever's score was above 70, and 100 is fresh."""

    def test_a_tired_player_is_predicted_lower_than_a_fresh_one(self) -> None:
        scores = (100, 85, 69, 45)
        fresh, rested, tired, worn_out = values(
            moving_average, known(*({"fatigue_score": score} for score in scores))
        )
        assert fresh == rested > tired > worn_out

    def test_most_players_lose_nothing(self) -> None:
        """Of every freshness from 55, the least of ten seasons, to 100."""
        scores = range(55, 101)
        expected = values(moving_average, known(*({"fatigue_score": s} for s in scores)))
        assert max(expected) == expected[-1]
        assert sum(value == expected[-1] for value in expected) == 31


class TestRestBucketOffByOne:
    """It took 0 days for a second night, for which the features say 1."""

    @pytest.mark.parametrize("rest", [1, 2, 3, 4])
    def test_a_rest_is_alike_to_itself_most(self, rest: int) -> None:
        """Five games after each rest, of 10 points after the very rest and 40 after others."""
        games = [
            {"game_day": TODAY - 5 * n - other, "days_rest": other}
            | {"actual_points": 10.0 if other == rest else 40.0}
            for n in range(1, 6)
            for other in (1, 2, 3, 4)
        ]
        league = {"game_day": TODAY - 50, "player_id": 2, "actual_points": 0.0}
        tonight = Known(rows=rows_of({"days_rest": rest}), games=rows_of(*games, league))
        (value,) = values(similarity, tonight)
        # The same rest scores 100, the next 85 and one further off 70.
        weights = {0: 100, 1: 85, 2: 70, 3: 70}
        others = sum(weights[abs(rest - other)] for other in (1, 2, 3, 4) if other != rest)
        assert value == pytest.approx((100 * 10 + others * 40) / (100 + others))

    def test_a_second_night_is_what_the_features_say_it_is(self) -> None:
        on_it, rested = {"is_back_to_back": True, "days_rest": 1}, {"days_rest": 2}
        second, other = values(moving_average, known(on_it, rested))
        assert other - second == pytest.approx(1.5)


class TestOpponentTiersOfThePast:
    """Every game of the past had the same tier and a rest that was taken from the next game."""

    def test_a_game_of_the_past_has_the_opponent_s_rating_of_then(self) -> None:
        weak = past(6, opponent_defensive_rating_last_15=118.0, days_rest=4)
        games = [*weak, *({**row, "game_day": row["game_day"] - 40} for row in past(30))]
        (value,) = values(similarity, Known(rows=rows_of({}), games=rows_of(*games)))
        assert value == pytest.approx(np.mean([15.0 + n for n in range(1, 21)]))


class TestNothingIsReplacedInSilence:
    """A missing model or input was replaced by another number, at a confidence of 50."""

    @each_system
    def test_without_what_it_needs_a_system_says_why_and_makes_no_number(
        self, system: ModuleType
    ) -> None:
        lacking = dict.fromkeys(LACKING[system.NAME])
        made = system.forecast(known({}, lacking), "points")
        assert np.isfinite(made.value).tolist() == [True, False]
        assert made.reason[0] == ""
        assert made.reason[1] != ""

    def test_a_season_without_shots_is_not_forecast_by_zones(self) -> None:
        zones = {f"{zone}_rate_percent_last_10": None for zone in ("paint", "mid_range", "three")}
        uncharted = {**zones, "shot_zones_missing_reason": zone_matchup.NOT_CHARTED}
        made = zone_matchup.forecast(known(uncharted), "points")
        assert made.reason.tolist() == ["no charted shots of this season"]
        assert np.isnan(made.value).all()

    def test_a_number_that_is_missing_without_a_reason_is_an_error(self) -> None:
        with pytest.raises(ValueError, match="no reason says why"):
            made(np.array([1.0, np.nan]), {})


class TestFeaturesByName:
    """A model's features were found by their position."""

    @each_system
    def test_the_order_of_columns_changes_nothing(self, system: ModuleType) -> None:
        asked = known({"pace_score": 2.0, "three_allowed_vs_league_percent": 7.0})

        def turned(rows: Rows) -> Rows:
            return Rows(dict(reversed(rows.columns.items())))

        other = Known(rows=turned(asked.rows), games=turned(asked.games))
        assert values(system, other) == values(system, asked)
        assert values(system, asked)[0] > 0

    @each_system
    def test_a_renamed_column_is_missing_and_nothing_stands_in_for_it(
        self, system: ModuleType
    ) -> None:
        asked = known()
        for name in READ[system.NAME]:
            renamed = Rows(
                {f"{n}_of_old" if n == name else n: v for n, v in asked.rows.columns.items()}
            )
            with pytest.raises(MissingFeature, match=f"no column '{name}'"):
                system.forecast(Known(rows=renamed, games=asked.games), "points")

    @pytest.mark.parametrize("name", ["actual_points", "season", "days_rest"])
    def test_so_is_one_of_the_earlier_games(self, name: str) -> None:
        asked = known()
        fewer = Rows({n: v for n, v in asked.games.columns.items() if n != name})
        with pytest.raises(MissingFeature, match=f"no column '{name}'"):
            similarity.forecast(Known(rows=asked.rows, games=fewer), "points")


class TestOneRatingForEveryZone:
    """Its zones all met the opponent's overall rating, and for a while with the wrong sign."""

    def test_two_opponents_of_one_rating_and_other_zones_are_two_forecasts(self) -> None:
        """He takes 6 shots from the paint and 6 threes; the first opponent lets in 6 points of
        percent more in the paint and as many less of threes, the second the other way round."""
        paint, three = "paint_allowed_vs_league_percent", "three_allowed_vs_league_percent"
        soft_inside, soft_outside = values(
            zone_matchup, known_of({paint: 6.0, three: -6.0}, {paint: -6.0, three: 6.0})
        )
        assert soft_inside == pytest.approx(20 + 0.3 * 6 * 0.06 * (2 - 3))
        assert soft_outside == pytest.approx(20 + 0.3 * 6 * 0.06 * (3 - 2))

    def test_an_overall_rating_says_nothing_to_it(self) -> None:
        ratings = (
            {"opponent_defensive_rating_last_15": rating} for rating in (100.0, 112.0, 125.0)
        )
        assert len(set(values(zone_matchup, known_of(*ratings)))) == 1

    @pytest.mark.parametrize("zone", ["paint", "mid_range", "three"])
    def test_a_zone_in_which_the_opponent_allows_more_speaks_for_him(self, zone: str) -> None:
        name = f"{zone}_allowed_vs_league_percent"
        weak, usual, strong = values(zone_matchup, known_of({name: 5.0}, {}, {name: -5.0}))
        assert weak > usual > strong
