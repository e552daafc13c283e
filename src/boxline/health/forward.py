"""What rests on a cell: what it blocks, the same game downstream, and later rows of its players."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.catalog.datasets import Dataset
from boxline.catalog.expectations import GameState
from boxline.catalog.inputs import Past, Same
from boxline.engine.calendar import Game
from boxline.health.backward import Stores
from boxline.health.grid import Grid
from boxline.stores.contract_sql import quoted

PLAYER_COLUMN = "player_id"


@dataclass(frozen=True, kw_only=True)
class Follower:
    """A dataset's rows of the same game, made from the cell.

    `waiting` are the rows of a history among its inputs (predictions) that wait for it, those of
    `players`.
    """

    dataset: str
    state: str
    cause: str
    waiting: int
    players: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Later:
    """Rows of later games, of the players of this one, that read the cell as their past."""

    dataset: str
    rows: int
    first: date
    last: date
    games: tuple[str, ...]
    players: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A gap that waits for the cell, directly or not."""

    dataset: str
    day: date
    game_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Forward:
    """Everything that rests on a cell; `blocked` are the gaps that wait for it, of any day."""

    blocked: tuple[Waiting, ...]
    followers: tuple[Follower, ...]
    later: tuple[Later, ...]


def forward(stores: Stores, dataset: Dataset, game: Game) -> Forward:
    """Walk from a dataset's cell of a game to everything that reads it."""
    catalog, connection, grid = stores.catalog, stores.connection, stores.look.grid
    same = _same_game(catalog, dataset)
    players = _players(connection, catalog, dataset, game)
    later = [
        _later(connection, catalog, t, reach, game, players) for t, reach in _past(catalog, same)
    ]
    return Forward(
        blocked=tuple(_blocked(grid, dataset, game)),
        followers=tuple(_follower(stores, other, game) for other in same[1:]),
        later=tuple(one for one in later if one is not None),
    )


def _blocked(grid: Grid, dataset: Dataset, game: Game) -> list[Waiting]:
    cell = grid.of(dataset.name, game)
    if cell is None or not cell.is_gap:
        return []
    return [
        Waiting(dataset=gap.dataset, day=gap.day, game_id=gap.game_id, state=gap.state.value)
        for gap in grid.waiting_for(cell)
    ]


def _same_game(catalog: Catalog, dataset: Dataset) -> list[Dataset]:
    """The dataset, and all that is made from its rows of the same day, in topological order."""
    found = [dataset]
    for other in catalog.computed:
        given = catalog.inputs(other.name).values()
        if any(isinstance(i.reach, Same) and i.dataset in found for i in given):
            found.append(other)
    return found


def _past(catalog: Catalog, same: Sequence[Dataset]) -> list[tuple[Table, Past]]:
    """The tables that read one of these as their past and owe rows of games and players."""
    return [
        (table, given.reach)
        for table in catalog.computed
        if isinstance(table, Table) and table.expects is not None and names_players(table)
        for given in catalog.inputs(table.name).values()
        if isinstance(given.reach, Past) and given.dataset in same
    ]


def names_players(dataset: Dataset) -> bool:
    """Whether a dataset's rows say which of our games and players they are about."""
    names = {column.name for column in dataset.columns}
    return {"game_id", PLAYER_COLUMN} <= names


def _follower(stores: Stores, dataset: Dataset, game: Game) -> Follower:
    cell = stores.look.grid.of(dataset.name, game)
    waiting = 0
    players: set[int] = set()
    if cell is not None and cell.is_gap:
        for given in stores.catalog.inputs(dataset.name).values():
            source = given.dataset
            if isinstance(source, Table) and source.is_history and isinstance(given.reach, Same):
                rows = _by_player(stores.connection, source, game)
                waiting += sum(rows.values())
                players |= rows.keys()
    return Follower(
        dataset=dataset.name,
        state=cell.state.value if cell else "",
        cause=cell.cause if cell else "",
        waiting=waiting,
        players=tuple(sorted(players)),
    )


def _by_player(
    connection: duckdb.DuckDBPyConnection, dataset: Raw | Table, game: Game
) -> dict[int, int]:
    query = (
        f"SELECT {PLAYER_COLUMN}, count(*) FROM {quoted(dataset.name)} "
        f"WHERE {quoted(dataset.partition)} = $day AND game_id = $game GROUP BY ALL"
    )
    rows = connection.execute(query, {"day": game.day, "game": game.game_id}).fetchall()
    return dict(rows)


def _players(
    connection: duckdb.DuckDBPyConnection, catalog: Catalog, dataset: Dataset, game: Game
) -> list[int]:
    """The players of a game: those in the dataset's rows and those who could appear."""
    found: set[int] = set()
    league = catalog.league(dataset)
    for other in catalog.datasets.values():
        if isinstance(other, Export) or not names_players(other):
            continue
        is_pre_game = other.expects is not None and other.expects.state is GameState.SCHEDULED
        if catalog.league(other) == league and (is_pre_game or other is dataset):
            found |= _by_player(connection, other, game).keys()
    return sorted(found)


def _later(
    connection: duckdb.DuckDBPyConnection,
    catalog: Catalog,
    table: Table,
    reach: Past,
    game: Game,
    players: Sequence[int],
) -> Later | None:
    last = date.max
    if reach.seasons is not None:
        seasons = catalog.league(table).seasons
        year = seasons.start_year(game.day) + reach.seasons
        last = seasons.first_day(year) - timedelta(days=1)
    day = quoted(table.partition)
    row = connection.execute(
        f"SELECT count(*), min({day}), max({day}), list(DISTINCT game_id ORDER BY game_id), "
        f"list(DISTINCT {PLAYER_COLUMN} ORDER BY {PLAYER_COLUMN}) FROM {quoted(table.name)} "
        f"WHERE {day} > $day AND {day} <= $last AND list_contains($players, {PLAYER_COLUMN})",
        {"day": game.day, "last": last, "players": players},
    ).fetchone()
    if row is None or not row[0]:
        return None
    rows, first, newest, games, of = row
    return Later(
        dataset=table.name,
        rows=rows,
        first=first,
        last=newest,
        games=tuple(games),
        players=tuple(of),
    )
