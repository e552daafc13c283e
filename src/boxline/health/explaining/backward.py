"""What a cell is made of: each input's cell, down to the raw rows, and from those to the bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import duckdb

from boxline.catalog import Catalog, Export, Raw, Table
from boxline.catalog.datasets import GAME_COLUMN, Dataset, names_games
from boxline.catalog.inputs import Past, Same, SameSeason
from boxline.engine.calendar import Game
from boxline.engine.versions import span_of
from boxline.health.grid.holdings import RowsOfGame, newest_rows_of_game, rows_of_game
from boxline.health.grid.reading import Look
from boxline.stores.landed_rows import LandedRows, landed_rows
from boxline.stores.landing import Landing


@dataclass(frozen=True, kw_only=True)
class Stores:
    """What is asked: the look at the newest snapshot, and where the bytes are."""

    look: Look
    landing: Landing

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The opened snapshot."""
        return self.look.connection

    @property
    def catalog(self) -> Catalog:
        """What is declared."""
        return self.look.catalog


@dataclass(frozen=True, kw_only=True)
class Bytes:
    """A landed page with rows of the game; what became of it."""

    page: LandedRows
    fate: str


@dataclass(frozen=True, kw_only=True)
class RejectedRow:
    """A row of the game that broke the contract, and where it stands."""

    file: str
    row: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Node:
    """One dataset's rows of the game, and what they are made of.

    Attributes:
        state: of its cell; empty where nothing is expected of the dataset.
        version: the content version of the committed day; empty where none is.
        inputs: of the same game or season; of one met before only the name is given again.
        past: names of the inputs that are earlier days, not this game.
        pages: of a raw dataset the landed pages with rows of the game, of `objects` that landed.
    """

    dataset: str
    state: str
    cause: str
    expected: str
    held: int
    version: str
    next_step: str = ""
    is_repeated: bool = False
    inputs: tuple[Node, ...] = ()
    past: tuple[str, ...] = ()
    objects: int = 0
    pages: tuple[Bytes, ...] = ()
    rejects: tuple[RejectedRow, ...] = ()


@dataclass
class _Walk:
    """One walk from a cell down to the bytes; datasets that were met are not walked twice."""

    stores: Stores
    game: Game
    met: set[str] = field(default_factory=set)

    def node(self, dataset: Dataset, reach: Same | SameSeason | None = None) -> Node:
        look, game = self.stores.look, self.game
        cell = look.grid.of(dataset.name, game)
        commit = look.commits.get(dataset.name, {}).get(game.day)
        is_repeated = dataset.name in self.met
        self.met.add(dataset.name)
        given = {} if is_repeated else self.stores.catalog.inputs(dataset.name)
        is_raw = isinstance(dataset, Raw) and not is_repeated
        objects, pages = self._bytes(dataset) if is_raw else (0, ())  # type: ignore[arg-type]
        if isinstance(dataset, Export):
            held = commit.rows if commit else 0
        else:
            held = self._held(dataset, reach)
        return Node(
            dataset=dataset.name,
            state=cell.state.value if cell else "",
            cause=cell.cause if cell else "",
            expected=cell.expected if cell else "",
            held=held,
            version=f"{commit.content:032x}"[:12] if commit else "",
            next_step=cell.next_step if cell else "",
            is_repeated=is_repeated,
            inputs=tuple(
                self.node(i.reach.dataset, i.reach)
                for i in given.values()
                if isinstance(i.reach, Same | SameSeason)
            ),
            past=tuple(i.reach.dataset.name for i in given.values() if isinstance(i.reach, Past)),
            objects=objects,
            pages=pages,
            rejects=() if is_repeated else self._rejects(dataset),
        )

    def _held(self, dataset: Raw | Table, reach: Same | SameSeason | None) -> int:
        """How many rows of the game are in reach."""
        game, rows = self.game, self._rows.get(dataset.name)
        if rows is None:
            return 0
        seasons = self.stores.catalog.league(dataset).seasons
        # A schedule may list the game on another day than the one it was played on.
        own = SameSeason(dataset) if isinstance(dataset, Raw) else Same(dataset)
        days = span_of(reach or own, game.day, game.day, seasons)
        if isinstance(dataset, Raw) and not rows.is_plain:
            now = self.stores.look.now
            return newest_rows_of_game(self.stores.connection, dataset, game, days=days, now=now)
        return rows.within(*days)

    @cached_property
    def _rows(self) -> Mapping[str, RowsOfGame]:
        return rows_of_game(self.stores.connection, self.game)

    def _bytes(self, raw: Raw) -> tuple[int, tuple[Bytes, ...]]:
        stores = self.stores
        landed = [one for one in stores.look.landed if one.dataset == raw.name]
        pages = landed_rows(
            stores.catalog,
            stores.landing,
            raw,
            landed,
            game=self.game.game_id if names_games(raw) else "",
            day=self.game.day,
        )
        found = []
        for page in pages:
            is_loaded = (raw.name, page.landed_id) in stores.look.loads
            why = "" if is_loaded else stores.look.refused.get(page.landed_id, "")
            fate = "loaded" if is_loaded else f"refused: {why}" if why else "not loaded"
            if page.rows or page.unreadable:
                found.append(Bytes(page=page, fate=fate))
        return len(landed), tuple(found)

    def _rejects(self, dataset: Dataset) -> tuple[RejectedRow, ...]:
        return tuple(
            RejectedRow(**{k: reject[k] for k in ("file", "row", "field", "value", "reason")})
            for reject in self.stores.look.rejects
            if reject["dataset"] == dataset.name and _is_of(reject, self.game)
        )


def backward(stores: Stores, dataset: Dataset, game: Game) -> Node:
    """Walk from a dataset's cell of a game to the raw rows and the bytes they stand in."""
    return _Walk(stores=stores, game=game).node(dataset)


def _is_of(reject: Mapping[str, Any], game: Game) -> bool:
    content = json.loads(reject["content"]) if reject["content"] else None
    return isinstance(content, dict) and content.get(GAME_COLUMN) == game.game_id
