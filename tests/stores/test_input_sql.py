"""The rows a transform sees: point in time, by hand, in a warehouse of two tables."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import duckdb
import pytest

from boxline.catalog import Column, Day, Int, Provider, Raw, Table
from boxline.engine.ports import InputRows
from boxline.stores.input_sql import supplied_inputs, with_inputs

MON, TUE, WED = date(2025, 1, 13), date(2025, 1, 14), date(2025, 1, 15)
COLUMNS = (Column("n", Int, doc="."), Column("game_date", Day, doc="."), Column("m", Int, doc="."))
LETTERS = Raw(
    "toy_raw.letters",
    provider=Provider(name="post", landing="post", doc="."),
    grain="one",
    landing="letters",
    key=("n",),
    columns=COLUMNS,
)
TABLE = Table("toy_core.games", grain="one", key=("n",), columns=COLUMNS)
NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)
STORED = NOON.replace(tzinfo=None)


@pytest.fixture
def connection() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as one:
        one.execute("CREATE SCHEMA toy_raw; CREATE SCHEMA toy_core")
        columns = "n BIGINT, game_date DATE, m BIGINT"
        one.execute(f"CREATE TABLE toy_core.games ({columns}, more BIGINT)")
        one.execute(
            f"CREATE TABLE toy_raw.letters ({columns}, known_at TIMESTAMP, is_retracted BOOLEAN)"
        )
        yield one


def known(connection: Any, n: int, m: int, hours: float, *, day: date = TUE, gone: bool = False):
    """A version that is known so many hours after noon."""
    at = STORED + timedelta(hours=hours)
    connection.execute("INSERT INTO toy_raw.letters VALUES (?, ?, ?, ?, ?)", [n, day, m, at, gone])


def seen(connection: Any, rows: InputRows, *, as_of: datetime = NOON) -> list[tuple[Any, ...]]:
    sql, parameters = with_inputs(
        connection, "SELECT * FROM given", {"given": rows}, now=NOON, as_of=as_of
    )
    found = connection.execute(sql, parameters)
    return sorted(found.fetchall())


LETTERS_OF_TUESDAY = InputRows(dataset=LETTERS, first=TUE, last=TUE)


def test_of_each_row_the_newest_version_known_by_then_is_seen(connection: Any) -> None:
    known(connection, 1, 10, -5)
    known(connection, 1, 11, -1)
    known(connection, 1, 12, 0)  # at the very instant
    known(connection, 1, 13, 0.001)  # not known yet
    assert seen(connection, LETTERS_OF_TUESDAY) == [(1, TUE, 12, STORED)]
    an_hour_ago = NOON - timedelta(hours=0.5)
    assert [row[2] for row in seen(connection, LETTERS_OF_TUESDAY, as_of=an_hour_ago)] == [11]
    assert seen(connection, LETTERS_OF_TUESDAY, as_of=NOON - timedelta(hours=6)) == []


def test_an_instant_of_another_zone_is_the_same_instant(connection: Any) -> None:
    known(connection, 1, 10, 0)
    there = NOON.astimezone(tz=__import__("zoneinfo").ZoneInfo("America/New_York"))
    assert len(seen(connection, LETTERS_OF_TUESDAY, as_of=there)) == 1
    assert seen(connection, LETTERS_OF_TUESDAY, as_of=there - timedelta(seconds=1)) == []


def test_a_row_that_was_retracted_is_not_seen_and_may_come_back(connection: Any) -> None:
    known(connection, 1, 10, -5)
    known(connection, 2, 20, -5)
    known(connection, 1, 10, -3, gone=True)
    assert [row[0] for row in seen(connection, LETTERS_OF_TUESDAY)] == [2]
    known(connection, 1, 30, -1)
    assert [row[:3] for row in seen(connection, LETTERS_OF_TUESDAY)] == [(1, TUE, 30), (2, TUE, 20)]


def test_a_key_on_two_days_is_two_rows(connection: Any) -> None:
    known(connection, 1, 10, -5, day=TUE)
    known(connection, 1, 11, -4, day=WED)
    both = InputRows(dataset=LETTERS, first=MON, last=WED)
    assert [row[2] for row in seen(connection, both)] == [10, 11]


def test_every_version_that_is_known_is_seen_where_that_is_asked_for(connection: Any) -> None:
    for hours, gone in ((-2, False), (-1, True), (1, False)):
        known(connection, 1, 10, hours, gone=gone)
    whole = InputRows(dataset=LETTERS, first=TUE, last=TUE, has_every_version=True)
    assert [row[-1] for row in seen(connection, whole)] == [False, True]
    assert len(seen(connection, whole)[0]) == len(LETTERS.stored_columns)


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [(MON, WED, [MON, TUE, WED]), (TUE, TUE, [TUE]), (TUE, WED, [TUE, WED]), (WED, MON, [])],
)
def test_days_are_those_of_the_span_with_both_its_ends(
    connection: Any, first: date, last: date, days: list[date]
) -> None:
    for day in (MON, TUE, WED):
        known(connection, 1, 1, -1, day=day)
        connection.execute("INSERT INTO toy_core.games VALUES (1, ?, 1, 9)", [day])
    for dataset in (LETTERS, TABLE):
        rows = InputRows(dataset=dataset, first=first, last=last)
        assert [row[1] for row in seen(connection, rows)] == days


def test_a_table_shows_its_declared_columns_alone(connection: Any) -> None:
    connection.execute("INSERT INTO toy_core.games VALUES (1, ?, 2, 9)", [TUE])
    assert seen(connection, InputRows(dataset=TABLE, first=TUE, last=TUE)) == [(1, TUE, 2)]


def test_the_clock_is_one_row_of_two_instants_in_utc(connection: Any) -> None:
    clock = InputRows(dataset=None, first=TUE, last=TUE)
    before = NOON - timedelta(hours=1)
    assert seen(connection, clock, as_of=before) == [(STORED, STORED - timedelta(hours=1))]


def test_an_empty_table_shows_its_columns_and_needs_no_parameters(connection: Any) -> None:
    inputs = {
        "sent": LETTERS_OF_TUESDAY,
        "whole": InputRows(dataset=LETTERS, first=TUE, last=TUE, has_every_version=True),
        "games": InputRows(dataset=TABLE, first=TUE, last=TUE),
    }
    supplied, parameters = supplied_inputs(connection, inputs, now=NOON, as_of=NOON)
    assert parameters == {}
    for name, columns in (
        ("sent", LETTERS.seen_columns),
        ("whole", LETTERS.stored_columns),
        ("games", TABLE.columns),
    ):
        found = connection.execute(f"{supplied} SELECT * FROM {name}")
        assert [one[0] for one in found.description] == [c.name for c in columns]
        assert found.fetchall() == []


def test_several_inputs_each_have_their_own_days(connection: Any) -> None:
    for day in (MON, TUE):
        known(connection, 1, 1, -1, day=day)
        connection.execute("INSERT INTO toy_core.games VALUES (1, ?, 1, 9)", [day])
    inputs = {
        "sent": InputRows(dataset=LETTERS, first=MON, last=MON),
        "games": InputRows(dataset=TABLE, first=TUE, last=TUE),
    }
    query = "SELECT (SELECT min(game_date) FROM sent), (SELECT max(game_date) FROM games)"
    sql, parameters = with_inputs(connection, query, inputs, now=NOON, as_of=NOON)
    assert connection.execute(sql, parameters).fetchall() == [(MON, TUE)]
