"""League days and instants: the one place that parses, zones and counts them.

A league day is a date in America/New_York; an instant is an aware datetime, kept in UTC.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from boxline.errors import BadDay, BadInstant

EASTERN = ZoneInfo("America/New_York")

#: Day 0 where days are whole numbers.
FIRST_NUMBERED = date(1970, 1, 1)


def parse_day(text: str) -> date:
    """Read `YYYY-MM-DD`.

    Raises:
        BadDay: the text is no day of the calendar.

    >>> parse_day("2025-01-15")
    datetime.date(2025, 1, 15)
    """
    try:
        day = date.fromisoformat(text)
    except ValueError as cause:
        raise BadDay(text) from cause
    if day.isoformat() != text:  # ISO knows other ways to write a day: 20250115, 2025-W03-3
        raise BadDay(text)
    return day


def parse_instant(text: str) -> datetime:
    """Read an ISO instant that names its zone, as UTC.

    Raises:
        BadInstant: the text is no instant, or has no zone.

    >>> parse_instant("2025-01-15T13:30:00-05:00").isoformat()
    '2025-01-15T18:30:00+00:00'
    """
    try:
        instant = datetime.fromisoformat(text)
        utc = instant.astimezone(UTC)
        utc.astimezone(EASTERN)  # the first hours of year 1 have no league day
    except (ValueError, OverflowError) as cause:
        raise BadInstant(text) from cause
    if instant.tzinfo is None:
        raise BadInstant(text)
    return utc


def league_day(instant: datetime) -> date:
    """The league day an instant falls on; a game at 22:30 Eastern is still that evening's.

    Raises:
        BadInstant: it has no zone, or is so early that its day has no date.

    >>> league_day(datetime(2025, 1, 16, 3, 30, tzinfo=UTC))
    datetime.date(2025, 1, 15)
    """
    if instant.tzinfo is None:
        raise BadInstant(instant.isoformat())
    try:
        return instant.astimezone(EASTERN).date()
    except OverflowError as cause:  # the first hours of year 1
        raise BadInstant(instant.isoformat()) from cause


def from_eastern(day: date, clock: str) -> datetime:
    """The UTC instant of an Eastern wall-clock time `HH:MM[:SS]` on a league day.

    Raises:
        BadInstant: the text is no wall-clock time, or names a zone of its own.

    >>> from_eastern(date(2025, 1, 15), "19:30").isoformat()
    '2025-01-16T00:30:00+00:00'
    """
    text = f"{day.isoformat()}T{clock}"
    try:
        wall = datetime.fromisoformat(text)
    except ValueError as cause:
        raise BadInstant(text) from cause
    if wall.tzinfo is not None:
        raise BadInstant(text)
    return wall.replace(tzinfo=EASTERN).astimezone(UTC)


def day_number(day: date) -> int:
    """A day as a whole number, so that arrays can count and compare days.

    >>> day_number(date(1970, 1, 8))
    7
    """
    return (day - FIRST_NUMBERED).days


def numbered_day(number: int) -> date:
    """The day that has a number.

    >>> numbered_day(7)
    datetime.date(1970, 1, 8)
    """
    return FIRST_NUMBERED + timedelta(days=number)
