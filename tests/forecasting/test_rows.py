"""Rows of arrays, whose columns are found by name alone, and whom a forecast is made for."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from boxline.errors import MissingFeature
from boxline.forecasting.populations import EVERYBODY, ROTATION, members
from boxline.forecasting.rows import Rows
from boxline.forecasting.system import made

ROWS = Rows({"points": np.array([1.0, np.nan, 3.0]), "player_id": np.array([7, 8, 9])})


def test_a_matrix_has_its_columns_in_the_order_asked_for() -> None:
    assert_array_equal(ROWS.matrix(["player_id", "points"]), [[7, 1], [8, np.nan], [9, 3]])
    assert ROWS.matrix(["points"]).dtype == np.float32


def test_a_column_that_is_not_there_is_missed_by_name() -> None:
    with pytest.raises(MissingFeature, match=r"no column 'point'\. Is 'points' meant") as missed:
        ROWS.floats("point")
    assert missed.value.name == "point"
    with pytest.raises(MissingFeature, match="None has a name like it"):
        ROWS.matrix(["points", "weather"])


def test_rows_are_picked_by_mask_or_place() -> None:
    assert ROWS.where(np.array([True, False, True]))["player_id"].tolist() == [7, 9]
    assert ROWS.where(np.array([2, 0]))["player_id"].tolist() == [9, 7]


def test_a_further_column_leaves_the_rows_it_was_added_to_as_they_were() -> None:
    more = ROWS.with_columns(assists=np.zeros(3), points=np.ones(3))
    assert "assists" in more
    assert "assists" not in ROWS
    assert more["points"].tolist() == [1, 1, 1]
    assert ROWS["points"][0] == 1
    assert np.isnan(ROWS["points"][1])
    assert (len(more), len(Rows({}))) == (3, 0)


def test_the_rotation_plays_ten_minutes_or_more_and_who_did_not_appear_is_nobody() -> None:
    games = Rows({"actual_minutes": np.array([0.0, 9.0, 10.0, 34.0, np.nan])})
    assert members(games, EVERYBODY).tolist() == [True, True, True, True, False]
    assert members(games, ROTATION).tolist() == [False, False, True, True, False]


def test_the_first_reason_that_applies_is_told_and_no_number_is_left_there() -> None:
    value = np.array([1.0, 2.0, np.nan, 4.0])
    late, unknown = np.array([0, 1, 0, 1], bool), np.array([0, 0, 1, 1], bool)
    forecast = made(value, {"late": late, "unknown": unknown})
    assert forecast.reason.tolist() == ["", "late", "unknown", "late"]
    assert_array_equal(forecast.value, [1, np.nan, np.nan, np.nan])
