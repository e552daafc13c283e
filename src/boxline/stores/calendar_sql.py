"""The calendar of games, read from the tables that are one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date

import duckdb

from boxline.catalog import League
from boxline.engine.calendar import Calendar, Game, GamesOfDay
from boxline.stores.contract_sql import quoted


def read_calendar(connection: duckdb.DuckDBPyConnection, leagues: Iterable[League]) -> Calendar:
    """The calendars of several leagues."""
    found: dict[str, dict[date, list[GamesOfDay]]] = {}
    for league in leagues:
        days = found.setdefault(league.name, {})
        rows = connection.execute(
            "SELECT game_date, season, season_type, list(game_id), "
            "coalesce(list(game_id) FILTER (is_final), []) "
            f"FROM {quoted(league.calendar)} GROUP BY ALL"
        ).fetchall()
        for day, season, kind, scheduled, final in rows:
            games = GamesOfDay(
                season=season,
                season_type=kind,
                scheduled=frozenset(scheduled),
                final=frozenset(final),
            )
            days.setdefault(day, []).append(games)
    return Calendar(found)


def read_games(connection: duckdb.DuckDBPyConnection, leagues: Iterable[League]) -> list[Game]:
    """Every game of several leagues, those of each by day."""
    found: list[Game] = []
    for league in leagues:
        of = league.name
        rows = connection.execute(
            f"SELECT game_id, game_date, season, season_type, {quoted(league.starts)}, is_final, "
            f"home_team_id, away_team_id FROM {quoted(league.calendar)} ORDER BY game_date, game_id"
        ).fetchall()
        found += [
            # By place, not by name: ten seasons have thirteen thousand of them.
            Game(
                of, game_id, day, season, kind, at and at.replace(tzinfo=UTC), is_final, (one, two)
            )
            for game_id, day, season, kind, at, is_final, one, two in rows
        ]
    return found
