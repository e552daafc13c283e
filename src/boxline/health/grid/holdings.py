"""What the snapshot holds of each game: one query, whatever the span of history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import duckdb
import numpy as np

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.catalog.datasets import GAME_COLUMN, names_games
from boxline.engine.calendar import Game
from boxline.engine.landed_work import LoadRecord
from boxline.health.grid.cells import Place
from boxline.health.grid.facts import Held, Rejection
from boxline.health.grid.places import Counts, Places
from boxline.stores.contract_sql import names, quoted
from boxline.stores.input_sql import newest_versions


def first_days(connection: duckdb.DuckDBPyConnection, datasets: Sequence[str]) -> dict[str, date]:
    """Dataset -> the first day that is committed of it; one that has none is left out."""
    query = (
        "SELECT dataset, min(day) FROM ops.commits WHERE list_contains($names, dataset) "
        "GROUP BY dataset"
    )
    return dict(connection.execute(query, {"names": list(datasets)}).fetchall())


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


#: The counts at the slots of a calendar, and those that it has no slot for. Rows of many versions
#: say nothing yet: their newest ones are counted apart.
_HELD = """
WITH games AS (
    SELECT game_id, game_date AS day, row_number() OVER (ORDER BY game_date, game_id) - 1 AS slot
    FROM {calendar}
), days AS (
    SELECT day, row_number() OVER (ORDER BY day) - 1 AS slot FROM (SELECT DISTINCT day FROM games)
), asked AS (
    SELECT unnest($names) AS dataset, generate_subscripts($names, 1) - 1 AS code
)
SELECT code, game_id, day, coalesce(games.slot, if(game_id = '', days.slot, NULL)) AS slot,
    rows, is_plain
FROM ops.held JOIN asked USING (dataset)
LEFT JOIN games USING (game_id, day) LEFT JOIN days USING (day)
"""


class Counted(NamedTuple):
    """What is held of a league's datasets, by their places in a list of them: `rows` at each slot
    of a calendar, those that it has no slot for, and the newest of what has many versions."""

    codes: Counts
    slots: Counts
    rows: Counts
    strays: list[tuple[int, str, date, int]]
    newest: dict[int, dict[Place, int]]


def count_by_slot(
    connection: duckdb.DuckDBPyConnection,
    calendar: str,
    datasets: Sequence[Raw | Table],
    now: datetime,
) -> Counted:
    """The rows held of each game of a league, or of each day; of raw tables the newest versions
    that are known.

    Args:
        datasets: those of the league that are in the snapshot.
    """
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE counts AS " + _HELD.format(calendar=quoted(calendar)),
        {"names": [dataset.name for dataset in datasets]},
    )
    plain = connection.execute(
        "SELECT code, slot, rows FROM counts WHERE is_plain AND slot IS NOT NULL"
    ).fetchnumpy()
    strays = "SELECT code, game_id, day, rows FROM counts WHERE is_plain AND slot IS NULL"
    versioned = (
        "SELECT code, list(DISTINCT day ORDER BY day) FROM counts WHERE NOT is_plain GROUP BY 1"
    )
    return Counted(
        codes=plain["code"],
        slots=plain["slot"],
        rows=plain["rows"],
        strays=connection.execute(strays).fetchall(),
        newest={
            code: _newest(connection, datasets[code], days, now)
            for code, days in connection.execute(versioned).fetchall()
        },
    )


def held_by_slot(
    counted: Counted, places: Places, datasets: Sequence[Raw | Table]
) -> dict[str, Held]:
    """Dataset -> the rows that were counted of it, at the places of its league's calendar."""
    names_of = [dataset.name for dataset in datasets]
    found = {
        dataset.name: Held.of(places, {}, is_by_game=names_games(dataset)) for dataset in datasets
    }
    order = np.argsort(counted.codes, kind="stable")
    bounds = np.searchsorted(counted.codes[order], np.arange(len(datasets) + 1))
    for at, name in enumerate(names_of):
        here = order[bounds[at] : bounds[at + 1]]
        found[name].counts[counted.slots[here]] = counted.rows[here]
    for code, game_id, day, rows in counted.strays:
        found[names_of[code]].strays[game_id, day] = rows
    for code, newest in counted.newest.items():
        found[names_of[code]].take(places, newest, is_by_game=names_games(datasets[code]))
    return found


def _newest(
    connection: duckdb.DuckDBPyConnection, dataset: Raw | Table, days: Sequence[date], now: datetime
) -> dict[Place, int]:
    """Rows by place on some days of which some have more than one version."""
    assert isinstance(dataset, Raw)
    game = quoted(GAME_COLUMN) if names_games(dataset) else "''"
    day = quoted(dataset.partition)
    newest = newest_versions(dataset, f"list_contains($days, {day})")
    query = f"SELECT coalesce({game}, ''), {day}, count(*) FROM ({newest}) GROUP BY ALL"
    rows = connection.execute(query, {"days": list(days), "as_of": _utc(now)}).fetchall()
    return {(game_id, on): count for game_id, on, count in rows}


def rows_of_game(connection: duckdb.DuckDBPyConnection, game: Game) -> dict[str, RowsOfGame]:
    """Table -> the rows it holds of a game; of the game's day, where rows name no game of ours."""
    query = (
        "SELECT dataset, list((day, CAST(rows AS BIGINT))), bool_and(is_plain) FROM ops.held "
        "WHERE game_id = $game OR (game_id = '' AND day = $day) GROUP BY dataset"
    )
    rows = connection.execute(query, {"game": game.game_id, "day": game.day}).fetchall()
    return {dataset: RowsOfGame(dict(days), is_plain) for dataset, days, is_plain in rows}


class RowsOfGame(NamedTuple):
    """Day -> rows; where not `is_plain`, they are of several versions each."""

    days: Mapping[date, int]
    is_plain: bool

    def within(self, first: date, last: date) -> int:
        """How many there are on some days."""
        return sum(rows for day, rows in self.days.items() if first <= day <= last)


def newest_rows_of_game(
    connection: duckdb.DuckDBPyConnection,
    raw: Raw,
    game: Game,
    *,
    days: tuple[date, date],
    now: datetime,
) -> int:
    """How many rows a raw table holds of a game on some days, first and last given, each in its
    newest version; where rows name no game of ours, of the game's day."""
    first, last = days if names_games(raw) else (game.day, game.day)
    within = f"{quoted(raw.partition)} BETWEEN $first AND $last"
    parameters: dict[str, Any] = {"first": first, "last": last, "as_of": _utc(now)}
    where = "true"
    if names_games(raw):
        where = f"{quoted(GAME_COLUMN)} = $game"
        parameters["game"] = game.game_id
    query = f"SELECT count(*) FROM ({newest_versions(raw, within)}) WHERE {where}"
    row = connection.execute(query, parameters).fetchone()
    return row[0] if row else 0


def _utc(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)


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
