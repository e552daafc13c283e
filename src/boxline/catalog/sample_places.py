"""The values that samples of a column are picked from, each at a place among the whole numbers.

So one way of picking, and one of comparing, serves every type.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from boxline.catalog.columns import Column, Type

#: Where a whole number's range is open, it ends here.
OPEN_END = 2**31 - 1
#: So many digits of a decimal number can be told apart as a float.
DIGITS = 15

#: Where days lie, and instants between midnights UTC of these.
FIRST_DAY, LAST_DAY = date(2014, 8, 1), date(2026, 7, 31)

#: Texts that have tripped code: empty, quoted, accented, long, like another type.
ODD_TEXTS = (
    "",
    " ",
    "NULL",
    "0",
    "O'Neale",
    'the "Beard"',
    "Dončić",
    "a,b;c\t|d",
    "e\nf",
    "x" * 99,
)
TEXTS = 1_000_000

#: A leap day, days of 23 and of 25 hours in the East, and the two ends of a year.
ODD_DAYS = (
    date(2024, 2, 29),
    date(2024, 3, 10),
    date(2024, 11, 3),
    date(2024, 12, 31),
    date(2025, 1, 1),
)

#: Midnight in the East in winter and in summer, and the two that are 01:30 of one night there.
ODD_INSTANTS = (
    datetime(2025, 1, 16, 5, tzinfo=UTC),
    datetime(2024, 6, 14, 4, tzinfo=UTC),
    datetime(2024, 11, 3, 5, 30, tzinfo=UTC),
    datetime(2024, 11, 3, 6, 30, tzinfo=UTC),
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, kw_only=True)
class Places:
    """The values of a column, each at a place from `low` to `high`.

    Attributes:
        value: the value at a place.
        place: the place of a value; None where it has none.
        edges: places to try more often than chance, beside the two ends; some may lie outside.
    """

    low: int
    high: int
    value: Callable[[int], object]
    place: Callable[[object], int | None]
    edges: Sequence[int] = ()


def places_of(column: Column, *, is_ruled: bool) -> Places:
    """The values of a column; `is_ruled`: whether a rule of its dataset names it."""
    match column.type:
        case Type.TEXT:
            return _closed_texts(column) if column.one_of else _open_texts(column)
        case Type.FLAG:
            return Places(low=0, high=1, value=bool, place=lambda flag: int(bool(flag)))
        case Type.DAY:
            return _days()
        case Type.INSTANT:
            return _instants()
        case Type.INT:
            return _numbers(column, decimals=0, open_end=OPEN_END, made=int)
        case Type.FLOAT:
            # Whole where a rule adds or compares it, so that no rounding breaks the rule.
            decimals = 0 if is_ruled else column.decimals
            open_end = 10 ** (DIGITS - column.decimals)
            return _numbers(column, decimals=decimals, open_end=open_end, made=float)


def _numbers(
    column: Column, *, decimals: int, open_end: int, made: Callable[[Decimal], object]
) -> Places:
    steps = 10**decimals

    def place(value: object) -> int | None:
        if not isinstance(value, int | float) or not math.isfinite(value):
            return None
        found = Decimal(str(value + 0)) * steps
        return int(found) if found == found.to_integral_value() else None

    low = -open_end if column.low is None else column.low
    high = open_end if column.high is None else column.high
    return Places(
        low=math.ceil(Decimal(str(low)) * steps),
        high=math.floor(Decimal(str(high)) * steps),
        value=lambda number: made(Decimal(number) / steps),
        place=place,
        edges=(0, steps),
    )


def _closed_texts(column: Column) -> Places:
    known = column.one_of
    return Places(
        low=0,
        high=len(known) - 1,
        value=lambda number: known[number],
        place=lambda text: known.index(str(text)) if text in known else None,
    )


def _open_texts(column: Column) -> Places:
    odd = ODD_TEXTS
    return Places(
        low=0,
        high=TEXTS,
        value=lambda number: odd[number] if number < len(odd) else f"{column.name} {number}",
        place=lambda text: odd.index(str(text)) if text in odd else None,
        edges=range(len(odd)),
    )


def _days() -> Places:
    return Places(
        low=FIRST_DAY.toordinal(),
        high=LAST_DAY.toordinal(),
        value=date.fromordinal,
        place=lambda day: day.toordinal() if isinstance(day, date) else None,
        edges=[day.toordinal() for day in ODD_DAYS],
    )


def _instants() -> Places:
    def place(instant: object) -> int | None:
        if isinstance(instant, datetime) and instant.tzinfo is not None:
            return _since_epoch(instant)
        return None

    return Places(
        low=_since_epoch(datetime.combine(FIRST_DAY, time(), UTC)),
        high=_since_epoch(datetime.combine(LAST_DAY, time(), UTC)),
        value=lambda number: _EPOCH + number * _MICROSECOND,
        place=place,
        edges=[_since_epoch(instant) for instant in ODD_INSTANTS],
    )


def _since_epoch(instant: datetime) -> int:
    return (instant - _EPOCH) // _MICROSECOND
