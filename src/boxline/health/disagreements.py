"""Findings: where the sources of one fact differ, as the newest snapshot has them."""

from __future__ import annotations

from typing import Any

import duckdb

from boxline.catalog import Catalog
from boxline.stores.contract_sql import names, quoted

#: What a finding says. Every league's table of disagreements has these.
COLUMNS = (
    "severity",
    "dataset",
    "game_date",
    "game_id",
    "subject_name",
    "field",
    "chosen_source",
    "chosen_value",
    "other_source",
    "other_value",
    "first_seen_at",
)


def read_disagreements(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, dataset: str | None = None
) -> list[dict[str, Any]]:
    """Every finding of every league, the gravest first and the newest of those.

    Args:
        connection: an opened snapshot.
        dataset: only of this one; None for all.
    """
    found: list[dict[str, Any]] = []
    for league in catalog.leagues.values():
        if not league.disagreements or not _is_there(connection, league.disagreements):
            continue
        rows = connection.execute(
            f"SELECT {names(COLUMNS)} FROM {quoted(league.disagreements)} "
            "WHERE $dataset IS NULL OR dataset = $dataset "
            "ORDER BY severity, game_date DESC, game_id, subject_name, field, other_source",
            {"dataset": dataset},
        ).fetchall()
        found += [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return found


def _is_there(connection: duckdb.DuckDBPyConnection, name: str) -> bool:
    """A snapshot may be older than the declaration."""
    schema, _, table = name.partition(".")
    query = "SELECT 1 FROM duckdb_views() WHERE schema_name = $schema AND view_name = $table"
    return bool(connection.execute(query, {"schema": schema, "table": table}).fetchall())
