"""What the snapshot holds of each game: one query per dataset, whatever the span of history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.engine.calendar import Game
from boxline.engine.landed_work import LoadRecord
from boxline.engine.versions import Commit
from boxline.health.cells import Place
from boxline.health.facts import GAME_COLUMN, Rejection, names_games
from boxline.stores.contract_sql import names, quoted
from boxline.stores.input_sql import newest_versions


def commits_of(connection: duckdb.DuckDBPyConnection) -> dict[str, dict[date, Commit]]:
    """Dataset -> day -> commit, as the snapshot records them."""
    found: dict[str, dict[date, Commit]] = {}
    for dataset, day, content, inputs, code, kept, rejected in connection.execute(
        "SELECT dataset, day, content, inputs, code, rows_kept, rows_rejected FROM ops.commits"
    ).fetchall():
        versions = (int(content, 16), int(inputs or "0", 16))
        found.setdefault(dataset, {})[day] = Commit(*versions, code, kept, rejected)
    return found


def tables_of(connection: duckdb.DuckDBPyConnection) -> set[str]:
    """The tables in the snapshot; one that was declared after it was made is not."""
    query = "SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE NOT internal"
    return {name for (name,) in connection.execute(query).fetchall()}


def loads_of(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], LoadRecord]:
    """(raw dataset, landed id) -> what is committed of it."""
    query = "SELECT dataset, landed_id, code, rows_rejected FROM ops.loads"
    return {
        (dataset, landed_id): LoadRecord(code=code, rejected=rejected)
        for dataset, landed_id, code, rejected in connection.execute(query).fetchall()
    }


def held_by_game(
    connection: duckdb.DuckDBPyConnection, dataset: Raw | Table, now: datetime
) -> dict[Place, int]:
    """Place -> rows held; by day alone where rows name no game of ours."""
    game = quoted(GAME_COLUMN) if names_games(dataset) else "''"
    day = quoted(dataset.partition)
    if not isinstance(dataset, Raw):
        query = f"SELECT {game}, {day}, count(*) FROM {quoted(dataset.name)} GROUP BY ALL"
        return _places(connection.execute(query).fetchall())
    # Rows that all became known at one instant have one version each; few places need a look at
    # the versions themselves.
    rows = connection.execute(
        f"SELECT {game}, {day}, count(*), min(known_at) = max(known_at) AND NOT "
        f"bool_or(is_retracted) FROM {quoted(dataset.name)} GROUP BY ALL"
    ).fetchall()
    held = {(game_id, on): count for game_id, on, count, is_plain in rows if is_plain}
    versioned = sorted({on for _, on, _, is_plain in rows if not is_plain})
    if versioned:
        newest = newest_versions(dataset, f"list_contains($days, {day})")
        query = f"SELECT {game}, {day}, count(*) FROM ({newest}) GROUP BY ALL"
        parameters = {"days": versioned, "as_of": _utc(now)}
        held |= _places(connection.execute(query, parameters).fetchall())
    return held


def rows_of_game(
    connection: duckdb.DuckDBPyConnection,
    dataset: Raw | Table,
    game: Game,
    *,
    days: tuple[date, date],
    now: datetime,
) -> int:
    """How many rows a dataset holds of one game on some days, first and last given; where rows
    name no game of ours, of the game's day."""
    first, last = days if names_games(dataset) else (game.day, game.day)
    within = f"{quoted(dataset.partition)} BETWEEN $first AND $last"
    source = f"(SELECT * FROM {quoted(dataset.name)} WHERE {within})"
    parameters: dict[str, Any] = {"first": first, "last": last}
    if isinstance(dataset, Raw):
        source = f"({newest_versions(dataset, within)})"
        parameters["as_of"] = _utc(now)
    where = "true"
    if names_games(dataset):
        where = f"{quoted(GAME_COLUMN)} = $game"
        parameters["game"] = game.game_id
    row = connection.execute(f"SELECT count(*) FROM {source} WHERE {where}", parameters).fetchone()
    return row[0] if row else 0


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


def _places(rows: Iterable[tuple[Any, ...]]) -> dict[Place, int]:
    return {(game_id, day): count for game_id, day, count in rows}


def rejections(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, rejects: Iterable[Mapping[str, Any]]
) -> dict[str, dict[str, Rejection]]:
    """Dataset -> game id -> the first reject of it whose row is not held since.

    A reject stays in the ledger when another file brings the row after all; then it is no gap.
    """
    standing: dict[str, list[tuple[Mapping[str, Any], dict[str, Any]]]] = {}
    for reject in rejects:
        content = json.loads(reject["content"]) if reject["content"] else None
        dataset = catalog.datasets.get(reject["dataset"])
        if isinstance(dataset, Raw | Table) and isinstance(content, dict):
            standing.setdefault(dataset.name, []).append((reject, content))
    found: dict[str, dict[str, Rejection]] = {}
    for name, some in standing.items():
        dataset = catalog[name]
        assert not isinstance(dataset, Export)
        if not names_games(dataset):
            continue
        held = _held_keys(connection, dataset, {str(c.get(GAME_COLUMN)) for _, c in some})
        for reject, content in some:
            if tuple(str(content.get(column)) for column in dataset.key) not in held:
                game_id = str(content.get(GAME_COLUMN) or "")
                one = Rejection(_day(content.get(dataset.partition)), reject["reason"])
                found.setdefault(name, {}).setdefault(game_id, one)
    return found


def _held_keys(
    connection: duckdb.DuckDBPyConnection, dataset: Raw | Table, games: set[str]
) -> set[tuple[str, ...]]:
    query = (
        f"SELECT DISTINCT {names(dataset.key)} FROM {quoted(dataset.name)} "
        f"WHERE list_contains($games, {quoted(GAME_COLUMN)})"
    )
    rows = connection.execute(query, {"games": sorted(games)}).fetchall()
    return {tuple(map(str, row)) for row in rows}


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
