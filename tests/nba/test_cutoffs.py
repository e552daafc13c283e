"""`nba_core.cutoffs`: until when facts count before each game."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from tests.nba.cutoff_rows import cutoffs
from tests.nba.line_rows import GAME, TIP


def cutoff_at(**game: Any) -> datetime:
    (row,) = cutoffs(GAME | game)
    assert {name: row[name] for name in row if name != "cutoff_at"} == {
        name: GAME[name] for name in ("game_id", "game_date", "season", "season_type")
    }
    found: datetime = row["cutoff_at"]
    return found


def test_facts_count_until_half_an_hour_before_the_start() -> None:
    assert cutoff_at() == TIP - timedelta(minutes=30)


def test_where_no_schedule_knows_the_start_it_is_taken_for_noon_eastern() -> None:
    assert cutoff_at(tipped_off_at=None) == datetime(2025, 1, 15, 16, 30)  # noqa: DTZ001


def test_a_score_that_comes_in_changes_nothing() -> None:
    before = cutoffs(GAME | {"is_final": False})
    assert cutoffs(GAME | {"is_final": True, "home_points": 99, "away_points": 119}) == before
