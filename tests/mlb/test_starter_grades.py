"""What comes of predictions: errors, intervals, lines and voids; every number by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from boxline.mlb.grading import LATE_SCRATCH, NOT_BEGUN, SCRATCHED, grades_of
from boxline.mlb.predictions.prediction_accuracy import PREDICTION_ACCURACY
from tests.nba.material_rows import material

Row = dict[str, Any]

TODAY = date(2025, 6, 15)
START = datetime(2025, 6, 15, 23, tzinfo=UTC).replace(tzinfo=None)
NOON = START.replace(hour=16)

GAME: Row = {"game_id": "1", "game_date": TODAY, "season": "2025", "is_final": True}
SAID: Row = {
    "game_id": "1",
    "game_date": TODAY,
    "player_id": 9,
    "team_id": 139,
    "prop_type": "strikeouts",
    "system": "batters_then_rate",
    "origin": "live",
    "version": 1,
    "forecast": 6.0,
    "mean": 6.2,
    "low_80": 3.0,
    "high_80": 9.0,
    "distribution": "100 300 500 700 900 1000",
    "line": 5.5,
    "chance_over": 0.6,
    "chance_push": 0.0,
    "fair_chance_over": 0.5,
    "frozen_at": START,
}
CAME: Row = {"game_id": "1", "game_date": TODAY, "team_id": 139, "player_id": 9}
CAME |= {"is_starter": True, "strikeouts": 4, "outs": 17, "batters_faced": 23}


def graded(
    *said: Row,
    came: tuple[Row, ...] = (CAME,),
    named: tuple[Row, ...] = (),
    postponed: tuple[Row, ...] = (),
    **game: Any,
) -> list[Row]:
    """The grades of some predictions, each as SAID but for what is told of it."""
    word = {"game_id": "1", "team_id": 139, "source": "mlbapi_schedule", "said_at": NOON}
    given = material(
        "mlb_predictions.prediction_accuracy",
        predictions=[SAID | one for one in said],
        games=[GAME | game],
        pitched=came,
        probables=[word | one for one in named],
        postponed=postponed,
    )
    return grades_of(given["graded"], PREDICTION_ACCURACY.columns).to_pylist()


def test_an_error_is_forecast_less_actual_and_an_interval_holds_or_not() -> None:
    (row,) = graded({})
    assert (row["actual"], row["actual_batters_faced"], row["error"]) == (4, 23, 2.0)
    assert (row["is_within_1"], row["is_within_80"], row["void_reason"]) == (False, True, None)
    (low,) = graded({"low_80": 5.0})
    assert low["is_within_80"] is False


def test_the_distribution_tells_where_it_came() -> None:
    (row,) = graded({})
    assert (row["chance_below"], row["chance_at_most"]) == (0.7, 0.9)


def test_the_line_and_its_price_are_judged_by_the_same_outcome() -> None:
    (row,) = graded({})
    assert row["line_result"] == "UNDER"
    assert row["brier"] == pytest.approx(0.36)
    assert row["brier_of_price"] == pytest.approx(0.25)
    assert row["log_loss"] == pytest.approx(0.9162907318741551)


def test_a_line_that_is_met_is_a_push_and_judges_nobody() -> None:
    (row,) = graded({"line": 4.0, "chance_push": 0.2})
    assert (row["line_result"], row["brier"], row["brier_of_price"]) == ("PUSH", None, None)


def test_a_prop_is_settled_by_its_own_count() -> None:
    (row,) = graded({"prop_type": "outs", "forecast": 16.0, "line": 17.5})
    assert (row["actual"], row["line_result"]) == (17, "UNDER")


def test_the_last_version_before_the_start_is_graded() -> None:
    (row,) = graded({}, {"version": 2, "forecast": 5.0})
    assert (row["version"], row["error"]) == (2, 1.0)


OTHER = CAME | {"player_id": 8}


def test_who_did_not_start_is_void_and_it_is_told_whether_that_was_known() -> None:
    (late,) = graded({}, came=(OTHER,), named=({"player_id": 9},))
    (known,) = graded({}, came=(OTHER,), named=({"player_id": 8},))
    (after,) = graded(
        {}, came=(OTHER,), named=({"player_id": 8, "said_at": START.replace(day=16)},)
    )
    reasons = [row["void_reason"] for row in (late, known, after)]
    assert reasons == [LATE_SCRATCH, SCRATCHED, LATE_SCRATCH]
    for row in (late, known):
        told = ("actual", "actual_batters_faced", "error", "is_within_80", "line_result", "brier")
        assert [row[name] for name in told] == [None] * len(told)


def test_who_came_in_after_another_did_not_start() -> None:
    relief = CAME | {"is_starter": False}
    (row,) = graded({}, came=(OTHER, relief))
    assert row["void_reason"] == LATE_SCRATCH


def test_nothing_is_graded_before_the_end_or_while_nobody_tells_who_started() -> None:
    assert graded({}, is_final=False) == []
    assert graded({}, came=(CAME | {"team_id": 147},)) == []


def test_what_was_not_predicted_is_not_graded() -> None:
    assert graded({"forecast": None}) == []


@pytest.mark.parametrize("status", ["postponed", "cancelled"])
def test_a_game_that_was_not_begun_on_its_day_is_void_on_it(status: str) -> None:
    told = {"game_id": "1", "game_date": TODAY, "season": "2025", "season_type": "regular"}
    (row,) = graded({"game_id": "1"}, came=(), postponed=(told | {"status": status},), game_id="2")
    assert (row["game_date"], row["void_reason"]) == (TODAY, NOT_BEGUN[status])
    assert [row[name] for name in ("actual", "error", "line_result", "brier")] == [None] * 4


def test_a_game_is_void_on_the_day_it_was_postponed_from_and_graded_on_its_new_one() -> None:
    told = {"game_id": "1", "game_date": TODAY, "season": "2025", "season_type": "regular"}
    moved = {"game_date": TODAY.replace(day=17)}
    rows = graded(
        {}, moved, came=(CAME | moved,), postponed=(told | {"status": "postponed"},), **moved
    )
    assert [(row["game_date"].day, row["actual"]) for row in rows] == [(15, None), (17, 4)]
