"""The whole chain against figures worked out elsewhere: the evaluation rows of 2024-25."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from boxline.home import Home

pytestmark = pytest.mark.thorough  # two real seasons are run

#: prop type -> its column in the evaluation rows
PROPS = {"points": "pts", "rebounds": "reb", "assists": "ast", "threes": "fg3m"}

#: The season average's mean absolute error over all evaluation rows, as published beside them.
PUBLISHED = {"points": 4.968, "rebounds": 2.027, "assists": 1.454, "threes": 0.969}

NEW_TO_THE_TEAM = "first game for this team: no movement data yet"
LONG_AWAY = "last appeared 30 or more games of his team ago"


@pytest.fixture(scope="module")
def graded(real_home: Home, shared: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with `rows` (each evaluation row and prop) beside what Boxline said of it."""
    connection = duckdb.connect()
    snapshot = real_home.snapshot.root
    for name in ("nba_predictions.prediction_accuracy", "nba_core.player_games"):
        table = name.split(".")[1]
        connection.execute(f"CREATE VIEW {table} AS FROM read_parquet('{snapshot}/{name}/*')")
    file = shared / "benchmarks" / "evaluation_rows_2024-25.parquet"
    connection.execute(f"CREATE TABLE evaluation AS FROM read_parquet('{file}') WHERE is_p1")
    selects = " UNION ALL ".join(
        f"SELECT game_id, game_date, player_id, '{prop}' AS prop_type, {column} AS wanted_actual, "
        f"season_average_{column} AS wanted_season_average, last_10_{column} AS wanted_last_10 "
        "FROM evaluation"
        for prop, column in PROPS.items()
    )
    connection.execute(
        f"""CREATE TABLE rows AS
        WITH wide AS (
            SELECT game_id, player_id, prop_type, any_value(actual) AS actual,
                max(forecast) FILTER (system = 'season_average') AS season_average,
                max(forecast) FILTER (system = 'last_10') AS last_10
            FROM prediction_accuracy WHERE void_reason IS NULL GROUP BY ALL)
        SELECT * FROM ({selects}) LEFT JOIN wide USING (game_id, player_id, prop_type)"""
    )
    yield connection
    connection.close()


def ask(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_the_population_is_the_published_one(graded: duckdb.DuckDBPyConnection) -> None:
    assert ask(graded, "SELECT count(*) FROM evaluation") == [(20_368,)]


@pytest.mark.parametrize("prop", PROPS)
def test_at_least_99_5_percent_of_the_rows_are_graded(
    graded: duckdb.DuckDBPyConnection, prop: str
) -> None:
    query = f"SELECT count(season_average) / count(*) FROM rows WHERE prop_type = '{prop}'"
    ((share,),) = ask(graded, query)
    assert share >= 0.995


@pytest.mark.parametrize("prop", PROPS)
def test_every_graded_row_is_reproduced(graded: duckdb.DuckDBPyConnection, prop: str) -> None:
    ((season, last_10, actual),) = ask(
        graded,
        "SELECT max(abs(season_average - wanted_season_average)), "
        "max(abs(last_10 - wanted_last_10)), max(abs(actual - wanted_actual)) "
        f"FROM rows WHERE prop_type = '{prop}'",
    )
    assert season <= 1e-6
    assert last_10 <= 1e-6
    assert actual == 0


@pytest.mark.parametrize("prop", PROPS)
@pytest.mark.parametrize("system", ["season_average", "last_10"])
def test_the_error_is_that_of_the_published_forecast_on_the_same_rows(
    graded: duckdb.DuckDBPyConnection, prop: str, system: str
) -> None:
    ((ours, theirs),) = ask(
        graded,
        f"SELECT avg(abs({system} - actual)), avg(abs(wanted_{system} - wanted_actual)) "
        f"FROM rows WHERE prop_type = '{prop}' AND {system} IS NOT NULL",
    )
    assert ours == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("prop", PROPS)
def test_the_error_over_all_rows_is_the_published_one_to_three_digits(
    graded: duckdb.DuckDBPyConnection, prop: str
) -> None:
    # Rows that Boxline did not predict enter with the published forecast.
    query = (
        "SELECT avg(abs(coalesce(season_average, wanted_season_average) - wanted_actual)) "
        f"FROM rows WHERE prop_type = '{prop}'"
    )
    ((error,),) = ask(graded, query)
    assert round(error, 3) == PUBLISHED[prop]


def test_every_row_that_is_not_graded_is_named_with_its_reason(
    graded: duckdb.DuckDBPyConnection,
) -> None:
    reasons = ask(
        graded,
        f"""WITH appearances AS (
            SELECT *, lag(team_id) OVER (PARTITION BY player_id ORDER BY game_date) AS team_before,
                lag(game_date) OVER (PARTITION BY player_id ORDER BY game_date) AS day_before
            FROM player_games),
        team_days AS (SELECT DISTINCT team_id, game_date FROM player_games)
        SELECT r.game_id, r.player_id, CASE
            WHEN a.team_before <> a.team_id THEN '{NEW_TO_THE_TEAM}'
            WHEN (SELECT count(*) FROM team_days AS t WHERE t.team_id = a.team_id
                AND t.game_date > a.day_before AND t.game_date < a.game_date) >= 30
                THEN '{LONG_AWAY}' END
        FROM rows AS r JOIN appearances AS a USING (game_id, player_id)
        WHERE r.season_average IS NULL AND r.prop_type = 'points'""",
    )
    assert len(reasons) == 58
    assert {reason for *_, reason in reasons} == {NEW_TO_THE_TEAM, LONG_AWAY}
