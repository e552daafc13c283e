"""Predictions of starters as a day goes by: made live, made anew where somebody is scratched, and
graded."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from boxline.mlb.starters.bottom_up import NO_ARM
from tests.builders import home_at, rows_of, run
from tests.mlb.homes import mlb_catalog
from tests.mlb.sent_replies import BROOK, CASTELLANE, ODUYA
from tests.mlb.test_core_from_replies import EARLY, LATE, OPENER, tell

pytestmark = pytest.mark.thorough  # an evening is lived through run by run

Row = dict[str, Any]

#: Before both games of a doubleheader, after the second one's starter is scratched, and days later.
HOURS = {
    "morning": datetime(2025, 6, 15, 13, 30, tzinfo=UTC),
    "noon": datetime(2025, 6, 15, 16, 45, tzinfo=UTC),
    "after": datetime(2025, 6, 17, 12, tzinfo=UTC),
}
TABLES = {
    "predictions": "mlb_predictions.pitcher_prop_predictions",
    "features": "mlb_precompute.pitcher_features",
    "grades": "mlb_predictions.prediction_accuracy",
}


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Row]]]:
    """Hour -> table -> its rows after the run at that hour."""
    path = tmp_path_factory.mktemp("live")
    found, since = {}, ""
    for hour, now in HOURS.items():
        home, until = home_at(path, now=now, declared=mlb_catalog), f"{now:%Y-%m-%dT%H:%M:%S}"
        tell(home, until, since=since)
        since = until
        run(home, accepted_because="it is a toy")
        found[hour] = {name: rows_of(home, table) for name, table in TABLES.items()}
        home.close()
    return found


def of(rows: list[Row], **wanted: Any) -> list[Row]:
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


def starters(rows: list[Row], game_id: int) -> set[int]:
    return {row["player_id"] for row in of(rows, game_id=str(game_id))}


def test_before_a_start_predictions_are_live_and_after_it_replays(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    rows = seen["morning"]["predictions"]
    assert {row["origin"] for row in of(rows, game_id=str(OPENER.game_id))} == {"replay"}
    assert {row["origin"] for row in of(rows, game_id=str(LATE.game_id))} == {"live"}


def test_a_starter_who_is_scratched_keeps_his_rows_and_the_new_one_has_his_own(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    morning, noon = (seen[hour]["predictions"] for hour in ("morning", "noon"))
    assert starters(morning, LATE.game_id) == {BROOK, CASTELLANE}
    assert starters(noon, LATE.game_id) == {BROOK, CASTELLANE, ODUYA}
    assert starters(noon, EARLY.game_id) == {BROOK, CASTELLANE}


def test_a_run_after_the_games_adds_nothing_to_what_was_said_before(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    noon, after = (seen[hour]["predictions"] for hour in ("noon", "after"))
    days = {row["game_date"] for row in noon}
    assert [row for row in after if row["game_date"] in days] == noon


def test_the_second_game_knows_no_more_of_its_starter_than_the_first(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    """Both have one start behind them in both games: that of the day before."""
    rows = seen["after"]["features"]
    both = [of(rows, game_id=str(game.game_id), player_id=BROOK)[0] for game in (EARLY, LATE)]
    for name in ("season_starts", "season_strikeouts", "strikeout_rate_own", "pitches_last"):
        assert both[0][name] == both[1][name], name
    assert both[0]["season_starts"] == 1


def test_a_total_counts_as_it_stood_by_the_cut_off(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    rows = seen["after"]["features"]
    totals = {row["game_id"]: row["game_total"] for row in rows}
    assert (totals[str(EARLY.game_id)], totals[str(LATE.game_id)]) == (8.5, 9.5)


def test_an_order_counts_as_it_was_known_and_an_arm_that_nobody_told_says_nothing(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    key = {"game_id": str(LATE.game_id), "player_id": BROOK}
    (before,), (after,) = (of(seen[h]["features"], **key) for h in ("morning", "after"))
    assert (before["line_up_kind"], after["line_up_kind"]) == ("projected", "confirmed")
    assert after["bottom_up_strikeouts"] is None
    assert after["no_line_up_reason"] == NO_ARM


def test_a_line_stands_with_whom_it_is_on(seen: dict[str, dict[str, list[Row]]]) -> None:
    rows = of(seen["noon"]["predictions"], game_id=str(LATE.game_id), prop_type="strikeouts")
    assert {row["line"] for row in of(rows, player_id=ODUYA)} == {4.5}
    assert {row["line_state"] for row in of(rows, player_id=BROOK)} == {"NO_LINE"}


def test_what_was_said_live_is_graded_as_it_was_said(
    seen: dict[str, dict[str, list[Row]]],
) -> None:
    grades = of(seen["after"]["grades"], system="season_average", prop_type="strikeouts")
    assert {row["origin"] for row in grades if row["game_id"] == str(EARLY.game_id)} == {"live"}
    assert {row["player_id"] for row in grades} == {BROOK, CASTELLANE}
    for row in grades:
        assert row["error"] == row["forecast"] - row["actual"]
