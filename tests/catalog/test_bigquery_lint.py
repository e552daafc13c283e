"""What BigQuery would refuse is found in the statement, and what it runs is not."""

from __future__ import annotations

import pytest
import sqlglot

from boxline.catalog.bigquery import refused

SCHEMA = {"games": {"game_date": "DATE", "game_day": "INT64", "points": "INT64", "at": "DATETIME"}}


def problems(statement: str) -> list[str]:
    return refused(sqlglot.parse_one(statement, read="bigquery"), SCHEMA)


#: One query or another.
EITHER = "SELECT *, CAST(points AS INT64) AS d FROM games UNION ALL SELECT *, 1 AS d FROM games"
SEVEN = "RANGE BETWEEN 7 PRECEDING AND 1 PRECEDING"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("SELECT list_sort(a) FROM t", "LIST_SORT is no function of BigQuery that we know"),
        ("SELECT epoch(a) FROM t", "EPOCH is no function of BigQuery that we know"),
        ("SELECT * FROM range(3)", "RANGE is no function of BigQuery that we know"),
        (
            f"SELECT SUM(points) OVER (ORDER BY game_date {SEVEN}) FROM games",
            "a RANGE frame is ordered by game_date, which is no number",
        ),
        (
            f"SELECT SUM(points) OVER (ORDER BY d {SEVEN}) FROM (SELECT game_date AS d FROM games)",
            "a RANGE frame is ordered by d, which is no number",
        ),
        (
            f"SELECT SUM(points) OVER (ORDER BY unknown {SEVEN}) FROM games",
            "a RANGE frame is ordered by unknown, which is no number",
        ),
        (
            f"SELECT SUM(points) OVER (ORDER BY game_day, points {SEVEN}) FROM games",
            "a RANGE frame is ordered by 2 keys, not by one",
        ),
        (
            "SELECT LAG(a) OVER (ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
            "LAG has a frame, which it may not have",
        ),
        (
            "SELECT COUNT(DISTINCT a) OVER (ORDER BY b) FROM t",
            "COUNT is DISTINCT over a window that has an order",
        ),
        ("SELECT COUNT(a) FILTER (WHERE b) FROM t", "an aggregate has a FILTER"),
        (
            "SELECT ARRAY_AGG(a) FROM t",
            "ARRAY_AGG keeps NULLs, which no array of a result may hold: IGNORE NULLS",
        ),
        ("SELECT CAST(a AS INT128) FROM t", "INT128 is no type of BigQuery"),
        ("SELECT a FROM t ASOF JOIN u ON t.b = u.b", "there is no ASOF join"),
        ("SELECT a FROM t, LATERAL (SELECT 1) AS u", "there is no LATERAL join"),
        (
            "SELECT t.a FROM t LEFT JOIN u ON t.b < u.b",
            "a LEFT join without an equality of both its sides",
        ),
        (
            "SELECT t.a FROM t LEFT JOIN u ON t.b = u.b OR t.c = u.c",
            "a LEFT join without an equality of both its sides",
        ),
        (
            "SELECT t.a FROM t FULL JOIN u ON t.a = t.b",
            "a FULL join without an equality of both its sides",
        ),
        (
            "SELECT t.a FROM t ANTI JOIN u ON t.b < u.b",
            "a ANTI join without an equality of both its sides",
        ),
        (
            "SELECT t.a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.b < t.b)",
            "a subquery that no equality ties to what is outside it",
        ),
        ("SELECT DIV(a, 2) FROM t", "DIV rounds towards zero: divide, then FLOOR"),
        (
            "SELECT TIMESTAMP_ADD(at, INTERVAL 1 HOUR) FROM games",
            "TIMESTAMP_ADD of a DATETIME: DATETIME_* functions, or TIMESTAMP(...) around it",
        ),
        (
            "SELECT UNIX_SECONDS(at) FROM games",
            "UNIX_SECONDS of a DATETIME: DATETIME_* functions, or TIMESTAMP(...) around it",
        ),
        (
            "SELECT LEAST(points, 5) FROM games",
            "LEAST of what may be NULL: COALESCE each argument",
        ),
        (
            "SELECT IF(at IS NULL, points, GREATEST(0, points)) FROM games",
            "GREATEST of what may be NULL: COALESCE each argument",
        ),
        (
            f"SELECT '{'x' * 1_024_000}'",
            "the statement has 1024009 characters, more than 1024000",
        ),
    ],
)
def test_what_bigquery_refuses_is_found(statement: str, problem: str) -> None:
    assert problems(statement) == [problem]


@pytest.mark.parametrize(
    "statement",
    [
        f"SELECT SUM(points) OVER (ORDER BY game_day {SEVEN}) FROM games",
        f"SELECT SUM(1) OVER (ORDER BY d {SEVEN}) FROM (SELECT game_day AS d FROM games)",
        f"SELECT SUM(points) OVER (ORDER BY UNIX_DATE(game_date) {SEVEN}) FROM games",
        f"SELECT SUM(1) OVER (ORDER BY d {SEVEN}) FROM ({EITHER})",
        f"WITH g AS (SELECT * FROM games) SELECT SUM(1) OVER (ORDER BY g.game_day {SEVEN}) FROM g",
        "SELECT SUM(a) OVER (ORDER BY b, c) FROM t",
        "SELECT SUM(a) OVER (ORDER BY b, c ROWS BETWEEN 9 PRECEDING AND CURRENT ROW) FROM t",
        "SELECT COUNT(DISTINCT a) OVER (PARTITION BY b) FROM t",
        "SELECT a FROM t QUALIFY ROW_NUMBER() OVER (PARTITION BY b ORDER BY c) = 1",
        "SELECT ARRAY_AGG(a IGNORE NULLS) FROM t",
        "SELECT CAST(a AS INT64), SAFE_CAST(b AS ARRAY<STRING>) FROM t",
        "SELECT t.a FROM t LEFT JOIN u ON t.b = u.b AND t.c < u.c",
        "SELECT t.a FROM t LEFT JOIN u ON t.b IS NOT DISTINCT FROM u.b",
        "SELECT t.a FROM t LEFT JOIN u USING (b)",
        "SELECT t.a FROM t CROSS JOIN u",
        "SELECT t.a FROM t WHERE NOT EXISTS (SELECT 1 FROM u WHERE u.b = t.b AND u.c < t.c)",
        "SELECT t.a FROM t WHERE t.b IN (SELECT u.b FROM u)",
        "SELECT DATETIME_ADD(at, INTERVAL 1 HOUR), UNIX_SECONDS(TIMESTAMP(at)) FROM games",
        "SELECT GREATEST(COALESCE(points, 0), 5) FROM games",
        "SELECT IF(points IS NULL, points, GREATEST(0, points)) FROM games",
    ],
)
def test_what_bigquery_runs_is_let_through(statement: str) -> None:
    assert problems(statement) == []


def test_every_problem_is_told_once() -> None:
    statement = "SELECT epoch(a), epoch(b), LEAST(a, b) FROM t"
    assert problems(statement) == [
        "EPOCH is no function of BigQuery that we know",
        "LEAST of what may be NULL: COALESCE each argument",
    ]
