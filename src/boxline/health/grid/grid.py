"""The grid: what the calendar and the declarations lead one to expect, against what is held. Pure.

It is computed and never stored, and spans all of history: a gap of ten years ago counts like last
night's. A published document is a cell of its day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from boxline.engine.calendar import Game
from boxline.health.grid.cells import CellKey, GridCell
from boxline.health.grid.column import Column
from boxline.health.grid.facts import Facts
from boxline.health.grid.judging import expectation
from boxline.health.grid.places import Counts, Flags

#: Slots of one column, and more than any has.
_COLUMN = 1 << 32


@dataclass(frozen=True, kw_only=True, eq=False)
class Grid:
    """The cells of every dataset that expects rows, each dataset after its inputs."""

    columns: Mapping[str, Column]

    def of(self, dataset: str, game: Game) -> GridCell | None:
        """The cell of a game, or of its day where the dataset's rows name no game of ours; None
        where nothing is expected of the dataset, or the game is of another league."""
        column = self.columns.get(dataset)
        return column.cell(game) if column else None

    def gaps(self) -> Iterator[GridCell]:
        """Every gap, inputs first, by day."""
        for column in self.columns.values():
            yield from map(column.at, map(int, np.flatnonzero(column.judged.is_gap)))
            yield from column.strays

    @cached_property
    def roots(self) -> Mapping[str, Counts]:
        """Dataset -> for each slot the gap that it waits for in the end, itself where it waits for
        none: column and slot as one number."""
        order = {name: at for at, name in enumerate(self.columns)}
        found: dict[str, Counts] = {}
        for name, column in self.columns.items():
            who, where = column.judged.needs
            roots = order[name] * _COLUMN + np.arange(len(where))
            for at, source in enumerate(column.sources):
                waits = who == at
                roots[waits] = found[source.name][where[waits]]
            found[name] = roots
        return found

    def root(self, cell: GridCell) -> CellKey:
        """The gap that a cell waits for in the end; itself where it waits for none."""
        slot = self.columns[cell.dataset].slot_of(cell)
        if slot is None:
            return cell.key
        at, slot = divmod(int(self.roots[cell.dataset][slot]), _COLUMN)
        return list(self.columns.values())[at].key(slot)

    def waiting_for(self, cell: GridCell) -> Iterator[GridCell]:
        """Every gap that waits for a cell, directly or not."""
        waiting: dict[str, Flags] = {}
        for name, column in self.columns.items():
            who, where = column.judged.needs
            waits = np.zeros(len(where), np.bool_)
            for at, source in enumerate(column.sources):
                needs = who == at
                waits[needs] = waiting[source.name][where[needs]]
            yield from map(column.at, map(int, np.flatnonzero(waits)))
            if name == cell.dataset:
                slot = column.slot_of(cell)
                if slot is not None:
                    waits[slot] = True
            waiting[name] = waits


def grid(facts: Facts) -> Grid:
    """Every expected cell, and every held one that no calendar expects."""
    found: dict[str, Column] = {}
    for dataset in (*facts.catalog.raw, *facts.catalog.computed):
        if expectation(dataset) is not None:
            found[dataset.name] = Column(facts, dataset, found)
    return Grid(columns=found)
