"""The calendar of games, read from the tables that are one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import duckdb

from boxline.engine.calendar import Calendar, GamesOfDay
from boxline.stores.contract_sql import quoted


def read_calendar(connection: duckdb.DuckDBPyConnection, tables: Iterable[str]) -> Calendar:
    """The calendars of several leagues as one; `tables` are their tables of games."""
    days: dict[date, list[GamesOfDay]] = {}
    for table in tables:
        rows = connection.execute(
            "SELECT game_date, season, season_type, list(game_id), "
            "coalesce(list(game_id) FILTER (is_final), []) "
            f"FROM {quoted(table)} GROUP BY ALL"
        ).fetchall()
        for day, season, kind, scheduled, final in rows:
            found = GamesOfDay(
                season=season,
                season_type=kind,
                scheduled=frozenset(scheduled),
                final=frozenset(final),
            )
            days.setdefault(day, []).append(found)
    return Calendar(days)
