"""A league day is a date in New York; an instant is UTC and names its zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boxline.domain.days import from_eastern, league_day, parse_day, parse_instant
from boxline.errors import BadDay, BadInstant

DAYS = st.dates(date(1970, 1, 1), date(2099, 12, 31))
CLOCKS = st.times().map(lambda clock: clock.replace(microsecond=0))
INSTANTS = st.integers(0, 4_102_444_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
ZONES = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))

quickly = settings(deadline=None, derandomize=True)


def test_a_day_is_read_as_it_is_written() -> None:
    assert parse_day("2024-02-29") == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2025-13-01", "15.01.2025", "2025-1-5", "yesterday", "", " 2025-01-15"]
)
def test_a_text_that_is_no_day_is_refused_with_the_way_to_write_one(text: str) -> None:
    with pytest.raises(BadDay, match="Write it as YYYY-MM-DD") as refused:
        parse_day(text)
    assert refused.value.text == text


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2025-01-15T18:30:00Z", datetime(2025, 1, 15, 18, 30, tzinfo=UTC)),
        ("2025-01-15T18:30:00+00:00", datetime(2025, 1, 15, 18, 30, tzinfo=UTC)),
        ("2025-01-15T13:30:00-05:00", datetime(2025, 1, 15, 18, 30, tzinfo=UTC)),
        ("2025-07-15T13:30:00-04:00", datetime(2025, 7, 15, 17, 30, tzinfo=UTC)),
        ("2025-01-16T00:00:00.25+05:30", datetime(2025, 1, 15, 18, 30, 0, 250_000, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_as_utc(text: str, instant: datetime) -> None:
    assert (parse_instant(text), parse_instant(text).tzinfo) == (instant, UTC)


@pytest.mark.parametrize(
    "text", ["2025-01-15T18:30:00", "2025-01-15", "noon", "", "2025-01-15T25Z"]
)
def test_an_instant_without_a_zone_is_refused_with_the_way_to_write_one(text: str) -> None:
    with pytest.raises(BadInstant, match="Write it with its zone") as refused:
        parse_instant(text)
    assert refused.value.text == text


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        ("2025-01-16T04:59:59.999999Z", "2025-01-15"),  # a moment before midnight in winter
        ("2025-01-16T05:00:00Z", "2025-01-16"),
        ("2024-06-18T03:59:59.999999Z", "2024-06-17"),  # and in summer
        ("2024-06-18T04:00:00Z", "2024-06-18"),
        ("2025-01-16T03:30:00Z", "2025-01-15"),  # a game at 22:30 is still that evening's
        ("2024-03-10T04:59:59Z", "2024-03-09"),  # the day of 23 hours
        ("2024-03-10T05:00:00Z", "2024-03-10"),
        ("2024-03-11T03:59:59Z", "2024-03-10"),
        ("2024-03-11T04:00:00Z", "2024-03-11"),
        ("2024-11-03T03:59:59Z", "2024-11-02"),  # the day of 25 hours
        ("2024-11-03T04:00:00Z", "2024-11-03"),
        ("2024-11-04T04:59:59Z", "2024-11-03"),
        ("2024-11-04T05:00:00Z", "2024-11-04"),
        ("2025-01-01T04:00:00Z", "2024-12-31"),
    ],
)
def test_a_league_day_begins_at_midnight_in_the_east(instant: str, day: str) -> None:
    assert league_day(parse_instant(instant)) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("day", "clock", "instant"),
    [
        ("2025-01-15", "19:30", "2025-01-16T00:30:00Z"),
        ("2024-06-17", "20:30:00", "2024-06-18T00:30:00Z"),
        ("2024-03-10", "01:59", "2024-03-10T06:59:00Z"),
        ("2024-03-10", "02:30", "2024-03-10T07:30:00Z"),  # no such time that night: read as before
        ("2024-03-10", "03:00", "2024-03-10T07:00:00Z"),
        ("2024-11-03", "00:59", "2024-11-03T04:59:00Z"),
        ("2024-11-03", "01:30", "2024-11-03T05:30:00Z"),  # it comes twice: the first of them
        ("2024-11-03", "02:00", "2024-11-03T07:00:00Z"),
    ],
)
def test_an_eastern_clock_on_a_league_day_names_one_instant(
    day: str, clock: str, instant: str
) -> None:
    assert from_eastern(date.fromisoformat(day), clock) == parse_instant(instant)


@pytest.mark.parametrize(
    ("day", "hours"), [("2024-03-10", 23), ("2024-11-03", 25), ("2025-01-15", 24)]
)
def test_a_league_day_lasts_as_long_as_it_does_in_new_york(day: str, hours: int) -> None:
    one = date.fromisoformat(day)
    begins, ends = from_eastern(one, "00:00"), from_eastern(one + timedelta(days=1), "00:00")
    assert ends - begins == timedelta(hours=hours)


@quickly
@given(day=DAYS, clock=CLOCKS)
def test_an_eastern_clock_stays_on_its_day(day: date, clock: time) -> None:
    assert league_day(from_eastern(day, clock.isoformat())) == day


@quickly
@given(instant=INSTANTS, zone=ZONES)
def test_the_zone_an_instant_is_written_in_changes_nothing(
    instant: datetime, zone: timezone
) -> None:
    written = instant.astimezone(zone)
    assert parse_instant(written.isoformat()) == instant
    assert league_day(written) == league_day(instant)


@quickly
@given(day=DAYS)
def test_a_day_survives_being_written_and_read(day: date) -> None:
    assert parse_day(day.isoformat()) == day
