"""What stands of each player before a game, with numbers worked by hand."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.nba.by_hand import computed
from tests.nba.pre_game_rows import (
    AWAY,
    DAY,
    HOME,
    OPENED,
    calendar,
    every_other_day,
    form_after,
    player_row,
)

WHOLE = dict.fromkeys(
    ("known_share_last_5", "known_share_last_10", "known_share_last_7_days"), 1.0
) | {"known_share_last_14_days": 1.0}


def cached(context: dict[str, Any], form: list[Any] | None = None, **inputs: Any) -> dict[str, Any]:
    """The one row of one player."""
    asked = {**calendar(), "context": [context], "form": form or [], **inputs}
    (row,) = computed("nba_precompute.player_daily_cache", **asked)
    return row


def test_averages_are_over_the_last_games_played_and_spread_is_a_samples() -> None:
    # Two games of 40 points, then ten of 10 and 20 in turn.
    form = form_after(7, every_other_day([40, 40, *[10, 20] * 5]))
    row = cached(player_row(7), form)
    averages = {w: row[f"points_avg_{w}"] for w in ("last_3", "last_5", "last_10", "season")}
    assert averages == {
        "last_3": pytest.approx(50 / 3),  # 20, 10, 20
        "last_5": 16,  # 20, 10, 20, 10, 20
        "last_10": 15,
        "season": pytest.approx(230 / 12),
    }
    # Ten values 5 away from their mean: 10 x 25 / 9.
    assert row["points_std_last_10"] == pytest.approx((250 / 9) ** 0.5)
    # Sum 230, squares 3200 + 500 + 2000 = 5700: (12 x 5700 - 230 x 230) / (12 x 11).
    assert row["points_std_season"] == pytest.approx((15_500 / 132) ** 0.5)
    assert row["games_this_season"] == 12


def test_games_of_the_same_points_have_a_spread_of_0_and_one_game_has_none() -> None:
    same = cached(player_row(7), form_after(7, every_other_day([17, 17, 17])))
    assert (same["points_std_last_10"], same["points_std_season"]) == (0, 0)
    one = cached(player_row(7), form_after(7, every_other_day([17])))
    assert (one["points_avg_last_10"], one["points_std_last_10"]) == (17, None)
    assert one["form_missing_reason"] is None


def test_a_game_of_the_same_day_is_not_seen() -> None:
    games = every_other_day([10, 20]) + every_other_day([50], last=DAY)
    assert cached(player_row(7), form_after(7, games))["points_avg_season"] == 15


def test_before_his_first_game_of_the_season_there_is_a_reason_and_no_average() -> None:
    row = cached(player_row(7))
    assert row["form_missing_reason"] == "no earlier game of his this season"
    assert row["games_this_season"] == 0
    of_form = [n for n in row if "_avg_" in n or "_std_" in n or n.startswith(("usage", "true"))]
    assert len(of_form) == 6 * 4 + 6 * 2 + 2 * 2
    assert {row[name] for name in of_form} == {None}


def test_usage_and_true_shooting_are_ratios_of_sums() -> None:
    day = DAY - timedelta(days=3)
    shots = {"field_goals_attempted": 8, "free_throws_attempted": 0}
    games = [
        (day, {"points": 20, "usage_plays": 10, "usage_chances": 20, **shots}),
        (
            day + timedelta(days=1),
            {
                "points": 2,
                "usage_plays": 10,
                "usage_chances": 80,
                "field_goals_attempted": 0,
                "free_throws_attempted": 2,
            },
        ),
    ]
    row = cached(player_row(7), form_after(7, games))
    assert row["usage_percent_last_10"] == 20  # 20 of 100, not the mean of 50 and 12.5
    assert row["true_shooting_share_last_10"] == pytest.approx(22 / (2 * (8 + 0.88)))


def test_a_teams_pace_and_rating_are_its_own_and_of_the_season() -> None:
    def after(team_id: int, pace: float, season: str = "2024-25") -> dict[str, Any]:
        when = {"game_id": f"{season}-{team_id}", "game_date": DAY - timedelta(days=2)}
        measured = {"pace_last_10": pace, "offensive_rating_last_10": pace + 10}
        return {**when, "season": season, "team_id": team_id, "games_to_date": 1, **measured}

    row = cached(player_row(7), team_form=[after(HOME, 101.5), after(AWAY, 95.0)])
    assert (row["team_pace_last_10"], row["team_offensive_rating_last_10"]) == (101.5, 111.5)
    row = cached(player_row(7), team_form=[after(HOME, 101.5, season="2023-24")])
    assert row["team_pace_last_10"] is None


def test_the_tier_is_that_of_the_window_of_which_least_is_known() -> None:
    row = cached(player_row(7, **{**WHOLE, "known_share_last_5": 0.8}))
    assert (row["share_known"], row["quality_tier"]) == (0.8, "bronze")
    row = cached(player_row(7, **WHOLE))
    assert (row["share_known"], row["quality_tier"]) == (1, "gold")
    row = cached(player_row(7, **{**WHOLE, "known_share_last_14_days": 0.6}))
    assert (row["share_known"], row["quality_tier"]) == (0.6, "poor")


def test_windows_without_a_game_to_know_earn_nothing() -> None:
    row = cached(player_row(7))
    assert (row["share_known"], row["quality_tier"]) == (None, None)
    row = cached(player_row(7, **{**WHOLE, "known_share_last_7_days": None}))
    assert row["share_known"] == 1


@pytest.mark.parametrize(
    ("days", "is_early", "enough"), [(0, True, 3), (20, True, 9), (21, True, 9), (22, False, 10)]
)
def test_how_many_games_are_enough_grows_with_the_season(
    days: int, is_early: bool, enough: int
) -> None:
    day = OPENED + timedelta(days=days)
    played = every_other_day([10] * enough, last=day - timedelta(days=1))
    inputs = calendar()
    inputs["games"] = [{**inputs["games"][0], "game_date": day}]
    for form, has_enough in ((played, True), (played[1:], False)):
        row = cached({**player_row(7), "game_date": day}, form_after(7, form), **inputs)
        assert row["days_into_season"] == days
        assert row["is_early_season"] is is_early
        assert row["has_enough_games"] is has_enough


def test_zones_are_his_own_or_missing_with_a_reason() -> None:
    rates = {"paint": 50.0, "mid_range": 20.0, "three": 30.0}
    zones = {
        **player_row(7),
        **{f"{zone}_rate_percent_last_10": rate for zone, rate in rates.items()},
        "primary_scoring_zone": "paint",
        "assisted_percent_last_10": 62.5,
    }
    row = cached(player_row(7), zones=[zones])
    assert {z: row[f"{z}_rate_percent_last_10"] for z in rates} == rates
    assert (row["primary_scoring_zone"], row["assisted_percent_last_10"]) == ("paint", 62.5)
    assert row["shot_zones_missing_reason"] is None
    few = {**player_row(7), "zones_missing_reason": "too few games"}
    assert cached(player_row(7), zones=[few])["shot_zones_missing_reason"] == "too few games"
    row = cached(player_row(7))
    assert row["shot_zones_missing_reason"] == "no charted shots of this season"
