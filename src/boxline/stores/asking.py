"""What requests go by: rows of raw datasets, and the codes of teams, read from the warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import duckdb

from boxline.catalog import League, Raw
from boxline.engine.work import Window
from boxline.stores.contract_sql import quoted
from boxline.stores.input_sql import newest_versions


def asking_rows(
    connection: duckdb.DuckDBPyConnection, raw: Raw, columns: Sequence[str], now: datetime
) -> list[dict[str, str]]:
    """The distinct values of some columns in a raw dataset's newest rows, as text; an instant in
    ISO form, UTC. Rows that lack one of them are left out."""
    if not _exists(connection, raw):
        return []  # nothing has prepared this warehouse since the dataset was declared
    names = list(dict.fromkeys(columns))
    chosen = ", ".join(quoted(name) for name in names)
    whole = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in names)
    rows = connection.execute(
        f"SELECT DISTINCT {chosen} FROM ({newest_versions(raw, 'true')}) WHERE {whole} "
        f"ORDER BY {chosen}",
        {"as_of": now.replace(tzinfo=None)},
    ).fetchall()
    return [{n: _text(v) for n, v in zip(names, row, strict=True)} for row in rows]


def team_codes(
    connection: duckdb.DuckDBPyConnection, leagues: Iterable[League]
) -> dict[str, dict[int, str]]:
    """League -> team id -> its newest three-letter code; the league's own where no row tells it."""
    found: dict[str, dict[int, str]] = {}
    for league in leagues:
        codes = found[league.name] = dict(league.codes)
        if league.teams:
            rows = connection.execute(
                f"SELECT team_id, max_by(team, game_date) FROM {quoted(league.teams)} GROUP BY 1"
            ).fetchall()
            codes.update(rows)
    return found


def has_unnamed_clubs(
    connection: duckdb.DuckDBPyConnection, league: League, window: Window
) -> bool:
    """Whether a club plays on a day of the window that has no code."""
    rows = connection.execute(
        f"SELECT DISTINCT unnest([home_team_id, away_team_id]) FROM {quoted(league.calendar)} "
        "WHERE game_date BETWEEN coalesce($first, DATE '-infinity') "
        "AND coalesce($last, DATE 'infinity')",
        {"first": window.first, "last": window.last},
    ).fetchall()
    codes = team_codes(connection, [league])[league.name]
    return any(club is not None and club not in codes for (club,) in rows)


def _exists(connection: duckdb.DuckDBPyConnection, raw: Raw) -> bool:
    schema, _, table = raw.name.partition(".")
    query = (  # a snapshot shows views
        "SELECT 1 FROM information_schema.tables WHERE table_schema = $schema "
        "AND table_name = $table"
    )
    return bool(connection.execute(query, {"schema": schema, "table": table}).fetchall())


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
