"""Where the sources of one fact differ, as the newest snapshot has it."""

from __future__ import annotations

from typing import Any

import duckdb

from boxline.catalog import Catalog
from boxline.stores.contract_sql import names, quoted

#: What is told of each. Every league's table of disagreements has these.
COLUMNS = (
    "severity",
    "dataset",
    "game_date",
    "game_id",
    "subject_id",
    "subject_name",
    "field",
    "chosen_source",
    "chosen_value",
    "other_source",
    "other_value",
    "first_seen_at",
)


def read_disagreements(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog
) -> list[dict[str, Any]]:
    """Every disagreement of every league.

    Args:
        connection: an opened snapshot.
    """
    found: list[dict[str, Any]] = []
    for league in catalog.leagues.values():
        if not league.disagreements or not _is_there(connection, league.disagreements):
            continue
        rows = connection.execute(
            f"SELECT {names(COLUMNS)} FROM {quoted(league.disagreements)}"
        ).fetchall()
        found += [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return found


def _is_there(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """A snapshot may be older than the declaration."""
    schema, _, table = name.partition(".")
    query = "SELECT 1 FROM duckdb_views() WHERE schema_name = $schema AND view_name = $table"
    return bool(connection.execute(query, {"schema": schema, "table": table}).fetchall())
