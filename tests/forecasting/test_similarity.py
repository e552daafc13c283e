"""A player's own games that were most like tonight's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from boxline.forecasting import similarity
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import Known
from tests.forecasting.feature_rows import NEUTRAL, rows_of
from tests.forecasting.similarity_by_hand import means_of_similar

TONIGHT = NEUTRAL["game_day"]

#: Averages that make no form: as of late, so all season.
STEADY = {"points_avg_last_5": 20.0, "points_avg_season": 20.0}

Row = dict[str, Any]


def game(days_ago: int, points: int, **change: Any) -> Row:
    """An earlier game, in every respect as tonight's but for its changes."""
    return {**STEADY, "game_day": TONIGHT - days_ago, "actual_points": points, **change}


def several(points: int, count: int = 5, *, first: int = 10, **change: Any) -> list[Row]:
    return [game(first + n, points, **change) for n in range(count)]


#: Somebody else's game of every day, which says how the league defends.
LEAGUE = [game(days, 0, player_id=99) for days in range(1, 60)]


def forecast(*games: Row, **tonight: Any) -> tuple[float, str]:
    known = Known(rows=rows_of(STEADY | tonight), games=rows_of(*games, *LEAGUE))
    made = similarity.forecast(known, "points")
    return float(made.value[0]), str(made.reason[0])


def test_five_games_alike_are_their_mean() -> None:
    """10, 20, 30, 40 and 60 points, each 100 of 100 alike."""
    games = [game(n + 1, points) for n, points in enumerate((10, 20, 30, 40, 60))]
    assert forecast(*games) == (32.0, "")


def test_with_four_there_is_none_and_it_says_why() -> None:
    value, reason = forecast(*several(20, 4))
    assert np.isnan(value)
    assert reason == "fewer than 5 similar games this season and last"


@pytest.mark.parametrize(
    ("change", "score"),
    [
        ({}, 100),
        ({"opponent_defensive_rating_last_15": 115.0}, 80),  # a weak one, next to a middling one
        ({"days_rest": 1}, 85),
        ({"days_rest": 4}, 70),
        ({"is_home": True}, 85),
        ({"points_avg_last_5": 24.0}, 90),
        ({"is_home": True, "points_avg_last_5": 24.0}, 75),
    ],
)
def test_a_game_weighs_what_it_is_alike(change: Row, score: int) -> None:
    """Five games of 10 points that score 100, and five of 40 that differ."""
    value, _ = forecast(*several(10), *several(40, first=20, **change))
    assert value == pytest.approx((100 * 10 + score * 40) / (100 + score))


@pytest.mark.parametrize(
    "change",
    [
        {"days_rest": 4, "points_avg_last_5": 24.0},  # 40 + 0 + 15 + 5
        {"days_rest": 1, "is_home": True, "points_avg_last_5": 24.0},  # 40 + 15 + 0 + 5
        {"opponent_defensive_rating_last_15": 115.0, "days_rest": 1, "is_home": True},
    ],
)
def test_below_seventy_a_game_does_not_count(change: Row) -> None:
    assert forecast(*several(10), *several(40, first=20, **change)) == (10.0, "")


def test_an_opponent_of_whom_nothing_was_known_is_like_none() -> None:
    unknown = several(40, first=20, opponent_defensive_rating_last_15=None)
    assert forecast(*several(10), *unknown) == (10.0, "")


def test_a_season_s_first_game_is_one_of_the_rested() -> None:
    first = {"days_rest": None, "points_avg_last_5": None, "points_avg_season": None}
    known = Known(
        rows=rows_of(first), games=rows_of(*several(10, days_rest=4), *several(40), *LEAGUE)
    )
    made = similarity.forecast(known, "points")
    # 40 + 30 + 15 + 5 for four days of rest, 40 + 0 + 15 + 5 for two: no form is like an unknown.
    assert made.value.tolist() == [10.0]


def test_tiers_are_about_the_league_as_it_stood() -> None:
    """A defence of 112 is middling in a league of 112, and strong in one of 120."""
    weak_league = [dict(row, opponent_defensive_rating_last_15=120.0) for row in LEAGUE]
    middling = [game(3 + n, 10, opponent_defensive_rating_last_15=120.0) for n in range(5)]
    strong = [game(12 + n, 40) for n in range(5)]
    known = Known(rows=rows_of(STEADY), games=rows_of(*middling, *strong, *weak_league))
    assert similarity.forecast(known, "points").value[0] == pytest.approx(
        (80 * 10 + 100 * 40) / 180
    )


