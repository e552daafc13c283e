"""What rests on a cell: what it blocks, the same game downstream, and later rows of its players."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.catalog.datasets import Dataset
from boxline.catalog.expectations import GameState
from boxline.catalog.inputs import Past, Same
from boxline.engine.calendar import Game
from boxline.health.explaining.backward import Stores
from boxline.health.grid.grid import Grid
from boxline.stores.contract_sql import quoted, text
from boxline.stores.parts import parts_within

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


def forward(stores: Stores, dataset: Dataset, game: Game, later: Sequence[Later]) -> Forward:
    """Walk from a dataset's cell of a game to everything that reads it.

    Args:
        later: what `later_rows` tells of the same.
    """
    same = _same_game(stores.catalog, dataset)
    return Forward(
        blocked=tuple(_blocked(stores.look.grid, dataset, game)),
        followers=tuple(_follower(stores, other, game) for other in same[1:]),
        later=tuple(later),
    )


def later_rows(
    stores: Stores, connection: duckdb.DuckDBPyConnection, dataset: Dataset, game: Game
) -> list[Later]:
    """Rows of later games that read a dataset's cell of a game as their past, told through a
    connection of the caller's own."""
    same = _same_game(stores.catalog, dataset)
    players = _players(stores, connection, dataset, game)
    return list(_later(stores, connection, same, game, players))


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


def _past(catalog: Catalog, same: Sequence[Dataset], day: date) -> list[tuple[Table, date]]:
    """The tables that read one of these as their past and owe rows of games and players, each with
    the last day of which a day is the past."""
    return [
        (table, _last_day(catalog, table, given.reach, day))
        for table in catalog.computed
        if isinstance(table, Table) and table.expects is not None and names_players(table)
        for given in catalog.inputs(table.name).values()
        if isinstance(given.reach, Past) and given.dataset in same
    ]


def _last_day(catalog: Catalog, table: Table, reach: Past, day: date) -> date:
    if reach.seasons is None:
        return date.max
    seasons = catalog.league(table).seasons
    return seasons.first_day(seasons.start_year(day) + reach.seasons) - timedelta(days=1)


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
    stores: Stores, connection: duckdb.DuckDBPyConnection, dataset: Dataset, game: Game
) -> list[int]:
    """The players of a game: those in the dataset's rows and those who could appear."""
    catalog = stores.catalog
    league = catalog.league(dataset)
    asked = {
        other.name: other
        for other in catalog.datasets.values()
        if not isinstance(other, Export)
        and names_players(other)
        and catalog.league(other) == league
        and (other is dataset or _is_pre_game(other))
    }
    spans = dict.fromkeys(asked, (game.day, game.day))
    parts = parts_within(stores.look.snapshot, connection, spans)
    rows = " UNION ALL ".join(
        f"SELECT {PLAYER_COLUMN} FROM {part} "
        f"WHERE {quoted(asked[name].partition)} = $day AND game_id = $game"
        for name, part in parts.items()
    )
    if not rows:
        return []
    query = f"SELECT DISTINCT {PLAYER_COLUMN} FROM ({rows}) ORDER BY 1"
    given = {"day": game.day, "game": game.game_id}
    return [player for (player,) in connection.execute(query, given).fetchall()]


def _is_pre_game(dataset: Dataset) -> bool:
    return dataset.expects is not None and dataset.expects.state is GameState.SCHEDULED


def _later(
    stores: Stores,
    connection: duckdb.DuckDBPyConnection,
    same: Sequence[Dataset],
    game: Game,
    players: Sequence[int],
) -> Iterator[Later]:
    """One for each way in which a table reads one of these as its past, by a single query."""
    asked = _past(stores.catalog, same, game.day)
    spans = {
        table.name: (game.day, max(last for other, last in asked if other is table))
        for table, _ in asked
    }
    parts = parts_within(stores.look.snapshot, connection, spans)
    rows = " UNION ALL ".join(
        f"SELECT {text(table.name)} AS dataset, DATE '{last}' AS last, "
        f"{quoted(table.partition)} AS day, game_id, {PLAYER_COLUMN} FROM {parts[table.name]}"
        for table, last in dict.fromkeys(asked)
        if table.name in parts
    )
    if not rows:
        return
    found = connection.execute(
        "SELECT dataset, last, CAST(sum(rows) AS BIGINT), min(day), max(day), "
        "list_sort(list(DISTINCT game_id)), list_sort(list(DISTINCT player)) FROM ("
        # Lists are slow to make: not of the many rows that a player may have of a game.
        f"SELECT dataset, last, day, game_id, {PLAYER_COLUMN} AS player, count(*) AS rows "
        f"FROM ({rows}) WHERE day > $day AND day <= last "
        f"AND list_contains($players, {PLAYER_COLUMN}) GROUP BY ALL"
        ") GROUP BY dataset, last",
        {"day": game.day, "players": players},
    ).fetchall()
    told = {(dataset, last): rest for dataset, last, *rest in found}
    for table, last in asked:
        if (table.name, last) in told:
            count, first, newest, games, of = told[table.name, last]
            yield Later(
                dataset=table.name,
                rows=count,
                first=first,
                last=newest,
                games=tuple(games),
                players=tuple(of),
            )
