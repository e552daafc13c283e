"""Archive files: seasons gathered by others, and when what they say was first known.

An archive has no stamps of its own, so each dataset states the rule by which its rows were known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from boxline.catalog import Provider

if TYPE_CHECKING:
    import ibis.expr.types as ir

ARCHIVE = Provider(
    name="archive",
    landing="archive",
    doc="Parquet or CSV files brought in with `boxline import`, recognised by their columns.",
)

#: Stands in place of an instant that cannot be read.
NO_INSTANT = "0001-01-02 00:00:00"


def utc_of_eastern(wall: ir.TimestampValue) -> ir.TimestampValue:
    """The UTC instant of an Eastern wall-clock time, by DuckDB's own zones: it reads the files."""
    import ibis
    import ibis.expr.datatypes as dt

    @ibis.udf.scalar.builtin(
        name="timezone", signature=((dt.string, dt.timestamp), dt.Timestamp(timezone="UTC"))
    )
    def timezone(zone, wall): ...  # type: ignore[no-untyped-def]

    return timezone("America/New_York", wall).cast("timestamp")


def instant_of(text: ir.StringValue) -> ir.TimestampValue:
    """A text as an instant; where it is none, one that no contract lets pass: so its row is
    refused, and not the file. NULL of NULL."""
    import ibis

    read = text.try_cast("timestamp")
    return ibis.ifelse(text.notnull() & read.isnull(), ibis.timestamp(NO_INSTANT), read)


def morning_after(game_date: ir.DateValue) -> ir.TimestampValue:
    """06:00 Eastern of the day after a game: by then its box score was known."""
    import ibis

    return utc_of_eastern(game_date.cast("timestamp") + ibis.interval(hours=30))


def afternoon_of(day: ir.DateValue) -> ir.TimestampValue:
    """17:00 Eastern of a day: an assumption, for lines pulled that day at an hour nobody noted."""
    import ibis

    return utc_of_eastern(day.cast("timestamp") + ibis.interval(hours=17))


def league_day_of(instant: ir.TimestampValue) -> ir.DateValue:
    """The Eastern date of a UTC instant: a late game's UTC date is the day after."""
    import ibis
    import ibis.expr.datatypes as dt

    @ibis.udf.scalar.builtin(
        name="timezone", signature=((dt.string, dt.timestamp), dt.Timestamp(timezone="UTC"))
    )
    def aware(zone, wall): ...  # type: ignore[no-untyped-def]

    @ibis.udf.scalar.builtin(
        name="timezone", signature=((dt.string, dt.Timestamp(timezone="UTC")), dt.timestamp)
    )
    def wall_clock(zone, instant): ...  # type: ignore[no-untyped-def]

    return wall_clock("America/New_York", aware("UTC", instant)).cast("date")


def first_of_season(season: ir.StringValue) -> ir.TimestampValue:
    """Midnight Eastern of 1 August before a season (`2024-25`): its schedule was out by then."""
    import ibis

    start = ibis.date(season.substr(0, 4).try_cast("int64"), 8, 1)
    return utc_of_eastern(start.cast("timestamp"))
