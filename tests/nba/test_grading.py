"""Predictions graded row by row, every figure worked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from boxline.nba.grading import (
    LATE_SCRATCH,
    LINE_MOVED,
    NO_CLOSING_LINE,
    NO_CLOSING_PRICE,
    NO_SIDE,
    RULED_OUT,
    void_reason,
)
from boxline.nba.predictions.prediction_accuracy import AS_PREDICTED
from boxline.nba.props import DID_NOT_PLAY
from tests.nba.graded_rows import PREDICTED, VOID, graded, grades, selected_for_grading, version
from tests.nba.line_rows import DAY, GAME, GAME_ID, TOWNS, before, state
from tests.nba.worked import worked


def test_a_whole_row() -> None:
    row = graded()
    assert {name: row[name] for name in AS_PREDICTED} == {n: PREDICTED[n] for n in AS_PREDICTED}
    came = {
        "minutes_played": 34,
        "actual": 30,
        "error": -2.5,
        "is_within_3": True,
        "is_within_5": True,
        "chance_at_most": 1.0,
        "chance_below": 1.0,
        "line_result": "OVER",
        "is_hit": True,
        "price_decimal": 1.9,
        "profit_units": pytest.approx(0.9),
        "brier": pytest.approx(0.16),
        "log_loss": pytest.approx(-np.log(0.6)),
        "closing_line": 25.5,
        "closing_line_gain": 0.0,
        "closing_value": pytest.approx(0.0),
        "closing_missing_reason": None,
        "void_reason": None,
    }
    assert {name: row[name] for name in came} == came


def test_without_a_prediction_there_is_no_grade() -> None:
    assert grades() == []
    assert grades(closing=[]) == []


class TestErrors:
    @pytest.mark.parametrize(
        ("actual", "error", "within_3", "within_5"),
        [(30, -2.5, True, True), (31, -3.5, False, True), (22, 5.5, False, False)],
    )
    def test_an_error_is_positive_where_the_forecast_was_too_high(
        self, actual: int, error: float, within_3: bool, within_5: bool
    ) -> None:
        row = graded(actual_points=actual)
        assert (row["error"], row["is_within_3"], row["is_within_5"]) == (error, within_3, within_5)

    @pytest.mark.parametrize(
        ("prop", "actual"),
        [("rebounds", 11), ("assists", 2), ("threes", 3), ("points_rebounds_assists", 43)],
    )
    def test_each_prop_is_held_against_its_own_number(self, prop: str, actual: int) -> None:
        assert graded(prop_type=prop)["actual"] == actual


class TestDistributions:
    @pytest.mark.parametrize(
        ("actual", "at_most", "below"),
        [(0, 0.1, 0.0), (1, 0.2, 0.1), (2, 0.5, 0.2), (3, 1.0, 0.5), (4, 1.0, 1.0), (9, 1.0, 1.0)],
    )
    def test_the_chances_of_what_came_or_less_and_of_less(
        self, actual: int, at_most: float, below: float
    ) -> None:
        row = graded(actual_points=actual)
        assert (row["chance_at_most"], row["chance_below"]) == (at_most, below)

    def test_without_a_distribution_there_are_none(self) -> None:
        row = graded(distribution=None)
        assert (row["chance_at_most"], row["chance_below"]) == (None, None)


class TestLines:
    @pytest.mark.parametrize(
        ("pick", "actual", "result", "hit", "profit"),
        [
            ("OVER", 26, "OVER", True, 0.9),
            ("OVER", 25, "UNDER", False, -1.0),
            ("UNDER", 25, "UNDER", True, 0.95),
            ("UNDER", 26, "OVER", False, -1.0),
            ("PASS", 26, "OVER", None, None),
        ],
    )
    def test_a_flat_stake_wins_at_its_price_or_is_lost(
        self, pick: str, actual: int, result: str, hit: bool | None, profit: float | None
    ) -> None:
        row = graded(recommendation=pick, actual_points=actual)
        assert (row["line_result"], row["is_hit"]) == (result, hit)
        assert row["profit_units"] == (None if profit is None else pytest.approx(profit))
        price = {"OVER": 1.9, "UNDER": 1.95, "PASS": None}[pick]
        assert row["price_decimal"] == price

    @pytest.mark.parametrize("pick", ["OVER", "UNDER"])
    def test_a_push_gives_the_stake_back_and_is_no_hit_and_no_miss(self, pick: str) -> None:
        row = graded(line=30.0, recommendation=pick, chance_over=0.4, chance_push=0.2)
        assert (row["line_result"], row["is_hit"], row["profit_units"]) == ("PUSH", None, 0.0)
        assert (row["brier"], row["log_loss"]) == (None, None)
        assert row["error"] == -2.5

    def test_on_a_whole_line_chances_are_judged_without_the_push(self) -> None:
        row = graded(line=29.0, chance_over=0.4, chance_push=0.2)
        # 0.4 of the 0.8 that are no push.
        assert row["brier"] == pytest.approx(0.25)
        assert row["log_loss"] == pytest.approx(np.log(2))

    def test_an_under_is_judged_by_what_was_left_for_it(self) -> None:
        row = graded(actual_points=20)
        assert row["brier"] == pytest.approx(0.36)
        assert row["log_loss"] == pytest.approx(-np.log(0.4))

    def test_a_side_taken_without_a_price_hits_and_earns_nothing_that_is_known(self) -> None:
        row = graded(over_price_decimal=None, under_price_decimal=None, fair_chance_over=None)
        assert (row["is_hit"], row["price_decimal"], row["profit_units"]) == (True, None, None)

    def test_without_a_line_a_forecast_is_graded_and_no_bet(self) -> None:
        row = graded(
            line=None,
            fair_chance_over=None,
            chance_over=None,
            chance_push=None,
            recommendation="NO_LINE",
            over_price_decimal=None,
            under_price_decimal=None,
        )
        assert row["error"] == -2.5
        nothing = ("line", "line_result", "is_hit", "profit_units", "brier", "log_loss")
        assert [row[name] for name in nothing] == [None] * 6
        assert row["closing_missing_reason"] == NO_SIDE


class TestVoid:
    def test_who_did_not_play_is_not_graded_and_loses_nothing(self) -> None:
        row = graded(**VOID)
        assert row["void_reason"] == RULED_OUT
        nothing = (
            *("minutes_played", "actual", "error", "is_within_3", "is_within_5"),
            *("chance_at_most", "chance_below", "line_result", "is_hit", "profit_units"),
            *("brier", "log_loss"),
        )
        assert {name: row[name] for name in nothing} == dict.fromkeys(nothing)

    @pytest.mark.parametrize(
        ("minutes", "status", "reason"),
        [
            (30, None, None),
            (0, "Out", None),  # he appeared, whatever a report had said
            (None, "Out", RULED_OUT),
            (None, "Doubtful", RULED_OUT),
            (None, "Questionable", LATE_SCRATCH),
            (None, "Probable", LATE_SCRATCH),
            (None, "Available", DID_NOT_PLAY),
            (None, None, DID_NOT_PLAY),
        ],
    )
    def test_a_void_has_its_reason(
        self, minutes: int | None, status: str | None, reason: str | None
    ) -> None:
        (row,) = worked(
            {"actual_minutes": "int64", "injury_status": "string"},
            [(minutes, status)],
            lambda told: told.select("place", reason=void_reason(told)),
        )
        assert row["reason"] == reason


class TestClosingValue:
    @pytest.mark.parametrize(
        ("pick", "over", "under", "value"),
        [
            ("OVER", 1.6667, 2.5, 0.1),
            ("UNDER", 1.6667, 2.5, -0.1),
            ("OVER", 2.5, 1.6667, -0.1),
            ("UNDER", 2.5, 1.6667, 0.1),
        ],
    )
    def test_it_is_how_much_likelier_the_side_became_until_the_start(
        self, pick: str, over: float, under: float, value: float
    ) -> None:
        closing = [{"over_price_decimal": over, "under_price_decimal": under}]
        row = graded(closing, recommendation=pick)
        assert row["closing_value"] == pytest.approx(value, abs=1e-4)
        assert row["closing_line_gain"] == 0
        assert row["closing_missing_reason"] is None

    @pytest.mark.parametrize(
        ("closing", "change", "reason", "gain"),
        [
            ([{}], {"recommendation": "PASS"}, NO_SIDE, None),
            ([], {}, NO_CLOSING_LINE, None),
            ([{"prop_type": "rebounds"}], {}, NO_CLOSING_LINE, None),
            ([{"over_price_decimal": None}], {}, NO_CLOSING_PRICE, 0.0),
            ([{"bookmaker": "prizepicks"}], {}, NO_CLOSING_PRICE, 0.0),
            ([{}], {"fair_chance_over": None}, NO_CLOSING_PRICE, 0.0),
            ([{"line": 27.5}], {}, LINE_MOVED, 2.0),
            ([{"line": 27.5}], {"recommendation": "UNDER"}, LINE_MOVED, -2.0),
        ],
    )
    def test_where_there_is_none_the_reason_is_told(
        self,
        closing: list[dict[str, Any]],
        change: dict[str, Any],
        reason: str,
        gain: float | None,
    ) -> None:
        row = graded(closing, **change)
        assert row["closing_value"] is None
        assert row["closing_missing_reason"] == reason
        assert row["closing_line_gain"] == gain

    def test_rows_of_one_player_share_his_closing_line(self) -> None:
        other = {"player_id": 5}
        rows = grades({}, {"system": "similarity"}, other, {"prop_type": "rebounds"})
        assert [row["closing_line"] for row in rows] == [25.5, 25.5, None, None]


class TestWhichVersionIsGraded:
    """Material of the table, from its inputs by SQL."""

    def test_it_is_the_last_before_the_start(self) -> None:
        """Nothing is added after it (`test_live_predictions`), so the last there is."""
        told = selected_for_grading(version(1, 20.0), version(2, 24.0), version(3, 27.0))
        assert [(row["version"], row["forecast"]) for row in told["graded"]] == [(3, 27.0)]

    def test_live_ones_and_replays_are_graded_apart(self) -> None:
        live = [version(n, 20.0 + n, origin="live") for n in (1, 2)]
        told = selected_for_grading(*live, version(1, 25.0))
        graded = {(row["origin"], row["version"]) for row in told["graded"]}
        assert graded == {("live", 2), ("replay", 1)}

    def test_a_system_that_said_nothing_is_not_graded(self) -> None:
        assert selected_for_grading(version(1, None))["graded"] == []

    def test_a_game_that_is_not_final_or_has_no_box_score_is_not_graded(self) -> None:
        one = version(1, 20.0)
        assert selected_for_grading(one, games=[GAME | {"is_final": False}])["graded"] == []
        assert selected_for_grading(one, player_games=[])["graded"] == []

    def test_who_did_not_appear_is_void_by_the_last_report_before_the_start(self) -> None:
        def report(status: str, hours: float) -> dict[str, Any]:
            return {
                "game_id": GAME_ID,
                "game_date": DAY,
                "player_id": TOWNS,
                "status": status,
                "known_at": before(hours),
            }

        other = {"game_id": GAME_ID, "game_date": DAY, "player_id": 5, "has_played": True}
        (row,) = selected_for_grading(
            version(1, 20.0),
            player_games=[other],
            injuries=[report("Questionable", 5), report("Out", 0.1), report("Available", -1)],
        )["graded"]
        assert row["void_reason"] == RULED_OUT
        assert row["actual_points"] is None

    def test_the_closing_line_is_the_last_before_the_start(self) -> None:
        told = selected_for_grading(
            version(1, 20.0), lines=[state(24.5, 5), state(25.5, 0.1), state(26.5, -0.1)]
        )
        assert [row["line"] for row in told["closing"]] == [25.5]
