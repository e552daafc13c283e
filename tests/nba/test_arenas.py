"""Places and trips, against distances and clocks known otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import ibis
import pytest

from boxline.nba import arenas
from boxline.nba.clubs import CLUBS
from boxline.sandbox.teams import CLUBS as SIMULATED

TRIPS = ibis.table({"game_date": "date", "there": "string", "here": "string"}, "trips")
WINTER, SUMMER = date(2025, 1, 15), date(2025, 5, 15)


def answer(expression: Any, rows: list[tuple[date, str, str]]) -> list[tuple[Any, ...]]:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE trips (game_date DATE, there TEXT, here TEXT)")
        connection.executemany("INSERT INTO trips VALUES (?, ?, ?)", rows)
        return connection.execute(str(ibis.to_sql(expression, dialect="duckdb"))).fetchall()


def trip(there: str, here: str, day: date = WINTER) -> tuple[int, int]:
    found = arenas.with_trip(TRIPS, origin="there", destination="here")
    (row,) = answer(found.select("travel_miles", "time_zones_crossed"), [(day, there, here)])
    return row[0], row[1]


@pytest.mark.parametrize(
    ("there", "here", "miles"),
    [
        ("Boston", "Boston", 0),
        # On a plane: 0.0983 degrees of latitude are 6.79 miles, 0.0758 of longitude at 34 degrees
        # north 4.34; the root of both squared is 8.06.
        ("Los Angeles", "Inglewood", 8),
        # By the law of cosines, to seven places: sin 42.3662 sin 39.7486 + cos 42.3662 cos 39.7486
        # cos 33.9454 = 0.4308840 + 0.4712561, the cosine of an arc of 0.446092; 1 is
        # 3958.76 miles.
        ("Boston", "Denver", 1766),
        # Likewise: sin 40.7505 sin 51.5030 + cos 40.7505 cos 51.5030 cos 73.9966 =
        # 0.5108816 + 0.1300066: an arc of 0.875142.
        ("New York", "London", 3464),
    ],
)
def test_miles_are_those_of_a_great_circle(there: str, here: str, miles: int) -> None:
    assert trip(there, here)[0] == trip(here, there)[0] == miles


@pytest.mark.parametrize(
    ("there", "here", "day", "zones"),
    [
        ("Los Angeles", "Boston", WINTER, 3),
        ("Boston", "Los Angeles", WINTER, -3),
        ("Chicago", "Denver", SUMMER, -1),
        ("New York", "London", WINTER, 5),
        ("London", "Paris", WINTER, 1),
        ("Dallas", "Mexico City", WINTER, 0),
        # Arizona stays on standard time.
        ("Denver", "Phoenix", WINTER, 0),
        ("Denver", "Phoenix", SUMMER, -1),
        ("Phoenix", "Los Angeles", WINTER, -1),
        ("Phoenix", "Los Angeles", SUMMER, 0),
        # The clocks of 2024-25 changed on 3 November and on 9 March.
        ("Denver", "Phoenix", date(2024, 11, 2), -1),
        ("Denver", "Phoenix", date(2024, 11, 3), 0),
        ("Denver", "Phoenix", date(2025, 3, 8), 0),
        ("Denver", "Phoenix", date(2025, 3, 9), -1),
    ],
)
def test_time_zones_count_by_the_clocks_of_the_day(
    there: str, here: str, day: date, zones: int
) -> None:
    assert trip(there, here, day)[1] == zones


def test_clocks_change_on_the_days_the_law_names() -> None:
    first_and_last = {
        2015: (date(2015, 3, 8), date(2015, 11, 1)),
        2020: (date(2020, 3, 8), date(2020, 11, 1)),
        2022: (date(2022, 3, 13), date(2022, 11, 6)),
        2026: (date(2026, 3, 8), date(2026, 11, 1)),
    }
    days = [
        (date.fromordinal(first.toordinal() - before), date.fromordinal(last.toordinal() - before))
        for first, last in first_and_last.values()
        for before in (1, 0)
    ]
    rows = [(day, "", "") for pair in days for day in pair]
    told = answer(arenas.is_daylight_saving(TRIPS.game_date).name("is").as_table(), rows)
    assert [row[0] for row in told] == [False, True, True, False] * len(first_and_last)


def test_every_club_is_at_home_in_a_place_that_is_known() -> None:
    assert arenas.HOMES.keys() == CLUBS.keys()
    homes = {*arenas.HOMES.values(), *(place for _, place, *_ in arenas.EARLIER_HOMES)}
    assert homes <= arenas.PLACES.keys()


def test_no_arena_stands_in_two_places() -> None:
    names = [name for place in arenas.PLACES.values() for name in place.arenas]
    assert len(names) == len(set(names))
    assert {club.arena.lower() for club in SIMULATED} <= set(names)
