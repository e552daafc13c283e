"""What stands beside rows, and the order in which an engine joins it."""

from __future__ import annotations

from typing import Any

import duckdb
import ibis

from boxline.catalog.joins import beside

NIGHTS = ibis.table({"player_id": "int64", "night": "int64", "club": "string"}, "nights")
LOADS = ibis.table({"player_id": "int64", "night": "int64", "minutes": "int64"}, "loads")
PLACES = ibis.table({"player_id": "int64", "night": "int64", "club": "string"}, "places")
KEY = ["player_id", "night"]


def asked(expression: Any, ask: str = "") -> list[tuple[Any, ...]]:
    """What DuckDB answers: three nights of two players, of which two loads and a place are told."""
    with duckdb.connect() as connection:
        connection.execute(
            """CREATE TABLE nights AS
                FROM (VALUES (1, 1, 'A'), (1, 2, 'A'), (2, 1, 'B')) AS n (player_id, night, club);
            CREATE TABLE loads AS
                FROM (VALUES (1, 1, 30), (2, 1, 12)) AS l (player_id, night, minutes);
            CREATE TABLE places AS FROM (VALUES (1, 2, 'C')) AS p (player_id, night, club)"""
        )
        return connection.execute(f"{ask} {ibis.to_sql(expression, dialect='duckdb')}").fetchall()


def test_every_row_stays_with_what_is_said_of_it() -> None:
    found = beside(NIGHTS, LOADS, KEY)
    assert found.columns == ("player_id", "night", "club", "minutes")
    assert sorted(asked(found)) == [(1, 1, "A", 30), (1, 2, "A", None), (2, 1, "B", 12)]


def test_a_column_of_both_is_that_of_the_rows() -> None:
    found = beside(NIGHTS, PLACES, KEY)
    assert found.columns == ("player_id", "night", "club")
    assert sorted(asked(found)) == [(1, 1, "A"), (1, 2, "A"), (2, 1, "B")]


def test_what_stands_beside_is_never_joined_before_its_turn() -> None:
    plan = "".join(
        told for _, told in asked(beside(beside(NIGHTS, LOADS, KEY), LOADS, KEY), "EXPLAIN")
    )
    assert plan.count("LEFT") == 2
    assert "INNER" not in plan
