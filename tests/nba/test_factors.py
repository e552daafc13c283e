"""The parts of composite factors, worked by hand."""

from __future__ import annotations

from typing import Any

import pytest

from boxline.catalog import Rel
from boxline.nba.factors.fatigue import fatigue
from boxline.nba.factors.pace import pace
from boxline.nba.factors.usage import with_usage
from boxline.nba.factors.zone_mismatch import NOT_CHARTED, zone_difference, zone_mismatch
from tests.nba.worked import worked

LOAD = {
    "days_rest": "int64",
    "games_last_7_days": "int64",
    "minutes_last_7_days": "int64",
    "back_to_backs_last_14_days": "int64",
    "calendar_games_last_14_days": "int64",
    "known_games_last_14_days": "int64",
}

#: Load -> freshness.
TIRED = [
    ((2, 3, 90, 0), 100),
    ((3, 2, 60, 0), 100),  # 105, kept within 100
    ((None, 0, 0, 0), 100),  # his first game of the season: rested, by what is known
    ((1, 3, 90, 0), 85),
    ((1, 3, 90, 1), 80),
    ((1, 3, 105, 2), 73),  # 35 minutes a game are not more than 35
    ((1, 3, 106, 2), 65),
    ((2, 4, 120, 0), 90),
    ((3, 4, 120, 0), 95),
    ((2, 7, 240, 0), 90),  # 240 minutes are not more than 240
    ((2, 7, 241, 0), 80),
    ((1, 5, 241, 3), 45),  # everything at once
]


