"""What the days of the small league are judged by."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from boxline.home import Home
from boxline.mlb.day_facts import GAMES_OF_DAYS, OUTCOMES_OF_DAYS
from boxline.mlb.league import MLB
from boxline.mlb.spoken import SPEAKS_FIRST
from boxline.mlb.starters.systems import MAIN

BEGINS = date(2025, 4, 1)


def rows(home: Home, sql: str, **values: object) -> list[dict[str, Any]]:
    with duckdb.connect(str(home.settings.home / "warehouse.duckdb"), read_only=True) as connection:
        found = connection.execute(sql, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def test_the_main_system_speaks_first() -> None:
    assert SPEAKS_FIRST == MAIN


def test_every_day_of_games_has_its_counts(small_home: Home) -> None:
    days = {row["game_date"]: row for row in rows(small_home, GAMES_OF_DAYS, begins=BEGINS)}
    assert len(days) == 13
    for row in days.values():
        assert row["games"] == row["final"] >= row["predicted"] >= row["graded"]
    assert sum(row["graded"] for row in days.values()) > 20


def test_an_outcome_counts_by_how_much_of_its_chance_lies_inside(small_home: Home) -> None:
    found = rows(small_home, OUTCOMES_OF_DAYS, begins=BEGINS)
    graded = rows(small_home, "FROM mlb_predictions.prediction_accuracy")
    ours = [
        row
        for row in graded
        if row["system"] == MAIN
        and row["chance_at_most"] is not None
        and row["game_date"] >= BEGINS
    ]
    assert sum(row["intervals"] for row in found) == len(ours)
    held = sum(row["is_within_80"] for row in ours)
    assert 0 < sum(row["inside"] for row in found) < held  # ends that are met count but in part


def test_a_day_s_grades_are_told_by_prop(small_home: Home) -> None:
    told = rows(small_home, MLB.grades, begins=date(2025, 4, 12))
    assert [row["prop_type"] for row in told] == ["outs", "strikeouts"]
    graded = rows(small_home, "FROM mlb_predictions.prediction_accuracy")
    errors = [
        abs(row["error"])
        for row in graded
        if (row["system"], row["prop_type"]) == (MAIN, "strikeouts")
        and row["game_date"] == date(2025, 4, 12)
        and row["error"] is not None
    ]
    assert told[1]["graded"] == len(errors)
    assert told[1]["mean_absolute_error"] == pytest.approx(sum(errors) / len(errors))


def test_a_postponed_game_counts_on_each_day_by_what_was_said_of_that_day() -> None:
    """It was predicted and offered for the twelfth alone, and was played on the thirteenth."""
    with duckdb.connect() as connection:
        connection.execute("CREATE SCHEMA mlb_core; CREATE SCHEMA mlb_predictions")
        for table in (
            "mlb_predictions.pitcher_prop_predictions",
            "mlb_predictions.prediction_accuracy",
            "mlb_core.pitcher_prop_lines",
        ):
            said = "'1' AS game_id, DATE '2025-04-12' AS game_date, 5.0 AS forecast"
            connection.execute(f"CREATE TABLE {table} AS SELECT {said}")
        connection.execute(
            "CREATE TABLE mlb_core.games AS SELECT '1' AS game_id, DATE '2025-04-13' AS game_date, "
            "'regular' AS season_type, true AS is_final"
        )
        (row,) = connection.execute(GAMES_OF_DAYS, {"begins": BEGINS}).fetchall()
    assert row == (date(2025, 4, 13), "regular", 1, 1, 0, 0, 0)
