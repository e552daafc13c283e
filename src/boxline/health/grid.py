"""The grid: what the calendar and the declarations lead one to expect, against what is held. Pure.

It is computed and never stored, and spans all of history: a gap of ten years ago counts like last
night's. Published documents are whole days and stand in no cell; `status` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from boxline.catalog import Export
from boxline.engine.calendar import Game
from boxline.health.cells import CellKey, GridCell
from boxline.health.column import Column
from boxline.health.facts import Facts


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The cells of every dataset that expects rows, each dataset after its inputs."""

    columns: Mapping[str, Column]

    def of(self, dataset: str, game: Game) -> GridCell | None:
        """The cell of a game, or of its day where the dataset's rows name no game of ours; None
        where nothing is expected of the dataset."""
        column = self.columns.get(dataset)
        return column.cell(game) if column else None

    def at(self, key: CellKey) -> GridCell:
        """A cell that is not simply present."""
        return self.columns[key.dataset].exceptions[key.place]

    def gaps(self) -> Iterator[GridCell]:
        """Every gap, inputs first, by day."""
        for column in self.columns.values():
            yield from (cell for cell in column.exceptions.values() if cell.is_gap)

    def chain(self, cell: GridCell) -> list[CellKey]:
        """A cell, the gap that it waits for, the gap that this waits for, down to the root."""
        found = [cell.key]
        while cell.needs is not None:
            cell = self.at(cell.needs)
            found.append(cell.key)
        return found


def grid(facts: Facts) -> Grid:
    """Every expected cell, and every held one that no calendar expects."""
    found: dict[str, Column] = {}
    for dataset in (*facts.catalog.raw, *facts.catalog.computed):
        if dataset.expects is not None and not isinstance(dataset, Export):
            found[dataset.name] = Column(facts, dataset, found)
    return Grid(columns=found)
