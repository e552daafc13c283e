"""The least number of games, by days into the season, as DuckDB computes it."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import ibis
import pytest

from boxline.nba import early_season


def of_day(days: int, rule: Any) -> object:
    table = ibis.table({"days": "int64"}, name="given")
    sql = ibis.to_sql(table.select(found=rule(table.days)), dialect="duckdb")
    given = f"WITH given AS (SELECT {days}::BIGINT AS days) {sql}"
    with duckdb.connect() as connection:
        row = connection.execute(given).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("days", "team", "player"),
    [
        (0, 5, 3),
        (2, 5, 3),
        (3, 6, 4),
        (17, 10, 8),
        (18, 11, 9),
        (21, 12, 9),  # a player's grows no further, though 3 + 21 // 3 is 10
        (22, 15, 10),
        (200, 15, 10),
    ],
)
def test_the_least_games_grow_until_three_weeks_after_opening_day(
    days: int, team: int, player: int
) -> None:
    assert of_day(days, early_season.least_team_games) == team
    assert of_day(days, early_season.least_player_games) == player


@pytest.mark.parametrize(("days", "is_early"), [(0, True), (21, True), (22, False)])
def test_a_season_is_early_for_three_weeks(days: int, is_early: bool) -> None:
    assert of_day(days, early_season.is_early) is is_early


def test_a_season_opens_with_its_first_game_whichever_day_is_looked_at() -> None:
    games = ibis.table({"season": "string", "game_date": "date"}, name="games")
    earlier = games.view()
    opened = early_season.opening_days(games, earlier)
    into = early_season.days_into_season(ibis.date(2024, 10, 24), opened.opened_on)
    sql = ibis.to_sql(opened.mutate(into=into), dialect="duckdb")
    given = (
        "WITH games AS (SELECT '2024-25' AS season, DATE '2024-10-22' AS game_date UNION ALL "
        f"SELECT '2024-25', DATE '2024-10-24') {sql}"
    )
    with duckdb.connect() as connection:
        assert connection.execute(given).fetchall() == [("2024-25", date(2024, 10, 22), 2)]