def _fatigue(loads: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return worked(LOAD, loads, lambda t: t.mutate(**fatigue(t)))


def test_freshness_is_100_less_every_load() -> None:
    found = _fatigue([(*load, 6, 6) for load, _ in TIRED])
    assert [row["fatigue_score"] for row in found] == [score for _, score in TIRED]
    for row in found:
        parts = [value for name, value in row.items() if name.startswith("freshness_of_")]
        assert len(parts) == 5
        assert row["fatigue_score"] == min(100, 100 + sum(parts))
        assert row["fatigue_adjustment"] == pytest.approx((row["fatigue_score"] - 100) / 20)


def test_who_may_have_played_in_a_game_without_a_box_score_is_not_called_fresh() -> None:
    # His team had three games on the 14 days before, and the box score of one is not in yet.
    (row,) = _fatigue([(4, 0, 0, 0, 3, 2)])
    told = [value for name, value in row.items() if name.startswith(("freshness", "fatigue"))]
    assert [value for value in told if value is not None] == [
        "a game of his team on the 14 days before has no box score"
    ]
    (row,) = _fatigue([(None, 0, 0, 0, 0, 0)])
    assert (row["fatigue_score"], row["fatigue_score_missing_reason"]) == (100, None)


SHOTS = {
    "shot_zones_missing_reason": "string",
    "primary_scoring_zone": "string",
    **{f"{zone}_rate_percent_last_10": "float64" for zone in ("paint", "mid_range", "three")},
    **{f"{zone}_allowed_vs_league_percent": "float64" for zone in ("paint", "mid_range", "three")},
}

#: Zone, percent of shots by zone, what the opponent allows by zone -> mismatch.
MISMATCHES = [
    (("paint", 60, 10, 30, 2, -1, 4), 2.0),  # from half of his shots on it counts in full
    (("paint", 40, 20, 40, 2, -1, 4), 1.6),  # 2 x 40 / 50
    (("three", 10, 30, 60, 2, -1, 4), 4.0),
    (("mid_range", 30, 36, 34, 2, -1, 4), -0.72),  # -1 x 36 / 50
    (("paint", 50, 20, 30, 5, 0, 0), 5.0),
    (("paint", 50, 20, 30, 6, 0, 0), 7.2),  # beyond 5: x 1.2
    (("paint", 50, 20, 30, -6, 0, 0), -7.2),
    (("paint", 50, 20, 30, 9, 0, 0), 10.0),  # 10.8, kept within 10
    (("balanced", 35, 30, 35, 2, -1, 4), 1.8),  # (70 - 30 + 140) / 100
    (("paint", 60, 10, 30, None, -1, 4), None),
    (("paint", 60, 10, 30, 2, None, None), 2.0),  # only his own zone is asked for
    (("balanced", 35, 30, 35, 2, None, 4), None),
]


def _mismatches(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    def scored(shots: Rel) -> Rel:
        compared = shots.mutate(shot_zone_difference_percent=zone_difference(shots))
        return compared.mutate(**zone_mismatch(compared))

    return worked(SHOTS, rows, scored)


def test_a_mismatch_is_what_the_opponent_allows_where_the_player_shoots() -> None:
    found = _mismatches([(None, *row) for row, _ in MISMATCHES])
    assert [row["shot_zone_mismatch_score"] for row in found] == [
        None if value is None else pytest.approx(value) for _, value in MISMATCHES
    ]


def test_a_missing_mismatch_says_whose_shots_are_missing() -> None:
    nobody, allowed = (None, None, None, None), (2, -1, 4)
    rows = [
        (NOT_CHARTED, *nobody, *allowed),
        ("fewer games than a sample needs", *nobody, *allowed),
        (None, "paint", 60, 10, 30, None, None, None),
        (None, "paint", 60, 10, 30, *allowed),
    ]
    assert [row["shot_zone_mismatch_score_missing_reason"] for row in _mismatches(rows)] == [
        "no charted shots of this season",
        "too few charted games or shots of his",
        "too few charted games of the opponent or the league",
        None,
    ]


PACES = {"opponent_pace_last_10": "float64", "pace_difference": "float64"}


def test_a_faster_opponent_speeds_a_teams_game_up() -> None:
    # Opponent's pace, own less it: 100 against 104, 104 against 100, and 100 against 108.
    rows = [(104.0, -4.0), (100.0, 4.0), (108.0, -8.0)]
    found = worked(PACES, rows, lambda t: t.mutate(**pace(t)))
    assert [row["expected_pace"] for row in found] == [102, 102, 104]
    assert [row["pace_score"] for row in found] == [2, -2, 3]
    assert {row["pace_score_missing_reason"] for row in found} == {None}


def test_a_missing_pace_says_who_has_not_played() -> None:
    found = worked(PACES, [(None, None), (100.0, None)], lambda t: t.mutate(**pace(t)))
    assert [(row["pace_score"], row["pace_score_missing_reason"]) for row in found] == [
        (None, "no earlier game of the opponent this season"),
        (None, "no earlier game of his team this season"),
    ]


SIDE = {
    "game_id": "string",
    "team_id": "int64",
    "is_candidate": "boolean",
    "play_probability": "float64",
    "expected_minutes": "float64",
    "usage_percent_last_10": "float64",
}


def _projected(rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return worked(SIDE, [("g", 1, *row) for row in rows], with_usage)


def _team(star: float) -> list[tuple[Any, ...]]:
    """A star and four more, all on the floor for 48 minutes; the star plays with that chance."""
    return [(True, star, 48.0, 40.0), *[(True, 1.0, 48.0, 15.0)] * 4]


def test_projected_usage_is_that_of_late_where_everybody_is_there() -> None:
    found = _projected(_team(1.0))
    assert [row["projected_usage_percent"] for row in found] == pytest.approx([40, 15, 15, 15, 15])
    assert [row["projected_play_share"] for row in found] == pytest.approx([0.4] + [0.15] * 4)
    assert [row["mean_usage_percent"] for row in found] == pytest.approx([20] * 5)


def test_what_an_absent_star_leaves_is_shared_out_by_usage() -> None:
    # The four who are left averaged 15 percent; together they will have all plays: 15 x 20 / 15.
    star, *others = _projected(_team(0.0))
    assert [row["projected_usage_percent"] for row in others] == pytest.approx([20] * 4)
    assert [row["projected_play_share"] for row in others] == pytest.approx([0.25] * 4)
    # If he plays after all, everybody is there.
    assert star["projected_usage_percent"] == pytest.approx(40)


def test_a_questionable_star_counts_by_his_chance() -> None:
    # Weights 24 and 4 x 48 minutes: (24 x 40 + 192 x 15) / 216 = 17.78 percent; 15 x 20 / 17.78.
    _, other, *_ = _projected(_team(0.5))
    assert other["mean_usage_percent"] == pytest.approx(3840 / 216)
    assert other["projected_usage_percent"] == pytest.approx(16.875)


def test_who_is_no_candidate_takes_no_plays_from_his_team_mates() -> None:
    found = _projected([*_team(1.0), (False, 1.0, 48.0, 90.0)])
    assert [row["projected_usage_percent"] for row in found[:5]] == pytest.approx([40] + [15] * 4)
    # If he plays he takes his own share of them: (4800 + 90 x 48) / 288 = 31.67 percent.
    assert found[5]["projected_usage_percent"] == pytest.approx(90 * 20 / (9120 / 288))


def test_usage_is_not_projected_from_too_few_known_team_mates() -> None:
    known, unknown = (True, 1.0, 30.0, 20.0), (True, 1.0, 30.0, None)
    rows = _projected([*[known] * 4, unknown, (True, 1.0, None, 20.0)])
    assert [row["known_minutes"] for row in rows] == pytest.approx([90, 90, 90, 90, 120, 120])
    assert [row["projected_usage_percent"] for row in rows] == [None] * 6
    assert [row["usage_spike_score_missing_reason"] for row in rows] == [
        *["usage of too few team-mates known"] * 4,
        "no minute of his this season",
        "no minutes to expect of him",
    ]
    rows = _projected([*[known] * 5, unknown])
    assert [row["projected_usage_percent"] for row in rows[:5]] == pytest.approx([20] * 5)
    assert rows[5]["projected_usage_percent"] is None


def test_the_usage_score_is_three_tenths_of_the_change_within_3() -> None:
    star, *others = _projected(_team(0.0))
    assert star["usage_spike_score"] == pytest.approx(0)
    assert [row["usage_spike_score"] for row in others] == pytest.approx([1.5] * 4)
    # Two stars are out: 8 percent of late become 20, which is 3.6, kept within 3.
    away, left = (True, 0.0, 48.0, 34.0), (True, 1.0, 48.0, 8.0)
    *_, last = _projected([away, away, *[left] * 4])
    assert last["projected_usage_percent"] == pytest.approx(20)
    assert last["usage_spike_score"] == pytest.approx(3)
