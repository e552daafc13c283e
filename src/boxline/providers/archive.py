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
    doc="Parquet files brought in with `boxline import`, recognised by their columns.",
)


def utc_of_eastern(wall: ir.TimestampValue) -> ir.TimestampValue:
    """The UTC instant of an Eastern wall-clock time, by DuckDB's own zones: it reads the files."""
    import ibis
    import ibis.expr.datatypes as dt

    @ibis.udf.scalar.builtin(
        name="timezone", signature=((dt.string, dt.timestamp), dt.Timestamp(timezone="UTC"))
    )
    def timezone(zone, wall): ...  # type: ignore[no-untyped-def]

    return timezone("America/New_York", wall).cast("timestamp")


def morning_after(game_date: ir.DateValue) -> ir.TimestampValue:
    """06:00 Eastern of the day after a game: by then its box score was known."""
    import ibis

    return utc_of_eastern(game_date.cast("timestamp") + ibis.interval(hours=30))


def first_of_season(season: ir.StringValue) -> ir.TimestampValue:
    """Midnight Eastern of 1 August before a season (`2024-25`): its schedule was out by then."""
    import ibis

    start = ibis.date(season.substr(0, 4).cast("int64"), 8, 1)
    return utc_of_eastern(start.cast("timestamp"))