def test_before_the_league_has_played_there_is_none_and_it_says_why() -> None:
    last_season = several(20, season="2023-24", first=200)
    known = Known(rows=rows_of(STEADY), games=rows_of(*last_season))
    assert similarity.forecast(known, "points").reason.tolist() == [similarity.NO_TIER]
    _, reason = forecast(*several(20), opponent_defensive_rating_last_15=None)
    assert reason == similarity.NO_TIER


def test_games_of_last_season_count_and_older_ones_do_not() -> None:
    league = [dict(row, season="2023-24", game_day=row["game_day"] - 300) for row in LEAGUE]
    last = several(30, season="2023-24", first=310)
    older = several(90, season="2022-23", first=700)
    assert forecast(*last, *older, *league) == (30.0, "")
    assert np.isnan(forecast(*older)[0])


def test_the_day_itself_and_later_ones_are_not_looked_at() -> None:
    later = [game(days, 90) for days in (0, 0, -1, -2, -3)]
    assert forecast(*several(20), *later) == (20.0, "")
    assert np.isnan(forecast(*later)[0])


def test_twenty_enter_and_of_equal_ones_the_newest() -> None:
    newest = [game(n + 1, 10) for n in range(20)]
    older = [game(n + 30, 90) for n in range(20)]
    assert forecast(*older, *newest) == (10.0, "")


def test_the_more_alike_goes_before_the_newer() -> None:
    alike = [game(n + 30, 10) for n in range(20)]
    newer = [game(n + 1, 90, days_rest=1) for n in range(20)]
    assert forecast(*alike, *newer) == (10.0, "")


def test_games_of_others_are_theirs() -> None:
    assert np.isnan(forecast(*several(20, player_id=2))[0])


def test_form_is_of_the_prop_and_by_its_level() -> None:
    """3 points of 10.5 are 0.314 threes of 1.1: beyond that he is hot."""
    hot = {"threes_avg_last_5": 1.32, "threes_avg_season": 1.0}
    steady = {"threes_avg_last_5": 1.31, "threes_avg_season": 1.0}
    games = [game(n + 1, 0, actual_threes=1, **steady) for n in range(5)]
    games += [game(n + 10, 0, actual_threes=4, **hot) for n in range(5)]
    rest = [dict(row, actual_threes=0) for row in LEAGUE]
    known = Known(rows=rows_of(steady), games=rows_of(*games, *rest))
    (value,) = similarity.forecast(known, "threes").value
    assert value == pytest.approx((100 * 1 + 90 * 4) / 190)


def some_league(seed: int, players: int = 12, days: int = 260) -> Rows:
    """Two seasons and a part of a third at random, some values unknown."""
    random = np.random.default_rng(seed)
    rows = []
    for player in range(players):
        for day in np.flatnonzero(random.random(days * 3) < 0.35):
            season = int(day) // days
            values = {
                "days_rest": random.choice([None, 1, 2, 3, 4, 9]),
                "opponent_defensive_rating_last_15": random.choice([None, 107, 110.5, 112, 116]),
                "points_avg_last_5": random.choice([None, 10.0, 14.0, 18.0]),
                "points_avg_season": random.choice([None, 13.0, 14.0]),
            }
            rows.append(
                values
                | {"player_id": player, "season": f"20{20 + season}-{21 + season}"}
                | {"game_day": int(day), "is_home": bool(random.random() < 0.5)}
                | {"actual_points": int(random.integers(0, 40))}
            )
    random.shuffle(rows)
    return rows_of(*rows)


@pytest.mark.parametrize("seed", range(3))
def test_it_is_what_one_player_and_game_after_the_other_gives(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    league = some_league(seed)
    asked = league.where(league.floats("game_day") >= 500)
    made = similarity.forecast(Known(rows=asked, games=league), "points")
    wanted = means_of_similar(asked, league, "points")
    assert np.isfinite(wanted).sum() > 300
    np.testing.assert_allclose(made.value, wanted, rtol=1e-12)
    monkeypatch.setattr(similarity, "BLOCK", 7)
    again = similarity.forecast(Known(rows=asked, games=league), "points")
    np.testing.assert_array_equal(again.value, made.value)


def test_a_night_is_forecast_as_the_season_is() -> None:
    """What is known of later days, and of players who do not play tonight, changes nothing."""
    league = some_league(7)
    day = league.floats("game_day")
    season = similarity.forecast(Known(rows=league, games=league), "points")
    for tonight in (300, 420, 700):
        is_tonight = day == tonight
        known = Known(rows=league.where(is_tonight), games=league.where(day < tonight))
        night = similarity.forecast(known, "points")
        np.testing.assert_array_equal(night.value, season.value[is_tonight])
        assert night.reason.tolist() == season.reason[is_tonight].tolist()
